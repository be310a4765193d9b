"""What the report on the thread is asked for, in the query string."""

from django import forms
from django.db.models import prefetch_related_objects

from padron.models import Body, Organizer
from padron.names import match_key

from .thread import NONE, Known, Row, Step, Thread

STOPPED = [(NONE, "En ninguno todavía"), *((step.value, step.label) for step in Step)]


def institutions(request) -> tuple[list[Organizer], Organizer]:
    """Those this user works for, and the one of which the query string asks, or the first.

    They come with the roles, which every page asks for; names matter where there are several.
    """
    granted = {grant.organizer_id: grant.organizer for grant in request.user.grants}
    mine = [granted[pk] for pk in sorted({*request.user.organizer_ids("staff")})]
    if len(mine) > 1:
        prefetch_related_objects(mine, "identities")
    wanted = request.GET.get("institucion", "")
    return mine, next((one for one in mine if str(one.pk) == wanted), mine[0])


class ThreadFilter(forms.Form):
    """What is not understood filters nothing."""

    use_required_attribute = False

    q = forms.CharField(
        label="Buscar",
        required=False,
        max_length=80,
        widget=forms.TextInput(attrs={"type": "search", "placeholder": "Nombre, siglas o clave"}),
    )
    institucion = forms.ChoiceField(label="Institución", required=False)
    anio = forms.ChoiceField(label="Año", required=False)
    grupo = forms.ChoiceField(label="Grupo", required=False)
    sector = forms.ChoiceField(label="Sector", required=False)
    municipio = forms.ChoiceField(label="Municipio", required=False)
    paso = forms.ChoiceField(
        label="Último paso que dio", choices=[("", "Cualquiera"), *STOPPED], required=False
    )

    def __init__(self, *args, known: Known, organizers: list[Organizer], **kwargs):
        super().__init__(*args, **kwargs)
        groups = sorted(known.groups.all.values(), key=lambda one: (-one.program, one.number))
        sectors = {one.sector for one in known.bodies}
        municipalities = {one.municipality for one in known.bodies if one.municipality}
        choices = {
            "anio": [(year, year) for year in known.years],
            "grupo": [(one.pk, one.label) for one in groups],
            "sector": [(one.slug, one.name) for one in sorted(sectors, key=lambda s: s.order)],
            "municipio": [
                (one.pk, one.name) for one in sorted(municipalities, key=lambda m: m.sort_key)
            ],
        }
        for name, found in choices.items():
            self.fields[name].choices = [("", "Todos"), *found]
        if len(organizers) > 1:
            self.fields["institucion"].choices = [(one.pk, str(one)) for one in organizers]
        else:
            del self.fields["institucion"]
        self.is_valid()
        self._words = match_key(self.cleaned_data.get("q", "")).split()

    def _number(self, name: str) -> int | None:
        return int(self.cleaned_data.get(name) or 0) or None

    @property
    def year(self) -> int | None:
        return self._number("anio")

    @property
    def group(self) -> int | None:
        return self._number("grupo")

    @property
    def is_filtering(self) -> bool:
        return any(self.cleaned_data.values())

    def fits(self, body: Body) -> bool:
        """Whether a body is among those asked for, whatever it did."""
        chosen = self.cleaned_data
        names = f"{body.match_key} {body.acronym_key} {body.key.lower()}"
        return (
            chosen.get("sector", "") in ("", body.sector.slug)
            and chosen.get("municipio", "") in ("", body.municipality_id)
            and all(word in names for word in self._words)
        )

    def results(self, thread: Thread) -> list[Row]:
        """The rows of a report whose last step is the one asked for."""
        reached = self.cleaned_data.get("paso", "")
        return thread.stopped(reached) if reached else thread.rows


class StoppedFilter(ThreadFilter):
    """The same where the step is that of the page."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        del self.fields["paso"]
        self.cleaned_data.pop("paso", None)
