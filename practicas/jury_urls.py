"""Public and private pages."""

urlpatterns: list = []
