"""Template tags and filters that every template has: icons, Spanish dates."""

from django import template

from documentos import spanish

register = template.Library()

register.filter("date_words", spanish.date_in_words)
register.filter("moment_words", spanish.moment_in_words)


@register.filter
def session_words(session) -> str:
    """When a session is, in words."""
    return spanish.session_in_words(session.day, session.starts_at, session.ends_at)
