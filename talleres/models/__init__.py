"""What a workshop adds to its event, and the fichas that are written there."""

from .fichas import Ficha, FichaComment, FichaMember, PopulationGroup
from .workshops import Exercise, Material, Workshop

__all__ = [
    "Exercise",
    "Ficha",
    "FichaComment",
    "FichaMember",
    "Material",
    "PopulationGroup",
    "Workshop",
]
