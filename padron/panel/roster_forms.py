"""What may be typed about bodies, people and posts."""

from datetime import timedelta

from django import forms
from django.utils import timezone

from ..models import Body, BodyAlias, Person
from ..names import match_key

EARLIEST_YEARS = 60
NAMES = {
    "given_names": {"required": "Escribe el nombre."},
    "first_surname": {"required": "Escribe el primer apellido."},
    "email": {"invalid": "Escribe un correo completo, como nombre@institucion.gob.mx."},
}


class DayField(forms.DateField):
    """A day that is neither of the last century nor of a far future, today by default."""

    def __init__(self, **kwargs):
        kwargs.setdefault("initial", timezone.localdate)
        kwargs.setdefault("widget", forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))
        super().__init__(
            error_messages={
                "required": "Escribe una fecha.",
                "invalid": "Escribe una fecha válida.",
            },
            **kwargs,
        )

    def clean(self, value):
        day = super().clean(value)
        today = timezone.localdate()
        if day and not today - timedelta(365 * EARLIEST_YEARS) <= day <= today + timedelta(730):
            raise forms.ValidationError("Revisa el año de la fecha.")
        return day


class BodyForm(forms.ModelForm):
    """A body of the catalogue."""

    class Meta:
        model = Body
        fields = ["name", "acronym", "key", "sector", "municipality", "is_active", "note"]
        help_texts = {
            "key": "La que usa el instituto; no se repite.",
            "municipality": "Solo si es municipal.",
            "is_active": "Sin marcar: sale de las listas y su gente no puede inscribirse.",
        }
        widgets = {"note": forms.Textarea(attrs={"rows": 3})}
        error_messages = {
            "name": {
                "required": "Escribe el nombre.",
                "unique": "Ya hay un sujeto obligado con este nombre.",
            },
            "key": {
                "required": "Escribe la clave.",
                "unique": "Otro sujeto obligado usa esta clave.",
            },
            "sector": {"required": "Elige el sector."},
        }

    def clean_name(self):
        name = " ".join(self.cleaned_data["name"].split())
        twin = Body.objects.filter(match_key=match_key(name)).exclude(pk=self.instance.pk).first()
        if twin:
            raise forms.ValidationError(f"Ya está en el catálogo como «{twin}».")
        return name


class AliasForm(forms.ModelForm):
    """Another way in which people write a body."""

    class Meta:
        model = BodyAlias
        fields = ["spelling"]
        labels = {"spelling": "Otra forma de escribirlo"}
        help_texts = {"spelling": "Así se reconocerá en los archivos que se importen."}
        error_messages = {"spelling": {"required": "Escribe el nombre."}}

    def clean_spelling(self):
        text = " ".join(self.cleaned_data["spelling"].split())
        key = match_key(text)
        if not key:
            raise forms.ValidationError("Escribe letras o números.")
        if other := Body.objects.filter(match_key=key).first():
            raise forms.ValidationError(f"Así se llama «{other}».")
        if alias := BodyAlias.objects.filter(match_key=key).select_related("body").first():
            raise forms.ValidationError(f"Ya significa «{alias.body}».")
        return text


class PersonNamesForm(forms.ModelForm):
    """Names and mailbox of a person."""

    class Meta:
        model = Person
        fields = ["given_names", "first_surname", "second_surname", "title", "email"]
        labels = {"title": "Grado académico abreviado"}
        help_texts = {"title": "Por ejemplo: Lic., Mtra., Dr.", "email": "Con él entra al sitio."}
        error_messages = NAMES

    def other_owner(self, email: str) -> Person | None:
        """Who else has the mailbox that was just typed."""
        if not email or "email" not in self.changed_data:
            return None
        return Person.objects.filter(email=email.lower()).exclude(pk=self.instance.pk).first()


class PersonForm(PersonNamesForm):
    """Staff may say that a mailbox is shared."""

    shares_mailbox = forms.BooleanField(
        label="Comparte el correo con otra persona",
        help_text="Con un correo compartido nadie puede entrar al sitio.",
        required=False,
    )

    def clean(self):
        facts = super().clean()
        other = self.other_owner(facts.get("email", ""))
        if other and not facts.get("shares_mailbox"):
            self.add_error("email", f"Ya lo usa {other}. Escribe otro, o marca que lo comparten.")
        return facts


class EnlacePersonForm(PersonNamesForm):
    """An enlace is not told whose a mailbox is."""

    def clean(self):
        facts = super().clean()
        if self.other_owner(facts.get("email", "")):
            self.add_error("email", "Otra persona del padrón usa este correo. Escribe otro.")
        return facts


class PostForm(forms.Form):
    """A post and from which day it is held."""

    post = forms.CharField(label="Cargo", max_length=160, required=False)
    area = forms.CharField(label="Área", max_length=160, required=False)
    starts_on = DayField(label="Desde")


class NewPostForm(PostForm):
    """A post in a body, which is typed and chosen from the catalogue."""

    body = forms.CharField(
        label="Sujeto obligado",
        help_text="Escribe parte del nombre o las siglas y elige de la lista.",
        max_length=250,
        widget=forms.TextInput(attrs={"list": "bodies", "autocomplete": "off"}),
        error_messages={"required": "Escribe el sujeto obligado."},
    )
    is_enabled = forms.BooleanField(
        label="Es servidor público habilitado", required=False, initial=True
    )
    field_order = ["body", "post", "area", "starts_on", "is_enabled"]

    def clean_body(self):
        text = self.cleaned_data["body"]
        found = list(Body.objects.active().named(text)[:2])
        if len(found) == 1:
            return found[0]
        why = "Hay varios con esas siglas" if found else "No está en el catálogo"
        raise forms.ValidationError(f"{why}. Elige de la lista el nombre completo.")


class ColleagueForm(forms.Form):
    """A person and their post, added in one go."""

    given_names = forms.CharField(
        label="Nombre(s)", max_length=80, error_messages=NAMES["given_names"]
    )
    first_surname = forms.CharField(
        label="Primer apellido", max_length=60, error_messages=NAMES["first_surname"]
    )
    second_surname = forms.CharField(label="Segundo apellido", max_length=60, required=False)
    email = forms.EmailField(
        label="Correo institucional",
        help_text="El de la persona, no uno compartido: con él entra al sitio.",
        required=False,
        error_messages=NAMES["email"],
    )


class NewPersonForm(NewPostForm, ColleagueForm):
    """A new person of the roster, wherever they work."""

    shares_mailbox = forms.BooleanField(
        label="Comparte el correo con otra persona",
        help_text="Con un correo compartido nadie puede entrar al sitio.",
        required=False,
    )
    field_order = ["given_names", "first_surname", "second_surname", "email", "shares_mailbox",
                   "body", "post", "area", "starts_on", "is_enabled"]  # fmt: skip


class EndForm(forms.Form):
    """The last day of something."""

    ends_on = DayField(label="Último día")


class EnlaceForm(forms.Form):
    """Who answers for a body, chosen among its people."""

    person = forms.ModelChoiceField(
        label="Persona",
        help_text="Debe tener una adscripción en este sujeto obligado.",
        queryset=Person.objects.none(),
        error_messages={"required": "Elige a la persona.", "invalid_choice": "Elige de la lista."},
    )
    starts_on = DayField(label="Desde", help_text="El enlace anterior termina un día antes.")

    def __init__(self, *args, people, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people
