"""What is typed to ask for access, and to answer."""

from allauth.core import context, ratelimit
from django import forms

from .access_requests import candidates
from .account_forms import TOO_MANY
from .models import AccessRequest, Body
from .names import match_key

SUGGESTIONS = 8


class AccessRequestForm(forms.ModelForm):
    """Who asks and from where. The body is typed; what is not exact is offered for choosing."""

    body_name = forms.CharField(
        label="Institución (sujeto obligado)",
        help_text="Escribe parte del nombre o las siglas y elige de la lista.",
        max_length=250,
        widget=forms.TextInput(attrs={"list": "bodies", "autocomplete": "organization"}),
        error_messages={"required": "Escribe el nombre de tu institución."},
    )

    class Meta:
        model = AccessRequest
        fields = ["given_names", "first_surname", "second_surname", "email", "post"]
        labels = {"second_surname": "Segundo apellido", "post": "Cargo"}
        help_texts = {"email": "El tuyo, no uno que comparta la oficina: con él vas a entrar."}
        widgets = {
            "given_names": forms.TextInput(attrs={"autocomplete": "given-name"}),
            "first_surname": forms.TextInput(attrs={"autocomplete": "family-name"}),
            "email": forms.EmailInput(attrs={"autocomplete": "email", "autocapitalize": "off"}),
            "post": forms.TextInput(attrs={"autocomplete": "organization-title"}),
        }
        error_messages = {
            "given_names": {"required": "Escribe tu nombre."},
            "first_surname": {"required": "Escribe tu primer apellido."},
            "email": {
                "required": "Escribe tu correo.",
                "invalid": "Escribe un correo completo, como nombre@institucion.gob.mx.",
            },
            "post": {"required": "Escribe tu cargo."},
        }

    field_order = [
        "given_names", "first_surname", "second_surname", "email", "body_name", "post"
    ]  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.suggestions = []

    def clean_body_name(self) -> str:
        typed = self.cleaned_data["body_name"]
        chosen = self.data.get("body_choice", "")
        if chosen.isdecimal() and (body := Body.objects.active().filter(pk=chosen).first()):
            self.body = body
            return body.name
        named = list(Body.objects.active().named(typed)[:2])
        if len(named) == 1:
            self.body = named[0]
            return typed
        self.suggestions = list(_like(typed)[:SUGGESTIONS])
        if self.suggestions:
            raise forms.ValidationError("Elige tu institución de la lista de abajo.")
        raise forms.ValidationError(
            "No encontramos esa institución. Prueba con el nombre del municipio o con las siglas."
        )

    def validate_constraints(self):
        """One pending request per mailbox is the action's to say: here it would tell a stranger."""

    def clean(self):
        if not self.errors:
            email = self.cleaned_data["email"].lower()
            if not ratelimit.consume(context.request, action="access_request", key=email):
                raise forms.ValidationError(TOO_MANY, code="too_many")
        return super().clean()

    def facts(self) -> dict:
        """What the action asks."""
        facts = {name: self.cleaned_data[name] for name in self.Meta.fields}
        return {**facts, "body": self.body}


def _like(typed: str):
    """Active bodies whose name has every word that was typed."""
    bodies = Body.objects.active()
    words = match_key(typed).split()
    if not words:
        return bodies.none()
    for word in words:
        bodies = bodies.filter(match_key__contains=word)
    return bodies


class AcceptForm(forms.Form):
    """Is it somebody of the roster, or somebody new?"""

    person = forms.ChoiceField(
        label="¿Quién es en el padrón?",
        widget=forms.RadioSelect,
        error_messages={"required": "Elige una opción.", "invalid_choice": "Elige una opción."},
    )

    def __init__(self, *args, access_request, **kwargs):
        self.people = {str(person.pk): person for person in candidates(access_request)}
        kwargs["initial"] = {"person": next(iter(self.people), "new")}
        super().__init__(*args, **kwargs)
        self.fields["person"].choices = [
            *(
                (
                    pk,
                    f"{person.full_name}, ya en el padrón ({person.email or 'sin correo'})",
                )
                for pk, person in self.people.items()
            ),
            ("new", "Una persona nueva: agregarla al padrón"),
        ]

    @property
    def chosen(self):
        return self.people.get(self.cleaned_data["person"])


class RejectForm(forms.Form):
    reason = forms.CharField(
        label="Motivo",
        help_text="Se le enviará tal cual a quien pidió el acceso. Di qué puede hacer.",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Escribe el motivo: se le enviará a quien pidió el acceso."},
    )
