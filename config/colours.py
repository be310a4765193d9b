"""Arithmetic of colours written #RRGGBB. Imports nothing, so that the settings can use it."""

import re

COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
# WCAG 2.2, 1.4.3: white words on the colour, and words of the colour on white, are read.
CONTRAST = 4.5


def readable(value: str) -> str:
    """`value`, where it is empty or a colour that is read on white. Raises ValueError otherwise."""
    if value and not COLOUR.fullmatch(value):
        raise ValueError(f"{value!r} debe escribirse como #1F4E5F.")
    if value and contrast_with_white(value) < CONTRAST:
        raise ValueError(f"{value} es muy claro: no se leería sobre blanco.")
    return value


def contrast_with_white(colour: str) -> float:
    """The contrast ratio of WCAG 2.2."""

    def light(part: int) -> float:
        share = part / 255
        return share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4

    red, green, blue = map(light, _parts(colour))
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


def mix(colour: str, other: int, share: float) -> str:
    """`colour` with `share` of black (0) or white (255)."""
    parts = (round(part * (1 - share) + other * share) for part in _parts(colour))
    return "#{:02x}{:02x}{:02x}".format(*parts)


def _parts(colour: str) -> tuple[int, ...]:
    return tuple(int(colour[i : i + 2], 16) for i in (1, 3, 5))
