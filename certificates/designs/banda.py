"""Banda: Una banda de color a la izquierda y el texto alineado con ella."""

SLUG = "banda"
NAME = "Banda"
DESCRIPTION = "Una banda de color a la izquierda y el texto alineado con ella."
# Template of each layout there ever was.
LAYOUTS = {1: "certificates/banda", 2: "certificates/banda2"}
LAYOUT = 2
TEMPLATE = LAYOUTS[LAYOUT]
