"""Presence by hand and reviews of presence in the panel."""

urlpatterns: list = []
