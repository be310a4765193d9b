"""The chart of the thread: how many bodies took each step, a bar for each group.

Drawn by the server as SVG with its own title and description; the same numbers are in a table
beside it. Lengths are those of the drawing, 400 wide.
"""

from dataclasses import dataclass

from .thread import STEPS, Step, Thread, Total

WIDTH, LONGEST = 400, 220
TITLE, LINE, GAP = 22, 24, 14
NAME = 14


@dataclass(frozen=True, slots=True)
class Bar:
    y: int
    width: int
    words: str
    # Where its words begin.
    x: int
    # Where they stand.
    baseline: int
    # Which colour: that of the first group, of the second, and so on.
    tone: int


@dataclass(frozen=True, slots=True)
class Block:
    """One step with a bar for each group."""

    label: str
    y: int
    bars: list[Bar]


@dataclass(frozen=True, slots=True)
class Chart:
    height: int
    blocks: list[Block]
    # The same in words.
    description: str
    width: int = WIDTH


def chart(thread: Thread) -> Chart:
    totals = thread.groups
    most = max((one.bodies for one in totals), default=0)
    blocks, y = [], 0
    for step in STEPS:
        bars = [
            _bar(total, step, most, y + TITLE + LINE * place, place)
            for place, total in enumerate(totals)
        ]
        blocks.append(Block(str(step.label), y + TITLE - 6, bars))
        y += TITLE + LINE * len(totals) + GAP
    return Chart(y, blocks, " ".join(_sentence(step, totals) for step in STEPS))


def _bar(total: Total, step: Step, most: int, y: int, place: int) -> Bar:
    count = total.count(step)
    width = round(LONGEST * count / most) if most else 0
    name = total.label if len(total.label) <= NAME else f"{total.label[: NAME - 1]}…"
    return Bar(y, width, f"{name}: {count}", width + 8 if width else 0, y + 14, place)


def _sentence(step: Step, totals: list[Total]) -> str:
    said = "; ".join(f"{one.label}, {one.count(step)} de {one.bodies}" for one in totals)
    return f"{step.label}: {said}."
