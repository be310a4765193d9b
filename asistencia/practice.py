"""Practice passes: to try a door out before anybody comes.

They are read like any pass and count for nothing: what was read is kept as a fact without a person,
in no count and no presence.

Three are enough, one for each thing that whoever looks after a door has to do.
"""

from dataclasses import dataclass

from jornadas.codes import LENGTH, PRACTICE, practice_code, spoken


@dataclass(frozen=True)
class PracticePass:
    """What the pass plays, and what is said when it is read."""

    number: int
    plays: str
    message: str

    @property
    def code(self) -> str:
        return practice_code(self.number)

    @property
    def spoken_code(self) -> str:
        return spoken(self.code)


_WAS_READ = "Pase de práctica: se leyó bien y no cuenta."

PASSES = (
    PracticePass(
        1,
        "Una persona con lugar",
        f"{_WAS_READ} Con un pase en verde, deja pasar a la persona.",
    ),
    PracticePass(
        2,
        "Alguien que ya había entrado",
        f"{_WAS_READ} Si dice que ya entró, confirma que sea la misma persona.",
    ),
    PracticePass(
        3,
        "Alguien en lista de espera",
        f"{_WAS_READ} Si todavía no tiene lugar, pide que pase con el personal.",
    ),
)
_BY_CODE = {one.code: one for one in PASSES}


def sentence(code: str) -> str:
    """What is said of a practice pass that was read; also with a number that we never made."""
    known = _BY_CODE.get(code)
    return known.message if known else _WAS_READ


def number_of(code: str) -> int:
    """The number in a practice pass's code."""
    return int(code[len(PRACTICE) : LENGTH - 1])
