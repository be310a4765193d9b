"""What staff type about an event: one matter per form."""

from datetime import datetime

from django import forms
from django.utils import timezone

from padron.models import Body, Sector

from ..models import Event, Group, Program
from ..models.events import Mode
from ..working_days import closing, is_whole_day, opening
from .fields import BAD_NUMBER, area, day_field, hour_field


class BasicsForm(forms.ModelForm):
    """What it is called and what it belongs to."""

    class Meta:
        model = Event
        fields = ["program", "kind", "ordinal", "title", "description"]
        labels = {"kind": "Qué es", "ordinal": "Número dentro de su grupo"}
        help_texts = {
            "ordinal": "1 para la primera, 2 para la segunda… Déjalo vacío si no lleva.",
            "title": "Como se anuncia: «Foro de arranque y Primera Jornada».",
            "description": "De qué trata, en dos o tres frases.",
        }
        widgets = {"description": area()}
        error_messages = {
            "program": {
                "required": "Elige el programa.",
                "invalid_choice": "Elige uno de la lista.",
            },
            "title": {"required": "Escribe el título.", "max_length": "Usa hasta 200 letras."},
            "ordinal": {"invalid": BAD_NUMBER, "min_value": "El número no puede ser negativo."},
        }

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        programs = Program.objects.manageable_by(user)
        field = self.fields["program"]
        field.queryset, field.empty_label = programs, "Elige un programa"
        if self.instance.pk:
            # Groups belong to a programme: an event does not move to another's.
            del self.fields["program"]
        elif len(programs[:2]) == 1:
            field.initial = programs[0]


class DetailsForm(forms.ModelForm):
    """What the page says besides."""

    class Meta:
        model = Event
        fields = ["note", "agreement"]
        help_texts = {
            "note": "Un aviso visible arriba de la página del evento.",
            "agreement": "Como está impreso; puede repetirse.",
        }
        widgets = {"note": area(3)}


class AudienceForm(forms.ModelForm):
    """Whom it is for: groups of its programme and sectors. Bodies are added one by one."""

    class Meta:
        model = Event
        fields = ["groups", "sectors"]
        help_texts = {
            "groups": "Los grupos de este programa.",
            "sectors": "Además de los grupos, o en lugar de ellos.",
        }
        widgets = {
            "groups": forms.CheckboxSelectMultiple,
            "sectors": forms.CheckboxSelectMultiple,
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["groups"].queryset = Group.objects.filter(program=self.instance.program_id)
        self.fields["sectors"].queryset = Sector.objects.all()
        for name in ("groups", "sectors"):
            self.fields[name].error_messages["invalid_choice"] = "Elige de la lista."


class BodyField(forms.CharField):
    """A sujeto obligado by its name, acronym or key, with the known ones offered by the browser."""

    def __init__(self, **kwargs):
        kwargs.setdefault("label", "Sujeto obligado")
        super().__init__(
            max_length=250,
            widget=forms.TextInput(attrs={"list": "sujetos", "autocomplete": "off"}),
            error_messages={"required": "Escribe el sujeto obligado."},
            **kwargs,
        )

    def clean(self, value):
        text = super().clean(value)
        found = list(Body.objects.active().named(text)[:2])
        found = found or list(Body.objects.active().filter(key__iexact=text))
        if not found:
            raise forms.ValidationError(
                "No hay un sujeto obligado con ese nombre. Elige uno de los que aparecen al "
                "escribir."
            )
        if len(found) > 1:
            raise forms.ValidationError(
                "Varios se llaman así. Escribe el nombre completo, como está en el padrón."
            )
        return found[0]


class BodyForm(forms.Form):
    body = BodyField(help_text="Empieza a escribir su nombre o sus siglas.")


class SeatsForm(forms.Form):
    """How one takes part, and how many may."""

    modality = forms.ChoiceField(
        label="Modalidad",
        choices=Event.Modality.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Elige la modalidad.", "invalid_choice": "Elige de la lista."},
    )
    in_person = forms.IntegerField(
        label="Lugares presenciales",
        required=False,
        min_value=0,
        max_value=100_000,
        help_text="Vacío: sin límite.",
        error_messages={"invalid": BAD_NUMBER, "min_value": "No puede ser negativo."},
    )
    online = forms.IntegerField(
        label="Lugares en línea",
        required=False,
        min_value=0,
        max_value=100_000,
        help_text="Vacío: sin límite.",
        error_messages={"invalid": BAD_NUMBER, "min_value": "No puede ser negativo."},
    )

    def clean(self):
        data = super().clean()
        self.modes = Event(modality=data["modality"]).modes if data.get("modality") else []
        for mode, words in ((Mode.IN_PERSON, "presenciales"), (Mode.ONLINE, "en línea")):
            if self.modes and mode not in self.modes and data.get(mode) is not None:
                self.add_error(
                    mode, f"Esta modalidad no tiene lugares {words}; borra el número o elige otra."
                )
        return data

    @property
    def seats(self) -> dict[str, int | None]:
        return {mode: self.cleaned_data.get(mode) for mode in Mode.values}


class WindowForm(forms.Form):
    """From when until when one may register, in the institution's zone."""

    opens_on = day_field(
        "Abre el día", required=False, help_text="Vacío: todavía no se decide y nadie se inscribe."
    )
    opens_at = hour_field("Hora en que abre", help_text="Vacío: desde las 00:00 de ese día.")
    closes_on = day_field(
        "Cierra el día", required=False, help_text="Último día en que se reciben inscripciones."
    )
    closes_at = hour_field("Hora en que cierra", help_text="Vacío: al terminar ese día (23:59 h).")

    def __init__(self, *args, event: Event, **kwargs):
        super().__init__(*args, **kwargs)
        for name, moment in (
            ("opens", event.registration_opens_at),
            ("closes", event.registration_closes_at),
        ):
            if moment is None:
                continue
            local = timezone.localtime(moment)
            self.initial[f"{name}_on"] = local.date()
            whole = is_whole_day(moment) if name == "closes" else local.time() == _midnight()
            self.initial[f"{name}_at"] = None if whole else local.time()

    def clean(self):
        data = super().clean()
        for name in ("opens", "closes"):
            has_day = data.get(f"{name}_on") or f"{name}_on" in self.errors
            if data.get(f"{name}_at") and not has_day:
                self.add_error(f"{name}_on", "Con hora, hace falta el día.")
        if not self.errors and self.opens and self.closes and self.closes <= self.opens:
            self.add_error("closes_on", "Debe cerrar después de abrir.")
        return data

    @property
    def opens(self) -> datetime | None:
        day = self.cleaned_data.get("opens_on")
        return opening(day, self.cleaned_data.get("opens_at")) if day else None

    @property
    def closes(self) -> datetime | None:
        day = self.cleaned_data.get("closes_on")
        return closing(day, self.cleaned_data.get("closes_at")) if day else None


def _midnight():
    return datetime.min.time()
