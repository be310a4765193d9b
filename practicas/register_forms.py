"""What visitors may look for in the register."""

from django import forms
from django.utils.functional import cached_property

from padron.models import Body, Municipality
from talleres.models import PopulationGroup

from . import register
from .models import Call, Recognition


class RegisterFilter(forms.Form):
    """Filters in the query string. What is not understood filters nothing.

    Only what the public register holds can be chosen: a list of bodies tells nothing beforehand.
    """

    use_required_attribute = False

    q = forms.CharField(
        label="Buscar",
        required=False,
        max_length=80,
        widget=forms.TextInput(
            attrs={"type": "search", "placeholder": "Práctica o sujeto obligado"}
        ),
    )
    sujeto = forms.ModelChoiceField(
        Body.objects.none(),
        label="Sujeto obligado",
        required=False,
        to_field_name="key",
        empty_label="Todos",
    )
    municipio = forms.ModelChoiceField(
        Municipality.objects.none(), label="Municipio", required=False, empty_label="Todos"
    )
    grupo = forms.ModelChoiceField(
        PopulationGroup.objects.none(),
        label="Grupo de la población",
        required=False,
        to_field_name="slug",
        empty_label="Todos",
    )
    anio = forms.TypedChoiceField(
        label="Año de la convocatoria", required=False, coerce=int, empty_value=None
    )
    vigencia = forms.ChoiceField(
        label="Vigencia",
        required=False,
        choices=[("", "Todas")] + [(key, words) for key, (words, _) in register.STATES.items()],
    )

    def __init__(self, *args, now=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.now = now
        told = Recognition.objects.public(now)
        self.fields["sujeto"].queryset = Body.objects.filter(recognitions__in=told).distinct()
        self.fields["municipio"].queryset = Municipality.objects.filter(
            bodies__recognitions__in=told
        ).distinct()
        self.fields["grupo"].queryset = PopulationGroup.objects.filter(
            proposals__recognition__in=told
        ).distinct()
        calls = Call.objects.with_results(now).filter(proposals__recognition__isnull=False)
        years = calls.order_by("-year").values_list("year", flat=True).distinct()
        self.fields["anio"].choices = [("", "Todos"), *((year, str(year)) for year in years)]

    @cached_property
    def chosen(self) -> dict:
        """What was understood; a filter that was not is left out, not an error."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    @property
    def used(self) -> int:
        """How many of the folded filters are in use."""
        return len(self.chosen.keys() - {"q"})

    def results(self):
        chosen = self.chosen
        return register.find(
            text=chosen.get("q", ""),
            body=getattr(chosen.get("sujeto"), "key", ""),
            municipality=getattr(chosen.get("municipio"), "pk", ""),
            group=getattr(chosen.get("grupo"), "slug", ""),
            year=chosen.get("anio"),
            state=chosen.get("vigencia", ""),
            now=self.now,
        )
