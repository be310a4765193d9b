from django.http import JsonResponse
from django.urls import path

from .models import Row, Written


def read(request, code):
    return JsonResponse({"id": Row.objects.get(code=code).pk})


def insert(request, code):
    return JsonResponse({"id": Written.objects.create(code=code).pk})


urlpatterns = [path("read/<code>", read), path("insert/<code>", insert)]
