from django.contrib.auth.decorators import login_required
from django.db import connection
from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.utils.safestring import mark_safe
from django.views.decorators.csrf import csrf_exempt

from board.models import Note


@login_required
def notes(request):
    with connection.cursor() as cursor:
        cursor.execute("SELECT text FROM note WHERE owner = %s", [request.user.id])
        return JsonResponse({"notes": cursor.fetchall()})


@login_required
def find(request):
    word = request.GET["word"]
    with connection.cursor() as cursor:
        cursor.execute("SELECT text FROM note WHERE text LIKE '%%" + word + "%%'")
        return JsonResponse({"notes": cursor.fetchall()})


@csrf_exempt
@login_required
def drop(request):
    Note.objects.filter(owner=request.user).delete()
    return HttpResponse("gone")


@login_required
def badge(request):
    return HttpResponse(mark_safe("<b>" + request.GET["label"] + "</b>"))


@login_required
def home(request):
    return HttpResponseRedirect("/notes/")
