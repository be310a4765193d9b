"""A rule says no, in a sentence the person can read."""


class Refusal(Exception):
    """Raised by actions; `str()` is plain Spanish and says what to do next where one can."""
