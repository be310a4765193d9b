"""Template tags and filters that every template has: icons, Spanish dates, small helps."""

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.timesince import timesince

from asistencia import zoom_desk
from documentos import spanish
from jornadas.minimum import minimum_in_words

register = template.Library()

DECORATION = mark_safe('aria-hidden="true" focusable="false"')

register.filter("date_words", spanish.date_in_words)
register.filter("day_words", lambda day: spanish.date_in_words(day, weekday=False))
register.filter("moment_words", spanish.moment_in_words)
register.filter("minimum_words", minimum_in_words)


@register.filter
def session_words(session) -> str:
    """When a session is, in words."""
    return spanish.session_in_words(session.day, session.starts_at, session.ends_at)


@register.filter
def month_short(day) -> str:
    """ "nov": the month on a leaf of the calendar."""
    return spanish.MONTHS[day.month - 1][:3]


@register.filter
def elapsed(moment) -> str:
    """ "2 horas": how long ago, in the largest unit alone."""
    return timesince(moment, depth=1)


@register.simple_tag
def icon(name: str, words: str = "") -> str:
    """A drawing from the sprite. Decoration, unless `words` say what it means."""
    meaning = format_html('role="img" aria-label="{}"', words) if words else DECORATION
    return format_html(
        '<svg class="icon" {} width="20" height="20"><use href="{}#{}"></use></svg>',
        meaning,
        static("icons/sprite.svg"),
        name,
    )


@register.filter
def first_input_id(field) -> str:
    """The id of what takes the focus: the field, or the first of its choices."""
    if field.use_fieldset and field.subwidgets:
        return field.subwidgets[0].id_for_label or field.auto_id
    return field.id_for_label or field.auto_id


@register.filter
def page_numbers(page) -> list:
    """Numbers of pages to show around this one, with gaps."""
    return list(page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1))


@register.filter
def online_to_confirm(event) -> int:
    """How many online attendances of an event wait for somebody to say whose they are."""
    return zoom_desk.waiting(event).count()
