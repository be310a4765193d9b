"""Zoom reports of an event in the panel."""

urlpatterns: list = []
