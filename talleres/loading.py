"""The groups of the population that a ficha begins with: those the institute's tríptico names.

Loading again adds what is missing and changes nothing that somebody has edited since.
"""

from .models import PopulationGroup

# "¿Qué información se debe dar a conocer?" names the first six, "entre otros": whoever needs
# another adds it in the catalogue.
GROUPS = [
    ("personas-con-discapacidad", "Personas con discapacidad"),
    ("mujeres", "Mujeres"),
    ("ninas-y-ninos", "Niñas y niños"),
    ("adolescentes", "Adolescentes"),
    ("jovenes", "Jóvenes"),
    ("personas-indigenas", "Personas indígenas"),
    ("poblacion-en-general", "Población en general"),
]


def load_population_groups() -> int:
    """Add those that are missing; return how many were new."""
    known = set(PopulationGroup.objects.values_list("slug", flat=True))
    names = set(PopulationGroup.objects.values_list("name", flat=True))
    new = [
        PopulationGroup(slug=slug, name=name, order=order)
        for order, (slug, name) in enumerate(GROUPS, start=1)
        if slug not in known and name not in names
    ]
    return len(PopulationGroup.objects.bulk_create(new))
