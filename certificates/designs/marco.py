"""Marco: Un marco doble alrededor y el texto al centro, como un diploma."""

SLUG = "marco"
NAME = "Marco"
DESCRIPTION = "Un marco doble alrededor y el texto al centro, como un diploma."
# Template of each layout there ever was.
LAYOUTS = {1: "certificates/marco"}
LAYOUT = 1
TEMPLATE = LAYOUTS[LAYOUT]
