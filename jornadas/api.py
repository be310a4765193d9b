"""The public API of events: what the calendar shows, for other systems. Nothing about people."""

from datetime import date, datetime
from typing import Literal

from django.conf import settings
from django.core.paginator import Paginator
from ninja import Field, Query, Router, Schema
from ninja.errors import HttpError

from .listing import find
from .models import Event, Session
from .situation import Card, cards

router = Router(tags=["Eventos"])
PAGE = 100
COPIED = ["slug", "kind", "title", "description", "status", "date_status", "note", "modality"]
NO_SUCH_EVENT = "No hay un evento publicado con esa clave. Busca en /api/v1/events."


class SpeakerOut(Schema):
    name: str
    post: str


class VenueOut(Schema):
    name: str
    address: str


class SessionOut(Schema):
    number: int
    title: str
    day: date | None = Field(description="Vacío si la fecha está por confirmar.")
    starts_at: datetime | None = Field(description="Vacío si la hora está por confirmar.")
    ends_at: datetime | None
    venue: VenueOut | None
    speakers: list[SpeakerOut]


class SeatsOut(Schema):
    mode: Literal["in_person", "online"]
    total: int | None = Field(description="Vacío si no hay límite.")
    free: int | None


class RegistrationOut(Schema):
    state: Literal["open", "full", "not_yet", "undated", "closed", "over", "cancelled"]
    opens_at: datetime | None
    closes_at: datetime | None
    waiting: int
    seats: list[SeatsOut]


class ProgramOut(Schema):
    slug: str
    name: str
    agreement: str


class PublishedEvent(Schema):
    slug: str
    kind: str
    title: str
    description: str
    program: ProgramOut
    status: Literal["published", "cancelled"]
    date_status: Literal["confirmed", "to_confirm", "change_pending"]
    note: str
    modality: Literal["in_person", "online", "hybrid"]
    audience: list[str] = Field(description="Grupos, sectores y sujetos obligados; vacío: todos.")
    registration: RegistrationOut
    sessions: list[SessionOut]
    url: str
    calendar_url: str


class PublishedEvents(Schema):
    count: int
    next: str | None
    previous: str | None
    results: list[PublishedEvent]


class Filters(Schema):
    when: Literal["upcoming", "past", "all"] = "upcoming"
    program: str = Field("", max_length=60, description="Clave del programa.")
    group: str = Field("", max_length=60, description="Clave del grupo.")
    sector: str = Field("", max_length=40, description="Clave del sector.")
    month: str = Field("", pattern=r"^(\d{4}-(0[1-9]|1[0-2]))?$", description="AAAA-MM.")
    modality: Literal["", "in_person", "online", "hybrid"] = ""
    kind: Literal["", "foro_y_jornada", "foro", "jornada", "taller"] = ""
    q: str = Field("", max_length=80, description="Palabras del título, el texto o los ponentes.")
    page: int = Field(1, ge=1, le=1_000_000)
    page_size: int = Field(50, ge=1, le=PAGE)


@router.get("", response=PublishedEvents, summary="Los eventos publicados, por páginas")
def events(request, filters: Query[Filters]):
    found = Event.objects.published()
    if filters.kind:
        found = found.filter(kind=filters.kind)
    found = find(
        found,
        text=filters.q,
        program=filters.program,
        group=filters.group,
        sector=filters.sector,
        month=filters.month,
        modality=filters.modality,
        when=filters.when,
    )
    page = Paginator(found, filters.page_size).get_page(filters.page)
    return {
        "count": page.paginator.count,
        "next": _page_url(request, page.next_page_number()) if page.has_next() else None,
        "previous": _page_url(request, page.previous_page_number())
        if page.has_previous()
        else None,
        "results": [_event(card) for card in cards(page.object_list)],
    }


@router.get("/{slug}", response=PublishedEvent, summary="Un evento publicado")
def event(request, slug: str):
    found = cards(Event.objects.published().for_cards().filter(slug=slug))
    if not found:
        raise HttpError(404, NO_SUCH_EVENT)
    return _event(found[0])


def _page_url(request, number: int) -> str:
    query = request.GET.copy()
    query["page"] = number
    return f"{settings.SITE_URL}{request.path}?{query.urlencode()}"


def _event(card: Card) -> dict:
    event, standing = card.event, card.situation
    return {
        **{name: getattr(event, name) for name in COPIED},
        "program": event.program,
        "audience": [one.name for one in card.audience],
        "registration": {
            "state": standing.key,
            "opens_at": event.registration_opens_at,
            "closes_at": event.registration_closes_at,
            "waiting": event.waiting,
            "seats": standing.seats,
        },
        "sessions": [_session(session) for session in event.sessions.all()],
        "url": settings.SITE_URL + event.get_absolute_url(),
        "calendar_url": settings.SITE_URL + event.get_calendar_url(),
    }


def _session(session: Session) -> dict:
    venue = session.venue
    return {
        "number": session.number,
        "title": session.title,
        "day": session.day,
        "starts_at": session.starts_at,
        "ends_at": session.ends_at,
        "venue": {"name": venue.name, "address": venue.address} if venue else None,
        "speakers": [one.speaker for one in session.sessionspeaker_set.all()],
    }
