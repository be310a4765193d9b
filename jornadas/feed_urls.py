from django.urls import path

from .public import feeds

urlpatterns = [
    path("", feeds.index, name="calendar_feeds"),
    # Before the groups: `Group.clean` gives none of them this name.
    path("todos.ics", feeds.everything, name="calendar_all"),
    path("<slug:slug>.ics", feeds.group, name="calendar_group"),
    path("personal/<str:token>.ics", feeds.personal, name="calendar_personal"),
]
