"""Stretches of time in words: "10:40–11:20", in the institution's zone."""

from datetime import datetime, timedelta

from django.utils import timezone

from documentos.spanish import date_in_words

from .spans import Span

# So many stretches are told one by one.
TOLD = 4


def hours_in_words(starts_at: datetime, ends_at: datetime, *, with_day: bool = False) -> str:
    """ "10:40–11:20", whole minutes outwards; with the day where several are told of."""
    start, end = timezone.localtime(starts_at), timezone.localtime(ends_at)
    if end.second or end.microsecond:
        end += timedelta(minutes=1)
    words = f"{start:%H:%M}–{end:%H:%M}"
    return f"{date_in_words(start.date(), weekday=False)}, {words}" if with_day else words


def spans_in_words(spans: list[Span], *, with_days: bool = False) -> str:
    """The longest ones in the order of the clock: "10:40–11:20 y 12:00–12:10"."""
    longest = sorted(spans, key=lambda one: one.ends_at - one.starts_at, reverse=True)[:TOLD]
    told = [
        hours_in_words(one.starts_at, one.ends_at, with_day=with_days)
        for one in spans
        if one in longest
    ]
    if len(spans) > TOLD:
        told.append("otros momentos")
    separator = "; " if with_days else ", "
    return " y ".join([separator.join(told[:-1]), told[-1]] if told[1:] else told)
