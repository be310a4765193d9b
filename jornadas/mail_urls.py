from django.urls import path

from .public import stopping

urlpatterns = [path("<str:token>/", stopping.mail_stop, name="mail_stop")]
