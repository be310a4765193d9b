"""What is personal and how long it is kept, as each model declares it (`PERSONAL`, `KEEP`).

This room knows no model by name: it walks the declarations, and finds the way from a row to the
account it tells of by following foreign keys.
"""

from dataclasses import dataclass

from django.apps import apps
from django.contrib.auth import get_user_model
from django.db import models

# Links by which a row tells of somebody; any other key only names who did something.
LINKS = ("user", "person", "registration")
MAILBOXES = ("email", "to")
ROWS_SHOWN = 200
WORDS = {
    "actor_label": "quién",
    "context": "datos del mensaje",
    "created_at": "desde",
    "email": "correo",
    "ip": "dirección de internet",
    "name": "nombre",
    "person": "persona",
    "post": "cargo",
    "registration": "inscripción",
    "to": "destinatario",
    "type": "tipo",
    "user_agent": "navegador",
}

# Tables of the libraries that hold personal data without declaring it.
LIBRARIES = [
    (
        "usersessions.usersession",
        "sesión abierta",
        {"ip": "Reconocer una sesión ajena.", "user_agent": "Reconocer una sesión ajena."},
        "14 días, o hasta que se cierra.",
    ),
    (
        "mfa.authenticator",
        "segundo factor",
        {"type": "Entrar con segundo factor.", "created_at": "Saber cuándo se registró."},
        "Hasta que se quita.",
    ),
]


@dataclass(frozen=True)
class Declaration:
    model: type[models.Model]
    title: str
    fields: dict[str, str]
    keep: str

    @property
    def labels(self) -> list[tuple[str, str]]:
        """Each field as people call it, and what it is for."""
        return [(self.label(name), purpose) for name, purpose in self.fields.items()]

    def label(self, name: str) -> str:
        """The field's own words; ours where it has none and would be read in English."""
        words = str(self.model._meta.get_field(name).verbose_name)
        return WORDS.get(name, words) if words == name.replace("_", " ") else words


def declared() -> list[Declaration]:
    """Every declaration of the house, by title."""
    own = [
        Declaration(m, str(m._meta.verbose_name), m.PERSONAL, getattr(m, "KEEP", ""))
        for m in apps.get_models()
        if getattr(m, "PERSONAL", None)
    ]
    libraries = [
        Declaration(apps.get_model(label), title, fields, keep)
        for label, title, fields, keep in LIBRARIES
    ]
    return sorted(own + libraries, key=lambda d: d.title)


def rows_of(user, model: type[models.Model]):
    """The rows of `model` that tell of this account; none where nothing leads to it."""
    if model is get_user_model():
        return model.objects.filter(pk=user.pk)
    names = {field.name for field in model._meta.get_fields() if field.concrete}
    if "actor_id" in names:
        return model.objects.filter(actor_type=user._meta.label_lower, actor_id=str(user.pk))
    if way := _way_to_account(model):
        return model.objects.filter(**{way: user.pk})
    for mailbox in MAILBOXES:
        if mailbox in names and user.email:
            return model.objects.filter(**{f"{mailbox}__iexact": user.email})
    return model.objects.none()


def _way_to_account(model, depth: int = 3) -> str:
    """Lookup from a row to its account's key, such as `person__user`; empty where there is none."""
    keys = [f for f in model._meta.get_fields() if f.concrete and f.is_relation and f.name in LINKS]
    for field in keys:
        if field.related_model is get_user_model():
            return field.name
    for field in keys:
        if depth and (rest := _way_to_account(field.related_model, depth - 1)):
            return f"{field.name}__{rest}"
    return ""


def data_of(user) -> list[dict]:
    """One's own data: each declared table with the rows that tell of this account."""
    tables = []
    for declaration in declared():
        rows = rows_of(user, declaration.model).order_by("-pk")
        total = rows.count()
        if total:
            tables.append(
                {
                    "title": declaration.title,
                    "keep": declaration.keep,
                    "total": total,
                    "columns": [declaration.label(name) for name in declaration.fields],
                    "rows": [_cells(row, declaration) for row in rows[:ROWS_SHOWN]],
                }
            )
    return tables


def _cells(row, declaration: Declaration) -> list[dict]:
    """The personal values of a row, each with its label."""
    return [
        {"label": declaration.label(name), "value": _words(row, name)}
        for name in declaration.fields
    ]


def _words(row, name: str) -> str:
    """A value as it is read; facts kept for a message are shown as they are kept."""
    choice = getattr(row, f"get_{name}_display", None)
    value = choice() if choice else getattr(row, name)
    if isinstance(value, dict):
        return "; ".join(f"{key}: {fact}" for key, fact in value.items())
    return "" if value is None else str(value)
