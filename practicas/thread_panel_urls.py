"""Pages in the panel."""

urlpatterns: list = []
