from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils.html import format_html

from proj.models import Page


@login_required
def page(request, number):
    one = get_object_or_404(Page, pk=number, owner=request.user)
    return render(request, "page.html", {"page": one})


def hello(request):
    return HttpResponse(format_html("<p>{}</p>", request.GET["name"]))


def hello_raw(request):
    return HttpResponse("<p>%s</p>" % request.GET["name"])


def words(request):
    return JsonResponse({"words": request.GET["text"].split()})
