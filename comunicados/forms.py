"""What staff type: an announcement and its audience; what an oficio says besides."""

import re

from django import forms
from django.db.models import QuerySet

from jornadas.eligibility import eligible_bodies
from jornadas.models import Event
from padron.models import Body

from . import fields, oficios
from .models import Announcement, Letterhead

Audience = Announcement.Audience
INVITATION = (
    "Por este medio se le invita, por su amable conducto, a que las personas servidoras públicas "
    "habilitadas de su sujeto obligado participen en «{evento}», que se llevará a cabo conforme a "
    "lo siguiente:"
)


NARROWING = "Si marcas grupos o sujetos obligados, llega a quienes estén en cualquiera de ellos."


class AudienceForm(forms.ModelForm):
    """What both kinds have: subject, text with fields, and how the audience is narrowed."""

    known: dict[str, str] = {}

    class Meta:
        model = Announcement
        fields = ["subject", "text", "groups", "bodies"]
        widgets = {
            "text": forms.Textarea(attrs={"rows": 12}),
            "groups": forms.CheckboxSelectMultiple,
            "bodies": forms.CheckboxSelectMultiple,
        }
        error_messages = {
            "subject": {"required": "Escribe el asunto.", "max_length": "Usa hasta 150 letras."},
            "text": {"required": "Escribe el texto.", "max_length": "Usa hasta 6,000 letras."},
        }

    def __init__(self, *args, event: Event, bodies: QuerySet[Body], **kwargs):
        """`bodies` are those among which one may choose."""
        self.event = event
        super().__init__(*args, **kwargs)
        groups = self.fields["groups"]
        groups.queryset = event.program.groups.all()
        groups.label, groups.help_text = "Solo estos grupos", NARROWING
        self.fields["bodies"].queryset = bodies.order_by("sort_key")
        self.fields["bodies"].label = "Solo estos sujetos obligados"
        if not groups.queryset:
            del self.fields["groups"]

    @property
    def narrows_by_body(self) -> bool:
        """Whether some body is marked: then the list of them is shown open."""
        return bool(self["bodies"].value()) or bool(self["bodies"].errors)

    def clean_subject(self):
        return self._checked("subject")

    def clean_text(self):
        return self._checked("text")

    def _checked(self, name: str) -> str:
        text = self.cleaned_data[name]
        if strange := fields.unknown(text, self.known):
            words = "un campo que no existe" if len(strange) == 1 else "campos que no existen"
            known = ", ".join(f"{{{one}}}" for one in self.known)
            raise forms.ValidationError(
                f"Hay {words}: {', '.join(strange)}. Los que puedes usar son {known}."
            )
        return text


class AnnouncementForm(AudienceForm):
    known = fields.OF_A_REGISTRATION

    class Meta(AudienceForm.Meta):
        fields = ["subject", "text", "audience", "mode", "groups", "bodies"]
        widgets = {**AudienceForm.Meta.widgets, "audience": forms.RadioSelect}

    def __init__(self, *args, event: Event, **kwargs):
        there = Body.objects.filter(pk__in=event.registrations.active().values("body"))
        super().__init__(*args, event=event, bodies=there, **kwargs)
        kinds = [choice for choice in Audience.choices if choice[0] != Audience.ENLACES]
        self.fields["audience"].choices = kinds
        self.fields["audience"].error_messages = {"required": "Elige para quién es."}
        modes = [(mode.value, mode.label) for mode in self.event.modes]
        self.fields["mode"].label = "Solo esta modalidad"
        self.fields["mode"].choices = [("", "Todas"), *modes]
        # A question with one answer is not asked.
        if len(modes) < 2:
            del self.fields["mode"]

    def clean_audience(self):
        audience = self.cleaned_data["audience"]
        if audience == Audience.ABSENT and not self.event.is_over():
            raise forms.ValidationError(
                "El evento todavía no termina: aún no se sabe quién no asistió."
            )
        return audience


class OficioForm(AudienceForm):
    known = fields.OF_THE_EVENT

    def __init__(self, *args, event: Event, **kwargs):
        super().__init__(*args, event=event, bodies=eligible_bodies(event), **kwargs)
        self.fields["text"].initial = INVITATION
        self.fields["text"].label = "Lo que dice el oficio"
        self.fields["text"].help_text = (
            "Después van cuándo, dónde, la modalidad, la dirección para inscribirse y la fecha "
            "límite; no hace falta escribirlas."
        )
        self.fields["subject"].initial = f"Invitación: {self.event.title}"[:150]
        self.instance.audience = Audience.ENLACES


class LetterheadForm(forms.ModelForm):
    class Meta:
        model = Letterhead
        fields = [
            "place",
            "dated_on",
            "prefix",
            "first_number",
            "basis",
            "signatory_name",
            "signatory_post",
            "copies",
        ]
        widgets = {
            "dated_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "first_number": forms.NumberInput(attrs={"min": 1, "inputmode": "numeric"}),
            "basis": forms.Textarea(attrs={"rows": 4}),
            "copies": forms.Textarea(attrs={"rows": 3}),
        }
        help_texts = {
            "place": "Como debe leerse: «Metepec, Estado de México».",
            "prefix": "Lo que va antes del consecutivo, sin diagonal al final.",
            "first_number": "El que sigue en la serie de tu área. Cada oficio toma el siguiente; "
            "ningún número se usa dos veces en un año.",
            "basis": "Sale como párrafo, tal como lo escribas.",
            "copies": "Una línea por cada «c.c.p.».",
        }
        error_messages = {
            "place": {"required": "Escribe el lugar."},
            "dated_on": {"required": "Escribe la fecha.", "invalid": "Escribe una fecha válida."},
            "prefix": {"required": "Escribe el prefijo."},
            "first_number": dict.fromkeys(
                ["required", "invalid", "min_value", "max_value"],
                "Escribe un número entero, desde 1.",
            ),
            "signatory_name": {"required": "Escribe quién firma."},
            "signatory_post": {"required": "Escribe el cargo de quien firma."},
        }

    def clean_prefix(self):
        return self.cleaned_data["prefix"].strip().strip("/")

    def clean_first_number(self):
        number = self.cleaned_data["first_number"]
        if not 1 <= number <= 99_999:
            raise forms.ValidationError("Escribe un número entero, desde 1 y hasta 99,999.")
        return number


def usual_letterhead(event: Event, today) -> dict:
    """What the form of an oficio begins with, as far as the data say it."""
    organizer = event.program.organizer
    identity = organizer.identity(today)
    basis = event.program.legal_basis or (identity.legal_basis if identity else "")
    return {
        "place": _place(identity.address) if identity else "",
        "dated_on": today,
        "prefix": f"{identity.acronym.upper()}/{identity.area_acronym}" if identity else "",
        "first_number": oficios.next_number(organizer, today.year),
        "basis": _as_sentence(basis),
    }


def _place(address: str) -> str:
    """ "Metepec, Estado de México" of an address that says so; else nothing."""
    found = re.search(r"([^\W\d_][\w .]*), Estado de México", address)
    return f"{found[1].strip()}, Estado de México" if found else ""


def _as_sentence(basis: str) -> str:
    """A legal basis kept line by line, as the beginning of a letter."""
    lines = [line.strip().rstrip(".;") for line in basis.splitlines() if line.strip()]
    return f"Con fundamento en: {'; '.join(lines)}." if lines else ""
