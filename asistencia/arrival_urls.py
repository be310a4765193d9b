"""Where the code on the projector leads."""

from django.urls import path

from . import arrival

urlpatterns = [path("<slug:slug>/", arrival.arrival, name="arrival")]
