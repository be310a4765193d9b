"""The rules of a device's readiness in the gate's page, so that it judges also without network."""

from django import template
from django.utils.html import json_script

from .. import readiness

register = template.Library()


@register.simple_tag
def readiness_rules(element_id: str) -> str:
    """The subjects and their rules as JSON in an element with this id."""
    return json_script(readiness.as_data(), element_id)
