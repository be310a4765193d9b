"""Verifying constancias: /constancias/ and /c/<code>/."""

urlpatterns: list = []
