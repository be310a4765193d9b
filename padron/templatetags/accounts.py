"""Small helps for the pages about accounts."""

import json

from allauth.mfa.models import Authenticator
from django import template
from django.core.serializers.json import DjangoJSONEncoder

from bitacora.words import ACTIONS

register = template.Library()

# Looked for in this order: Edge and Opera also call themselves Chrome, Chrome calls itself Safari.
BROWSERS = [
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("Firefox", "Firefox"),
    ("Chrom", "Chrome"),
    ("Safari", "Safari"),
]
DEVICES = [
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS", "Mac"),
    ("Linux", "Linux"),
]


@register.filter
def as_json(thing) -> str:
    """For a data attribute, where a script of ours reads it; the template escapes it."""
    return json.dumps(thing, cls=DjangoJSONEncoder)


@register.filter
def device_words(user_agent: str) -> str:
    """What a browser says of itself, in words: "Chrome en Android"."""
    browser = next((words for mark, words in BROWSERS if mark in user_agent), "Navegador")
    device = next((words for mark, words in DEVICES if mark in user_agent), "")
    return f"{browser} en {device}" if device else browser


@register.filter
def has_passkey(user) -> bool:
    return Authenticator.objects.filter(user=user, type=Authenticator.Type.WEBAUTHN).exists()


@register.filter
def action_words(action: str) -> str:
    """An action of the bitácora in words; its own name where nobody has given it words."""
    return ACTIONS.get(action, action)
