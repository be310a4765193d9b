"""Proposals: private pages of the body that makes them."""

from django.urls import path

from . import proposal_files as files
from . import proposal_saving as saving
from . import proposal_sending as sending
from . import proposal_views as views

urlpatterns = [
    path("propuestas/", views.mine, name="mine_proposals"),
    path("convocatorias/<slug:slug>/proponer/", views.new, name="proposal_new"),
    path(
        "convocatorias/<slug:slug>/proponer/ficha/<int:pk>/",
        views.from_ficha,
        name="proposal_from_ficha",
    ),
    path("propuestas/<int:pk>/", views.proposal, name="proposal"),
    path("propuestas/<int:pk>/guardar/", saving.save, name="proposal_save"),
    path("propuestas/<int:pk>/estado.json", saving.state, name="proposal_state"),
    path("propuestas/<int:pk>/retirar/", views.withdraw, name="proposal_withdraw"),
    path("propuestas/<int:pk>/autoria/", sending.author_add, name="proposal_author_add"),
    path(
        "propuestas/<int:pk>/autoria/<int:number>/quitar/",
        sending.author_remove,
        name="proposal_author_remove",
    ),
    path("propuestas/<int:pk>/soportes/agregar/", files.add, name="proposal_evidence_add"),
    path("propuestas/<int:pk>/soportes/<int:number>/", files.serve, name="proposal_evidence"),
    path(
        "propuestas/<int:pk>/soportes/<int:number>/vista/",
        files.look,
        name="proposal_evidence_look",
    ),
    path(
        "propuestas/<int:pk>/soportes/<int:number>/quitar/",
        files.remove,
        name="proposal_evidence_remove",
    ),
    path("propuestas/<int:pk>/enviar/", sending.send, name="proposal_send"),
    path("propuestas/<int:pk>/prevencion/", sending.prevention, name="proposal_prevention"),
    path("propuestas/<int:pk>/acuse/<int:number>/", sending.receipt, name="proposal_receipt"),
]
