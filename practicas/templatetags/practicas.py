"""Ways from other rooms into a proposal, where a call is open."""

from django import template

from ..models import Call
from ..proposal_views import fichas_to_propose

register = template.Library()


@register.simple_tag(takes_context=True)
def calls_for(context, ficha) -> list[Call]:
    """The open calls to which this user may propose `ficha`: it is finished, and of their body."""
    user = context["user"]
    if not ficha.is_finished or not fichas_to_propose(user).filter(pk=ficha.pk).exists():
        return []
    return list(Call.objects.open().order_by("closes_on"))
