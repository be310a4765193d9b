"""Marco: Un marco doble alrededor y el texto al centro, como un diploma."""

SLUG = "marco"
NAME = "Marco"
DESCRIPTION = "Un marco doble alrededor y el texto al centro, como un diploma."
# Template of each layout there ever was.
LAYOUTS = {1: "certificates/marco", 2: "certificates/marco2"}
LAYOUT = 2
TEMPLATE = LAYOUTS[LAYOUT]
