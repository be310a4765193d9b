"""What staff do with signed sheets: send them, say which page one is, confirm it, withdraw it."""

from dataclasses import dataclass, field

from django.core.files import File
from django.db import transaction
from django.utils import timezone

from asistencia.manual import add_presence, withdraw_presence
from asistencia.models import SheetRow, SignedSheet
from bitacora.record import record
from documentos.evidence import NotEvidenceError, check, hash_of, kept
from jornadas.locking import lock_event
from jornadas.models import Event, PrintedList, Registration, Session
from jornadas.refusal import Refusal

from . import reading

LIMIT = 25 * 1024 * 1024
MOST = 40
UNANSWERED = "Di de cada renglón que se pregunta si la persona asistió."


@dataclass
class Sent:
    """What came of sending some files: those that will be read, and the names of known ones."""

    sheets: list[SignedSheet] = field(default_factory=list)
    known: list[str] = field(default_factory=list)


def send(*, event: Event, files: list[File], by, now=None) -> Sent:
    """Keep photos and scans of signed sheets, and have them read. The same file is kept once."""
    # Looked at before the lock, for which doors wait: some photos take long.
    looked = [(upload, _kind(upload), hash_of(upload)) for upload in files]
    with transaction.atomic():
        # Of two who send the same photo at once, the second finds that of the first.
        lock_event(event.pk)
        sent = Sent()
        for upload, kind, digest in looked:
            if event.signed_sheets.standing().filter(sha256=digest).exists():
                sent.known.append(upload.name)
                continue
            sent.sheets.append(
                SignedSheet.objects.create(
                    event=event,
                    file=kept(upload, kind),
                    sha256=digest,
                    uploaded_at=now or timezone.now(),
                    uploaded_by=str(by)[:200],
                )
            )
        if sent.sheets:
            reading.ask(sent.sheets, by=by)
            record("sheets.sent", event, by=by, files=len(sent.sheets))
    return sent


def _kind(upload: File):
    try:
        return check(upload, limit=LIMIT)
    except NotEvidenceError as reason:
        raise Refusal(f"«{upload.name}»: {reason}") from reason


@transaction.atomic
def say_page(*, sheet: SignedSheet, printed: PrintedList, page: int, by) -> SignedSheet:
    """Somebody says which page a picture is whose codes were not found: all its rows are asked."""
    sheet = SignedSheet.objects.select_for_update().get(pk=sheet.pk)
    if sheet.withdrawn_at or sheet.printed_id:
        raise Refusal("Ya se sabe qué página es, o la hoja se retiró.")
    if not 0 < page <= len(printed.pages):
        raise Refusal(f"Esa lista tiene {len(printed.pages)} páginas.")
    reading.place(sheet, printed, page, None)
    sheet.problem = ""
    sheet.save()
    record("sheet.placed", sheet.event, by=by, page=page)
    return sheet


@dataclass
class Confirmed:
    """What became of the rows of a sheet: presences, and those that could not be one."""

    made: int = 0
    already: int = 0
    cancelled: int = 0


@transaction.atomic
def confirm(
    *, sheet: SignedSheet, present: dict[int, bool], session: Session, by, now=None
) -> Confirmed:
    """What each row says, by its number: who came has presence in all of `session`."""
    sheet = SignedSheet.objects.select_for_update().get(pk=sheet.pk)
    if sheet.withdrawn_at:
        raise Refusal("Esta hoja se retiró.")
    if sheet.confirmed_at:
        raise Refusal("Esta hoja ya estaba confirmada.")
    if session.event_id != sheet.event_id:
        raise Refusal("Esa sesión es de otro evento.")
    if not session.has_begun(now):
        raise Refusal("Esta sesión todavía no empieza.")
    rows = list(sheet.rows.select_related("registration__event", "registration__person"))
    if not rows or any(row.number not in present for row in rows):
        raise Refusal(UNANSWERED)
    result = Confirmed()
    for row in rows:
        row.is_present = present[row.number]
        if row.is_present and row.registration:
            row.presence = _presence(sheet, row, session, result, by, now)
    SheetRow.objects.bulk_update(rows, ["is_present", "presence"])
    sheet.session, sheet.confirmed_at = session, now or timezone.now()
    sheet.confirmed_by = str(by)[:200]
    sheet.save()
    record("sheet.confirmed", sheet.event, by=by, page=sheet.page, people=result.made)
    return result


def _presence(sheet: SignedSheet, row: SheetRow, session: Session, result: Confirmed, by, now):
    registration: Registration = row.registration
    if not registration.is_active:
        result.cancelled += 1
        return None
    if registration.manual_presences.standing().filter(session=session, starts_at=None).exists():
        result.already += 1
        return None
    made = add_presence(
        registration=registration,
        session=session,
        reason=f"Lista firmada, página {sheet.page}.",
        by=by,
        now=now,
    )
    # One file proves all of its rows.
    made.evidence = sheet.file.name
    made.save(update_fields=["evidence"])
    result.made += 1
    return made


@transaction.atomic
def withdraw(*, sheet: SignedSheet, reason: str, by, now=None) -> SignedSheet:
    """The sheet stays and says why; what was confirmed by it stops counting."""
    reason = reason.strip()
    if not reason:
        raise Refusal("Escribe por qué se retira; el motivo queda registrado.")
    sheet = SignedSheet.objects.select_for_update().get(pk=sheet.pk)
    if sheet.withdrawn_at:
        raise Refusal("Esta hoja ya estaba retirada.")
    for row in sheet.rows.exclude(presence=None).filter(presence__withdrawn_at=None):
        withdraw_presence(presence=row.presence, reason=reason, by=by, now=now)
    sheet.withdrawn_at, sheet.withdrawn_by = now or timezone.now(), str(by)[:200]
    sheet.withdrawn_reason = reason[:300]
    sheet.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_reason"])
    record("sheet.withdrawn", sheet.event, by=by, page=sheet.page, reason=reason)
    return sheet


def twins(sheet: SignedSheet):
    """Other standing pictures of the same page of the same list."""
    if sheet.printed_id is None:
        return SignedSheet.objects.none()
    others = SignedSheet.objects.standing().filter(printed=sheet.printed_id, page=sheet.page)
    return others.exclude(pk=sheet.pk)
