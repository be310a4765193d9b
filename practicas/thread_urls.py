"""The thread of one's own body, in the enlace's room."""

from django.urls import path

from . import thread_one

urlpatterns = [path("enlace/hilo/", thread_one.own, name="enlace_thread")]
