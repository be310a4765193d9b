"""What comes next: the events at which somebody may register now, soonest first."""

from django.utils import timezone

from jornadas.eligibility import eligible_bodies
from jornadas.models import Event, Registration
from jornadas.situation import Card, cards

# How many of the soonest are looked at, and how many of them one person is told of.
LOOK = 40
TOLD = 3


def open_events(now=None):
    """Those with registration open and days to come, workshops among them."""
    now = now or timezone.now()
    events = Event.objects.published().filter(
        status=Event.Status.PUBLISHED, registration_opens_at__lte=now
    )
    return events.open_until(now).for_cards().upcoming(timezone.localdate(now))


def next_for(event: Event, registrations: list[Registration], now=None) -> dict[int, list[Card]]:
    """For each of the registrations at `event`, by key, what its body is invited to next.

    Asks one question for each event that is open, however many people and bodies there are.
    """
    open_cards = [
        card
        for card in cards(open_events(now).exclude(pk=event.pk)[:LOOK], now)
        if card.situation.takes_registrations
    ]
    bodies = {one.body_id for one in registrations}
    invited = {
        card.event.pk: set(
            eligible_bodies(card.event).filter(pk__in=bodies).values_list("pk", flat=True)
        )
        for card in open_cards
    }
    taken = set(
        Registration.objects.active()
        .filter(event__in=invited, person__registrations__event=event)
        .values_list("person", "event")
    )
    return {
        one.pk: [
            card
            for card in open_cards
            if one.body_id in invited[card.event.pk] and (one.person_id, card.event.pk) not in taken
        ][:TOLD]
        for one in registrations
    }
