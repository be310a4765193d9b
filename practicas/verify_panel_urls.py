"""Verification in the panel, and the recusals of the jury."""

from django.urls import path

from . import recusal_views, verify_deciding, verify_list, verify_views

CALL, ONE = "convocatorias/<slug:slug>/", "propuestas/<int:pk>/"

urlpatterns = [
    path(f"{CALL}propuestas/", verify_list.proposals, name="panel_proposals"),
    path(f"{CALL}propuestas/hoja/", verify_list.proposals_xlsx, name="panel_proposals_xlsx"),
    path(f"{CALL}excusas/", recusal_views.recusals, name="panel_recusals"),
    path("excusas/<int:pk>/retirar/", recusal_views.withdraw, name="panel_recusal_withdraw"),
    path(ONE, verify_views.proposal, name="panel_proposal"),
    path(f"{ONE}soportes/<int:number>/", verify_views.evidence, name="panel_proposal_evidence"),
    path(f"{ONE}prevenir/", verify_deciding.prevent, name="panel_proposal_prevent"),
    path(f"{ONE}admitir/", verify_deciding.admit, name="panel_proposal_admit"),
    path(f"{ONE}no-admitir/", verify_deciding.reject, name="panel_proposal_reject"),
    path("jurado/propuestas/<int:pk>/conflicto/", recusal_views.statement, name="recusal"),
]
