"""What staff type about a session: a day, its hours, a place and who speaks."""

from django import forms
from django.utils import timezone

from ..models import Session, Speaker, Venue
from ..working_days import opening
from .fields import day_field, hour_field


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
