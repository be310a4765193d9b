"""A rule says no, in a sentence the person can read."""


class Refusal(Exception):  # noqa: N818 — not an error: a rule that says no
    """Raised by actions; `str()` is plain Spanish and says what to do next where one can."""
