"""The panel's pages about constancias."""

from django.urls import path

from . import panel, panel_all, panel_issuing, panel_one, panel_recognitions, panel_wordings

_event = "eventos/<slug:slug>/constancias/"
_all = "constancias/"
_practices = "convocatorias/<slug:slug>/reconocimientos/"
_wording = f"{_all}textos/<slug:organizer>/<slug:kind>/"

urlpatterns = [
    path(_event, panel.certificates, name="panel_certificates"),
    path(f"{_event}constancias.xlsx", panel.certificates_xlsx, name="panel_certificates_xlsx"),
    path(f"{_event}constancias.zip", panel_all.event_zip, name="panel_certificates_zip"),
    path(f"{_event}emitir/", panel_issuing.issue_all, name="panel_certificates_issue"),
    path(f"{_event}avance/", panel_issuing.working, name="panel_certificates_working"),
    path(f"{_event}avance/cifras/", panel_issuing.progress, name="panel_certificates_progress"),
    path(f"{_event}nombres/", panel_issuing.ask_names, name="panel_certificates_names"),
    path(
        f"{_event}inscripciones/<int:pk>/emitir/",
        panel_issuing.issue_one,
        name="panel_certificates_issue_one",
    ),
    path(
        f"{_event}ponentes/<int:pk>/emitir/",
        panel_issuing.issue_speaker,
        name="panel_certificates_issue_speaker",
    ),
    path(_all, panel_all.index, name="panel_certificates_all"),
    path(f"{_all}emitidas.xlsx", panel_all.issued_xlsx, name="panel_certificates_issued_xlsx"),
    path(f"{_all}<int:pk>/", panel_one.certificate, name="panel_certificates_one"),
    path(f"{_all}<int:pk>/documento.pdf", panel_one.document, name="panel_certificates_document"),
    path(f"{_all}<int:pk>/corregir/", panel_one.correct, name="panel_certificates_correct"),
    path(f"{_all}<int:pk>/revocar/", panel_one.revoke, name="panel_certificates_revoke"),
    path(_practices, panel_recognitions.index, name="panel_recognitions"),
    path(f"{_practices}emitir/", panel_recognitions.issue, name="panel_recognitions_issue"),
    path(f"{_all}textos/", panel_wordings.index, name="panel_certificates_wordings"),
    path(_wording, panel_wordings.edit, name="panel_certificates_wording"),
    path(f"{_wording}vista/", panel_wordings.preview, name="panel_certificates_wording_preview"),
]
