"""Fichas: private pages of those who write them."""

urlpatterns: list = []
