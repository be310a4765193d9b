"""The thread and the plan in the panel."""

from django.urls import path

from . import plan_views, thread_one, thread_stopped, thread_views

_stopped = "hilo/se-quedaron/<slug:reached>/"

urlpatterns = [
    path("hilo/", thread_views.report, name="panel_thread"),
    path("hilo/hoja.xlsx", thread_views.report_xlsx, name="panel_thread_xlsx"),
    path("hilo/sujetos/<int:pk>/", thread_one.body, name="panel_thread_body"),
    path(_stopped, thread_stopped.listing, name="panel_thread_stopped"),
    path(f"{_stopped}hoja.xlsx", thread_stopped.listing_xlsx, name="panel_thread_stopped_xlsx"),
    path("plan/", plan_views.plan, name="panel_plan"),
    path("plan/hoja.xlsx", plan_views.plan_xlsx, name="panel_plan_xlsx"),
    path("plan/cargar/", plan_views.load, name="panel_plan_load"),
    path("plan/acciones/<int:pk>/<int:year>-<int:month>/", plan_views.mark, name="panel_plan_mark"),
    path(
        "plan/acciones/<int:pk>/<int:year>-<int:month>/quitar/",
        plan_views.unmark,
        name="panel_plan_unmark",
    ),
]
