"""What may be typed about who comes without a registration."""

import uuid

from django import forms
from django.utils import timezone

from documentos.spanish import moment_in_words
from jornadas.panel_registration_forms import PersonSearch, ReasonForm
from padron.panel.roster_forms import NewPersonForm

from .models import WalkIn
from .walkins import NO_SEAT, Arrival

WAITING, RECONCILED, UNDONE, ALL = "", "conciliadas", "deshechas", "todas"


class WalkInFilter(forms.Form):
    """Which are shown. What is not understood shows those to be reconciled."""

    use_required_attribute = False

    estado = forms.ChoiceField(
        label="Mostrar",
        required=False,
        choices=[
            (WAITING, "Por conciliar"),
            (RECONCILED, "Conciliadas"),
            (UNDONE, "Deshechas"),
            (ALL, "Todas"),
        ],
    )

    @property
    def chosen(self) -> str:
        return self.cleaned_data["estado"] if self.is_valid() else WAITING

    def results(self, walkins):
        return {
            WAITING: walkins.to_reconcile,
            RECONCILED: lambda: walkins.standing().exclude(registration=None),
            UNDONE: lambda: walkins.exclude(undone_at=None),
            ALL: walkins.all,
        }[self.chosen]()


class RosterSearch(PersonSearch):
    """Somebody of the roster who is not among the suggestions."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["q"].label = "Buscar a otra persona del padrón"
        self.fields["q"].help_text = "Por nombre, sujeto obligado o correo."

    @property
    def text(self) -> str:
        return self.cleaned_data["q"].strip() if self.is_valid() else ""


class SeatReasonForm(ReasonForm):
    """Why somebody has a seat that was not there."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reason"].label = "Por qué se le dio lugar aunque ya no quedaban"


class RosterPersonForm(NewPersonForm):
    """A new person of the roster, begun with what was said at the door."""

    reason = forms.CharField(
        label="Por qué se le dio lugar aunque ya no quedaban",
        help_text="Queda en la bitácora, con tu nombre y la hora.",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Escribe el motivo."},
    )

    def __init__(self, *args, walkin: WalkIn, asks_why: bool, **kwargs):
        said = {
            "given_names": walkin.given_names,
            "first_surname": walkin.first_surname,
            "second_surname": walkin.second_surname,
            "email": walkin.email,
            "body": walkin.body or walkin.body_said,
            "post": walkin.post,
            "starts_on": timezone.localdate(walkin.came_at),
        }
        super().__init__(*args, initial=said, **kwargs)
        self.fields["starts_on"].label = "En ese cargo desde"
        self.fields[
            "starts_on"
        ].help_text = f"A más tardar el día en que llegó ({moment_in_words(walkin.came_at)})."
        if not asks_why:
            del self.fields["reason"]


class ArrivalForm(forms.Form):
    """Somebody at the registration desk, noted without a paired phone."""

    use_required_attribute = False

    # Made when the page is shown, so that pressing twice is noting once.
    number = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    given_names = forms.CharField(
        label="Nombre(s)", max_length=80, error_messages={"required": "Escribe su nombre."}
    )
    first_surname = forms.CharField(
        label="Primer apellido",
        max_length=60,
        error_messages={"required": "Escribe su primer apellido."},
    )
    second_surname = forms.CharField(label="Segundo apellido", max_length=60, required=False)
    body_said = forms.CharField(
        label="Sujeto obligado",
        help_text="Escribe parte del nombre o las siglas y elige de la lista.",
        max_length=200,
        widget=forms.TextInput(attrs={"list": "bodies", "autocomplete": "off"}),
        error_messages={"required": "Escribe de qué sujeto obligado viene."},
    )
    post = forms.CharField(label="Cargo", max_length=160, required=False)
    email = forms.EmailField(
        label="Correo",
        required=False,
        error_messages={"invalid": "Escribe un correo completo, o déjalo vacío."},
    )
    reason = forms.CharField(
        label="Por qué entra aunque ya no hay lugar",
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args, is_full: bool, **kwargs):
        super().__init__(*args, **kwargs)
        if is_full:
            self.fields["reason"].help_text = NO_SEAT
        elif not self["reason"].value():
            del self.fields["reason"]

    def arrival(self) -> Arrival:
        said = dict(self.cleaned_data)
        return Arrival(id=said.pop("number"), came_at=timezone.now(), **said)
