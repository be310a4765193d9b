from django.urls import path

from .public import passes

urlpatterns = [
    path("<str:code>/", passes.pass_page, name="pass"),
    path("<str:code>/codigo.png", passes.pass_picture, name="pass_picture"),
    path("<str:code>/cancelar/", passes.pass_cancel, name="pass_cancel"),
]
