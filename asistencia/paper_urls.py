"""Signed sheets of an event in the panel."""

from django.urls import path

from . import paper_panel, paper_panel_sheet

_sheets = "eventos/<slug:slug>/hojas/"
_one = f"{_sheets}<int:pk>/"

urlpatterns = [
    path(_sheets, paper_panel.index, name="panel_sheets"),
    path(f"{_sheets}avance/", paper_panel.progress, name="panel_sheets_progress"),
    path(_one, paper_panel_sheet.sheet, name="panel_sheet"),
    path(f"{_one}pagina/", paper_panel_sheet.place, name="panel_sheet_place"),
    path(f"{_one}pagina.jpg", paper_panel_sheet.picture, name="panel_sheet_picture"),
    path(f"{_one}archivo/", paper_panel_sheet.file, name="panel_sheet_file"),
    path(f"{_one}retirar/", paper_panel.withdraw, name="panel_sheet_withdraw"),
]
