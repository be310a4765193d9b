"""The demonstration's comunicados: one that was sent yesterday, an oficio that waits as a draft."""

from datetime import timedelta

from consultas import insert_all
from jornadas.demo import Demo
from jornadas.models import Event

from .forms import INVITATION, usual_letterhead
from .models import Announcement, Letterhead, Recipient

BY = "demostración"
REMINDER = """Hola, {nombre}:

Te esperamos en «{evento}».

Lleva tu pase en el teléfono o impreso: {pase}

Si ya no puedes asistir, cancela tu inscripción para que alguien más ocupe el lugar."""


def create_announcements(demo: Demo) -> None:
    """Nobody is written to about what the demonstration did."""
    dated = demo.program.events.jornadas().published().with_days()
    coming = list(dated.filter(first_day__gte=demo.today).order_by("first_day", "pk"))
    if coming:
        _sent(demo, coming[0])
        _drafted(demo, coming[-1])


def _sent(demo: Demo, event: Event) -> None:
    moment = demo.now - timedelta(hours=20)
    announcement = Announcement.objects.create(
        event=event,
        audience=Announcement.Audience.CONFIRMED,
        subject="Lo que conviene saber antes de «{evento}»",
        text=REMINDER,
        state=Announcement.State.DONE,
        made_by_label=BY,
        made_at=moment,
        started_at=moment,
        finished_at=moment + timedelta(minutes=2),
    )
    states = Recipient.State
    insert_all(
        [
            Recipient(
                announcement=announcement,
                person=one.person,
                registration=one,
                state=states.WRITTEN if one.person.email else states.NO_MAILBOX,
            )
            for one in event.registrations.confirmed().select_related("person").order_by("pk")
        ]
    )


def _drafted(demo: Demo, event: Event) -> None:
    announcement = Announcement.objects.create(
        event=event,
        audience=Announcement.Audience.ENLACES,
        subject="Invitación: {evento}",
        text=INVITATION,
        made_by_label=BY,
        made_at=demo.now,
    )
    Letterhead.objects.create(
        announcement=announcement,
        **usual_letterhead(event, demo.today),
        signatory_name="Firmante de Demostración",
        signatory_post="Persona inventada, titular del área responsable",
    )
