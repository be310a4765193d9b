"""/panel/estilo/: every component of the site's look, for those who build pages.

Each example is a template of templates/panel/style/: what is shown and the markup to copy are the
same text. Its first line says `{# Name | when to use it #}`.
"""

import re
from dataclasses import dataclass

from django import forms
from django.conf import settings
from django.core.paginator import Paginator
from django.shortcuts import render
from django.template import engines
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from padron.access import requires
from padron.roles import Role

FOLDER = settings.BASE_DIR / "templates" / "panel" / "style"
HEAD = re.compile(r"\{# (.+?) \| (.+) #\}\n")
SPRITE = settings.BASE_DIR / "static" / "icons" / "sprite.svg"
COLOURS = [
    ("Texto", "text"), ("Secundario", "muted"), ("Petróleo", "primary"), ("Vino", "accent"),
    ("Hecho", "success"), ("Atención", "warning"), ("Peligro", "danger"), ("Fondo", "ground"),
]  # fmt: skip


class ExampleForm(forms.Form):
    """One field of each kind, two of them with an error."""

    name = forms.CharField(label="Nombre de la sede", help_text="Como se anuncia en el programa.")
    address = forms.CharField(label="Domicilio", widget=forms.Textarea, required=False)
    mode = forms.ChoiceField(
        label="Modalidad",
        choices=[("in_person", "Presencial"), ("online", "En línea")],
        widget=forms.RadioSelect,
    )
    sectors = forms.MultipleChoiceField(
        label="Sectores",
        choices=[("a", "Ayuntamientos"), ("b", "Sistemas DIF municipales")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    day = forms.DateField(label="Día", widget=forms.DateInput(attrs={"type": "date"}))
    file = forms.FileField(label="Archivo", help_text="xlsx o csv.", required=False)
    agrees = forms.BooleanField(label="Revisé que los datos sean correctos")


@dataclass(frozen=True)
class Example:
    name: str
    words: str
    source: str
    html: str

    @property
    def anchor(self) -> str:
        return slugify(self.name)


def examples(request) -> list[Example]:
    form = ExampleForm({"name": "", "mode": "online", "day": "2021-11-04"}, auto_id="example_%s")
    page = Paginator(range(200), 20).page(4)
    return [_example(path, request, form, page) for path in sorted(FOLDER.glob("*.html"))]


def _example(path, request, form, page) -> Example:
    text = path.read_text()
    head = HEAD.match(text)
    html = engines["django"].from_string(text).render({"form": form, "page": page}, request)
    return Example(head[1], head[2], text[head.end() :].strip(), html)


@require_safe
@requires(Role.STAFF)
def gallery(request):
    context = {
        "examples": examples(request),
        "colours": COLOURS,
        "icons": re.findall(r'<symbol id="([\w-]+)"', SPRITE.read_text()),
    }
    return render(request, "panel/style.html", context)
