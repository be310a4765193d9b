"""Sobrio: Una línea sobre el texto y mucho espacio. El que mejor se fotocopia."""

SLUG = "sobrio"
NAME = "Sobrio"
DESCRIPTION = "Una línea sobre el texto y mucho espacio. El que mejor se fotocopia."
# Template of each layout there ever was.
LAYOUTS = {1: "certificates/sobrio"}
LAYOUT = 1
TEMPLATE = LAYOUTS[LAYOUT]
