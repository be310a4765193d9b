"""Whether a device is ready for its door: what it says of itself, judged by one list of rules."""

from dataclasses import asdict, dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from .models import Device, Scan
from .readiness_rules import SUBJECTS, Light, Rule, Subject
from .readiness_words import filled
from .roster import Cursor

_WORST_FIRST = [Light.RED, Light.YELLOW, Light.GREEN]
_PRACTICE = Q(scans__result=Scan.Result.PRACTICE)


@dataclass(frozen=True)
class Check:
    """What is said of one subject. Facts that nobody knows are None."""

    key: str
    title: str
    light: Light
    says: str
    do: str


def judge(facts: dict) -> list[Check]:
    """What there is to say of a device of which these facts are known, in the order of the page."""
    return [_judge(subject, facts) for subject in SUBJECTS]


def worst(checks: list[Check]) -> Light:
    """The light of the whole device."""
    lights = {check.light for check in checks}
    return next((light for light in _WORST_FIRST if light in lights), Light.UNKNOWN)


def tell(*, device: Device, health: dict, now: datetime | None = None) -> None:
    """Keep what a device says of itself. Only the last time counts, and it is no act of a person:
    the record does not tell of it."""
    now = now or timezone.now()
    Device.objects.filter(pk=device.pk).update(health=health, health_at=now, last_seen_at=now)


def as_data() -> list[dict]:
    """The subjects and their rules for the phone's page."""
    return [asdict(subject) for subject in SUBJECTS]


def with_drill(devices: QuerySet[Device]) -> QuerySet[Device]:
    """Add `readings`, without those of practice, and how many different passes were `practised`."""
    return devices.annotate(
        readings=Count("scans", filter=~_PRACTICE, distinct=True),
        practised=Count("scans__code", filter=_PRACTICE, distinct=True),
    )


def facts_of(device: Device, *, expected: int, revision: int, now: datetime) -> dict:
    """What is known of a device (of `with_drill`) at an event that expects so many people, whose
    roster is at `revision`."""
    health = device.health or {}
    at, offset = health.get("roster_at"), health.get("clock_offset_ms")
    cursor = Cursor.parse(health.get("roster_version") or "")
    return {
        **{name: health.get(name) for name in _AS_TOLD},
        "silence": _since(device.last_seen_at, now) if device.health_at else None,
        "roster_age": _since(parse_datetime(at) if at else None, now),
        "roster_missing": revision - cursor.revision if cursor else None,
        "clock": None if offset is None else abs(offset) / 1_000,
        "clock_way": "atrasado" if (offset or 0) > 0 else "adelantado",
        "expected": expected,
        "practised": device.practised,
    }


_AS_TOLD = (
    *("battery", "charging", "camera", "scanner", "storage_free", "persisted", "secure"),
    *("installed", "roster_size", "queue"),
)


def _since(moment: datetime | None, now: datetime) -> float | None:
    return max(0.0, (now - moment).total_seconds()) if moment else None


def _judge(subject: Subject, facts: dict) -> Check:
    rule = next(rule for rule in subject.rules if _holds(rule, facts))
    says, do = filled(rule.says, facts), filled(rule.do, facts)
    return Check(subject.key, subject.title, rule.light, says, do)


def _holds(rule: Rule, facts: dict) -> bool:
    return all(_is_so(facts.get(fact), how, value) for fact, how, value in rule.when)


def _is_so(known, how: str, value) -> bool:
    if how == "is":
        return known is value or (known == value and not isinstance(value, bool))
    if known is None:
        return False
    return known < value if how == "<" else known > value
