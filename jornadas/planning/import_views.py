"""A programme from a file: what would change is shown first, and saved once somebody says so."""

import tempfile
from dataclasses import asdict

from django import forms
from django.contrib import messages
from django.core import signing
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from documentos.spreadsheets import MAX_FILE, Unreadable
from padron.access import requires
from padron.roles import Role

from ..importing import Plan, apply, find_program, plan
from ..models import Program
from ..program_sheet import Row, read_program
from ..refusal import Refusal
from .asking import FORM, digest

SALT = "jornadas.planning.import"
# Who leaves the preview open over lunch may still save it.
LASTS = 4 * 60 * 60


class ImportForm(forms.Form):
    program = forms.ModelChoiceField(
        Program.objects.none(),
        label="Programa",
        to_field_name="slug",
        empty_label="Elige el programa",
        error_messages={
            "required": "Elige el programa.",
            "invalid_choice": "Elige un programa de la lista.",
        },
    )
    file = forms.FileField(
        label="Archivo",
        help_text=(
            "Excel, LibreOffice o CSV, con una fila por evento y las columnas grupo, ordinal, "
            "título, tipo, cargo ponente, ponente, fecha, hora, hora fin, sede, liga, modalidad, "
            "lugares, estado y nota. Solo ordinal y título son obligatorias."
        ),
        error_messages={
            "required": "Elige el archivo.",
            "empty": "El archivo está vacío. Elige el que tiene las filas.",
            "invalid": "Elige un archivo.",
        },
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["program"].queryset = Program.objects.manageable_by(user)

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > MAX_FILE:
            raise forms.ValidationError("El archivo es demasiado grande; puede pesar hasta 20 MB.")
        try:
            self.rows = _read(file)
        except Unreadable as reason:
            raise forms.ValidationError(str(reason)) from reason
        return file


def _read(file) -> list[Row]:
    with tempfile.NamedTemporaryFile() as kept:
        for chunk in file.chunks():
            kept.write(chunk)
        kept.flush()
        return read_program(kept.name)


@FORM
@requires(Role.STAFF)
def upload(request):
    initial = {"program": request.GET.get("programa", "")}
    form = ImportForm(
        request.POST or None, request.FILES or None, user=request.user, initial=initial
    )
    if request.method == "POST" and form.is_valid():
        return _preview(request, plan(form.rows, form.cleaned_data["program"]), form.rows)
    context = {
        "form": form,
        "title": "Importar eventos",
        "intro": "Primero verás qué cambiaría; nada se guarda hasta que lo confirmes.",
        "action": "Revisar",
        "cancel_url": reverse("panel_events"),
    }
    return render(request, "jornadas/planning/form.html", context)


def _preview(request, made: Plan, rows: list[Row]):
    packed = {"program": made.program.slug, "rows": [asdict(row) for row in rows]}
    context = {
        "plan": made,
        "summary": made.summary(),
        # Signed: what is saved is what was shown, by the one who saw it.
        "packed": signing.dumps(packed, salt=_salt(request), compress=True),
        "seen": _digest(made),
    }
    return render(request, "jornadas/planning/import_preview.html", context)


@require_POST
@requires(Role.STAFF)
def save(request):
    """Save what was previewed; shown again where the programme has changed meanwhile."""
    try:
        packed = signing.loads(request.POST.get("packed", ""), salt=_salt(request), max_age=LASTS)
    except signing.BadSignature:
        messages.error(request, "La revisión venció. Envía otra vez el archivo.")
        return redirect("panel_program_import")
    rows = [Row(**row) for row in packed["rows"]]
    try:
        programs = Program.objects.manageable_by(request.user)
        made = plan(rows, find_program(rows, programs, packed["program"]))
        if request.POST.get("seen") != _digest(made):
            messages.warning(request, "El programa cambió mientras tanto; revisa de nuevo.")
            return _preview(request, made, rows)
        apply(made, by=request.user)
    except Refusal as reason:
        messages.error(request, str(reason))
        return redirect("panel_program_import")
    summary = made.summary()
    messages.success(
        request, f"Importado: {summary['created']} nuevos y {summary['updated']} cambiados."
    )
    return redirect(f"{reverse('panel_events')}?programa={made.program.slug}&cuando=all")


def _digest(made: Plan) -> str:
    return digest(
        [f"{o.row} {o.action} {o.reason} {o.changes} {o.warnings}" for o in made.outcomes]
    )


def _salt(request) -> str:
    return f"{SALT}.{request.user.pk}"
