"""How a constancia looks: one like-shaped module each. A new design is a copy of a neighbour.

A module says SLUG, NAME and DESCRIPTION (what staff choose from), TEMPLATE (a name of
`documentos/typst/`, without ending) and LAYOUT. A constancia keeps the design and layout it was
issued with: to change how a design looks, copy its template under a new name, raise LAYOUT, and
leave the old one where it is, among LAYOUTS.
"""

from . import banda, marco, sobrio

DEFAULT = sobrio.SLUG
DESIGNS = {design.SLUG: design for design in (sobrio, marco, banda)}


def template(design: str, layout: int) -> str:
    """The template that draws `layout` of a design; KeyError where there never was one."""
    return DESIGNS[design].LAYOUTS[layout]
