import hashlib
import logging
import subprocess

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.mail import send_mail
from django.http import HttpResponse
from django.shortcuts import redirect, render

from shopfront.models import Order

log = logging.getLogger(__name__)


def search(request):
    term = request.GET.get("q", "")
    orders = Order.objects.raw("SELECT * FROM shopfront_order WHERE title = '%s'" % term)
    return render(request, "search.html", {"orders": orders})


def search_safely(request):
    term = request.GET.get("q", "")
    orders = Order.objects.raw("SELECT * FROM shopfront_order WHERE title = %s", [term])
    return render(request, "search.html", {"orders": orders})


@login_required
def label(request):
    text = request.POST["text"]
    subprocess.run(f"print-label {text}", shell=True, check=True)
    return redirect("/orders/")


def next_page(request):
    return redirect(request.GET.get("next", "/"))


def etag(order):
    return hashlib.sha256(order.title.encode()).hexdigest()


@login_required
def mail(request):
    send_mail("Order", "Thanks", settings.SHOP_MAIL, [request.user.email])
    return HttpResponse("sent")
