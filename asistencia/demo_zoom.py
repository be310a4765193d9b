"""The demonstration's Zoom: what was reported of the last virtual jornada, some still undecided."""

from datetime import timedelta

from django.utils import timezone

from jornadas.codes import online_code, spoken_online
from jornadas.demo import Demo
from jornadas.models import Event, Registration, Session

from .zoom.importing import import_report

HEADER = (
    "Nombre (nombre original),Correo electrónico,Hora de entrada,Hora de salida,"
    "Duración (minutos),Invitado,En sala de espera"
)
HOST = ("Demostración (Anfitrión)", "")
BOT = ("Otter.ai", "")


def import_demo_reports(demo: Demo) -> None:
    """What Zoom would report of the virtual event that was last; the people are the invented ones
    who are registered there."""
    over = [
        event
        for event in demo.events
        if event.modality == Event.Modality.ONLINE
        and all(s.ends_at and s.day < demo.today for s in event.sessions.all())
    ]
    for event in over[-1:]:
        for session in event.sessions.all():
            import_report(
                event=event,
                content=_report(event, session),
                file_name=f"participants_demostracion_{session.number}.csv",
                session=session,
                by="demostración",
            )


def _report(event: Event, session: Session) -> bytes:
    confirmed = Registration.objects.confirmed().filter(event=event)
    rows = [_row(*HOST, session, 0), _row(*BOT, session, 3)]
    for number, one in enumerate(confirmed.select_related("person", "body").order_by("pk")):
        if number % 8 == 7:
            continue  # registered, and never came
        name, email = _shown(number, one)
        if number % 6 == 1:
            # Cut off in the middle, and back.
            rows.append(_row(name, email, session, number % 20, leaves=50))
            rows.append(_row(name, email, session, 58))
        else:
            rows.append(_row(name, email, session, number % 20))
    return "\r\n".join([HEADER, *rows, ""]).encode("utf-8-sig")


def _shown(number: int, one: Registration) -> tuple[str, str]:
    """How somebody appears: most with their code or mailbox, some so that nobody can be sure."""
    person = one.person
    if number % 11 == 3:
        return f"{person.given_names} {person.first_surname}", ""
    if number % 17 == 5:
        return f"iPhone de {person.given_names}", ""
    if number % 5 == 2:
        return f"{person.full_name} - {one.body.short_name}", ""
    if number % 3 == 1:
        return person.full_name, person.email
    return f"{spoken_online(online_code(one.code))} {person.full_name}", ""


def _row(name: str, email: str, session: Session, late: int, leaves: int | None = None) -> str:
    """A line: there from `late` minutes after the start to `leaves`, or to the end."""
    start, end = (timezone.localtime(moment) for moment in (session.starts_at, session.ends_at))
    left = end if leaves is None else start + timedelta(minutes=leaves)
    joined = min(start + timedelta(minutes=late), left)
    minutes = int((left - joined).total_seconds()) // 60
    stay = [f"{moment:%d/%m/%Y %H:%M:%S}" for moment in (joined, left)]
    return ",".join([f'"{name}"', email, *stay, str(minutes), "Sí", "No"])
