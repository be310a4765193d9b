"""What staff type about programmes and groups, and about what events use."""

from django import forms

from padron.models import Organizer, Sector

from ..models import Group, GroupException, NonWorkingDay, Program, Speaker, Venue
from .event_forms import BodyField
from .fields import BAD_NUMBER, area, day_field


class OfMine(forms.ModelForm):
    """A form whose institution is asked only where this user works for several."""

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        mine = Organizer.objects.filter(pk__in=user.organizer_ids("staff"))
        field = self.fields["organizer"]
        field.queryset, field.empty_label = mine, None
        field.error_messages |= {
            "required": "Elige la institución.",
            "invalid_choice": "Elige una institución de la lista.",
        }
        if len(mine) == 1:
            field.initial, field.widget = mine[0], forms.HiddenInput()


class ProgramForm(OfMine):
    starts_on = day_field("Desde")
    ends_on = day_field("Hasta")

    field_order = ["organizer", "name", "starts_on", "ends_on"]

    class Meta:
        model = Program
        fields = ["organizer", "name", "description", "agreement", "legal_basis"]
        help_texts = {
            "name": "Como se anuncia: «Jornadas de Sensibilización 2026-2027».",
            "description": "El objetivo, en una o dos frases.",
            "agreement": "El que lo aprobó, como está impreso. Puede repetirse.",
        }
        widgets = {"description": area(), "legal_basis": area()}
        error_messages = {
            "name": {"required": "Escribe el nombre.", "max_length": "Usa hasta 200 letras."}
        }

    def clean(self):
        data = super().clean()
        first, last = data.get("starts_on"), data.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", "Debe terminar el mismo día o después.")
        elif first and last:
            self.instance.starts_on, self.instance.ends_on = first, last
        return data

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["starts_on"] = self.instance.starts_on
        self.initial["ends_on"] = self.instance.ends_on


class GroupForm(forms.ModelForm):
    class Meta:
        model = Group
        fields = ["number", "name", "description", "sectors"]
        help_texts = {
            "description": "Como está en el acuerdo: «Ayuntamientos, OPDAPAS y Sistemas DIF».",
            "sectors": "Los sujetos obligados de estos sectores forman el grupo.",
        }
        widgets = {"description": area(3), "sectors": forms.CheckboxSelectMultiple}
        error_messages = {
            "number": {"required": "Escribe el número.", "invalid": BAD_NUMBER},
            "name": {"required": "Escribe el nombre.", "max_length": "Usa hasta 80 letras."},
            "sectors": {"invalid_choice": "Elige sectores de la lista."},
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["sectors"].queryset = Sector.objects.all()

    def clean_number(self):
        number = self.cleaned_data["number"]
        others = Group.objects.filter(program=self.instance.program_id, number=number)
        if others.exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError(f"Este programa ya tiene un grupo {number}.")
        return number

    def clean_sectors(self):
        """A body is in one group of a programme: a sector is too."""
        sectors = self.cleaned_data["sectors"]
        others = Group.objects.filter(program=self.instance.program_id, sectors__in=sectors)
        if other := others.exclude(pk=self.instance.pk).first():
            shared = ", ".join(s.name for s in sectors if other.sectors.filter(pk=s.pk).exists())
            raise forms.ValidationError(
                f"«{shared}» ya está en {other.name}. Quítalo de allá antes de ponerlo aquí."
            )
        return sectors


class ExceptionForm(forms.ModelForm):
    """A body that goes with this group although its sector does not."""

    body = BodyField(help_text="Empieza a escribir su nombre o sus siglas.")

    field_order = ["body", "reason"]

    class Meta:
        model = GroupException
        fields = ["reason"]
        error_messages = {"reason": {"required": "Escribe por qué."}}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = True

    def clean_body(self):
        body, group = self.cleaned_data["body"], self.instance.group
        held = GroupException.objects.filter(body=body, group__program=group.program_id)
        if other := held.select_related("group").first():
            raise forms.ValidationError(f"Ya es una excepción de {other.group.name}.")
        if group.sectors.filter(pk=body.sector_id).exists():
            raise forms.ValidationError("Su sector ya está en este grupo; no hace falta.")
        return body


class SpeakerForm(forms.ModelForm):
    class Meta:
        model = Speaker
        fields = ["post", "name"]
        help_texts = {"post": "Como se imprime: «Comisionada»."}
        error_messages = {
            "name": {"required": "Escribe el nombre.", "max_length": "Usa hasta 160 letras."}
        }

    def clean(self):
        data = super().clean()
        same = Speaker.objects.filter(name=data.get("name"), post=data.get("post"))
        if same.exclude(pk=self.instance.pk).exists():
            self.add_error("name", "Ya está en la lista, con el mismo cargo.")
        return data


class VenueForm(forms.ModelForm):
    class Meta:
        model = Venue
        fields = ["name", "address", "municipality", "seats"]
        help_texts = {"seats": "Cuántas personas caben. Vacío si no se sabe."}
        widgets = {"address": area(3)}
        error_messages = {
            "name": {"required": "Escribe el nombre.", "unique": "Ya hay una sede con ese nombre."},
            "seats": {"invalid": BAD_NUMBER, "min_value": "No puede ser negativo."},
            "municipality": {"invalid_choice": "Elige un municipio de la lista."},
        }


class DayForm(OfMine):
    day = day_field("Día")

    field_order = ["organizer", "day", "reason"]

    class Meta:
        model = NonWorkingDay
        fields = ["organizer", "reason"]
        help_texts = {"reason": "Con su fuente: «Calendario oficial 2026, acuerdo del Pleno»."}
        error_messages = {"reason": {"required": "Escribe el motivo."}}

    def clean(self):
        data = super().clean()
        held = NonWorkingDay.objects.filter(organizer=data.get("organizer"), day=data.get("day"))
        if data.get("day") and held.exists():
            self.add_error("day", "Ese día ya está en la lista.")
        self.instance.day = data.get("day")
        return data
