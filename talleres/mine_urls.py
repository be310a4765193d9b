"""Mi espacio's page of fichas."""

from django.urls import path

from . import ficha_views

urlpatterns = [path("fichas/", ficha_views.mine, name="mine_fichas")]
