"""Fichas in the panel."""

urlpatterns: list = []
