"""What staff type about an event: one matter per form."""

from datetime import date, datetime

from django import forms
from django.utils import timezone

from padron.models import Body, Sector

from ..changes import Why
from ..models import Change, Event, Group, Program, Session, Speaker, Venue
from ..models.events import Mode
from ..working_days import closing, is_whole_day, opening

BAD_DAY = "Escribe una fecha, como 04/11/2026."
BAD_HOUR = "Escribe una hora de 24 horas, como 13:30."
BAD_NUMBER = "Escribe un número entero, sin letras."


def _of_this_century(day: date) -> None:
    """A year typed wrong is nobody's programme, and no clock reckons with the year 9999."""
    if not 2000 <= day.year <= 2100:
        raise forms.ValidationError("Revisa el año: debe estar entre 2000 y 2100.")


def day_field(label: str, **more) -> forms.DateField:
    return forms.DateField(
        label=label,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        validators=[_of_this_century],
        error_messages={"required": "Escribe la fecha.", "invalid": BAD_DAY},
        **more,
    )


def hour_field(label: str, **more) -> forms.TimeField:
    return forms.TimeField(
        label=label,
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"invalid": BAD_HOUR},
        **more,
    )


def area(rows: int = 4) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


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
    """What the page and the constancia say besides."""

    class Meta:
        model = Event
        fields = ["note", "agreement", "minimum_sessions"]
        labels = {"minimum_sessions": "Sesiones a las que hay que asistir para la constancia"}
        help_texts = {
            "note": "Un aviso visible arriba de la página del evento.",
            "agreement": "Como está impreso; puede repetirse.",
        }
        widgets = {"note": area(3)}
        error_messages = {
            "minimum_sessions": {
                "required": "Escribe cuántas.",
                "invalid": BAD_NUMBER,
                "min_value": "Pide al menos una sesión.",
            }
        }

    def clean_minimum_sessions(self):
        asked = self.cleaned_data["minimum_sessions"]
        count = self.instance.sessions.count()
        if asked < 1:
            raise forms.ValidationError("Pide al menos una sesión.")
        if count and asked > count:
            raise forms.ValidationError(f"El evento tiene {count}: pide esas o menos.")
        return asked


class SessionForm(forms.ModelForm):
    """A day, its hours, a place and who speaks."""

    day = day_field("Día", required=False, help_text="Vacío: fecha por confirmar.")
    starts = hour_field(
        "Empieza", help_text="Hora del centro de México. Vacío: hora por confirmar."
    )
    ends = hour_field("Termina", help_text="Vacío si no se ha dicho a qué hora termina.")
    link = forms.URLField(
        label="Liga",
        required=False,
        max_length=200,
        assume_scheme="https",
        help_text="La ve únicamente quien tiene lugar en línea.",
        error_messages={"invalid": "Escribe la dirección completa, como https://…"},
    )
    speakers = forms.ModelMultipleChoiceField(
        Speaker.objects.all(),
        label="Ponentes",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "Elige ponentes de la lista."},
    )
    new_post = forms.CharField(
        label="Otro ponente: cargo", required=False, max_length=160, help_text="«Comisionada»."
    )
    new_name = forms.CharField(label="Otro ponente: nombre", required=False, max_length=160)

    field_order = ["title", "day", "starts", "ends", "venue", "link", "speakers"]

    class Meta:
        model = Session
        fields = ["title", "venue", "link"]
        help_texts = {
            "title": "Solo si el evento tiene varias y conviene distinguirlas.",
        }
        error_messages = {
            "venue": {"invalid_choice": "Elige una sede de la lista."},
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        session = self.instance
        self.fields["venue"].empty_label = "Sede por confirmar, o solo en línea"
        self.fields["venue"].queryset = Venue.objects.all()
        if session.pk:
            self.initial["day"] = session.day
            for name, moment in (("starts", session.starts_at), ("ends", session.ends_at)):
                self.initial[name] = moment and timezone.localtime(moment).time()
            self.initial["speakers"] = list(session.speakers.values_list("pk", flat=True))

    def clean(self):
        data = super().clean()
        day, starts, ends = data.get("day"), data.get("starts"), data.get("ends")
        if starts and not day and "day" not in self.errors:
            self.add_error("day", "Con hora, hace falta el día.")
        if ends and not starts and "starts" not in self.errors:
            self.add_error("starts", "Para decir cuándo termina, di cuándo empieza.")
        if starts and ends and ends <= starts:
            self.add_error("ends", "Debe terminar después de empezar.")
        if data.get("new_post") and not data.get("new_name"):
            self.add_error("new_name", "Escribe el nombre del ponente.")
        if not self.errors:
            self.instance.day = day
            self.instance.starts_at = opening(day, starts) if starts else None
            self.instance.ends_at = opening(day, ends) if ends else None
        return data

    def all_speakers(self) -> list[Speaker]:
        """Those chosen, and the one written in: known already, or still to be saved."""
        speakers = list(self.cleaned_data["speakers"])
        if name := self.cleaned_data["new_name"]:
            facts = {"name": name, "post": self.cleaned_data["new_post"]}
            known = Speaker.objects.filter(**facts).first() or Speaker(**facts)
            if known not in speakers:
                speakers.append(known)
        return speakers


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


class DateStatusForm(forms.ModelForm):
    class Meta:
        model = Event
        fields = ["date_status"]
        widgets = {"date_status": forms.RadioSelect}
        labels = {"date_status": "Cómo está la fecha"}


class WhyForm(forms.ModelForm):
    """Who asked for a change that is about to be made, and why: what the history will say."""

    asked_on = day_field("Cuándo se pidió")
    effective_on = day_field(
        "Desde cuándo vale", required=False, help_text="Vacío: desde este momento."
    )

    class Meta:
        model = Change
        fields = ["asked_by", "asked_on", "reason", "agreement", "effective_on"]
        labels = {"reason": "Motivo"}
        help_texts = {
            "asked_by": "Cargo y nombre. Se ve en la página pública.",
            "reason": "En una frase, como la leerán las personas inscritas. Puede quedar vacío.",
            "agreement": "Si un acuerdo lo aprobó.",
        }
        widgets = {"reason": area(2)}
        error_messages = {"asked_by": {"required": "Escribe quién lo pidió."}}

    @property
    def why(self) -> Why:
        return Why(**{name: self.cleaned_data[name] for name in self.fields})


class ChangeForm(forms.ModelForm):
    """Who asked to change a date or an hour, and what became of it."""

    asked_on = day_field("Cuándo se pidió")

    class Meta:
        model = Change
        fields = ["asked_by", "asked_on", "what", "reason", "agreement", "state"]
        help_texts = {
            "asked_by": "Cargo y nombre.",
            "what": "De qué día u hora a cuál.",
            "agreement": "Si un acuerdo lo aprobó.",
        }
        widgets = {"what": area(2), "reason": area(2), "state": forms.RadioSelect}
        error_messages = {
            "asked_by": {"required": "Escribe quién lo pidió."},
            "what": {"required": "Escribe qué cambia."},
        }
