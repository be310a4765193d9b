"""Sobrio: Una línea sobre el texto y mucho espacio. El que mejor se fotocopia."""

SLUG = "sobrio"
NAME = "Sobrio"
DESCRIPTION = "Una línea sobre el texto y mucho espacio. El que mejor se fotocopia."
# Template of each layout there ever was.
LAYOUTS = {1: "certificates/sobrio", 2: "certificates/sobrio2"}
LAYOUT = 2
TEMPLATE = LAYOUTS[LAYOUT]
