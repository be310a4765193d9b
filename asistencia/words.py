"""What is said at the door: one sentence per answer, telling what to do."""

from django.utils import timezone

from documentos.spanish import date_in_words
from jornadas.models import Event, Registration
from jornadas.models.events import Mode

from . import practice
from .models import Scan

Result = Scan.Result
_TO_STAFF = "Pide a la persona que pase con el personal."


def sentence(scan: Scan | None) -> str:
    """The answer in words. `scan` needs its registration, person and first entry at hand."""
    if scan is None:
        return "Esta lectura llegó incompleta y no se pudo registrar. Vuelve a leer el pase."
    return {
        Result.ADMITTED: _admitted,
        Result.DUPLICATE: _duplicate,
        Result.EXIT: _exit,
        Result.WAITLISTED: _waitlisted,
        Result.CANCELLED: _cancelled,
        Result.OTHER_EVENT: _other_event,
        Result.UNKNOWN: _unknown,
        Result.INVALID: _invalid,
        Result.PRACTICE: _practice,
    }[Result(scan.result)](scan)


def _admitted(scan: Scan) -> str:
    again = " de nuevo" if scan.visit > 1 else ""
    welcome = f"Adelante{again}, {scan.registration.person.given_names}."
    if scan.registration.mode == Mode.ONLINE:
        # Somebody who comes in person after all is let in while there is room: they are here.
        return f"{welcome} Se inscribió en línea: confirma que haya lugar en la sala."
    if scan.session_id is None:
        return f"{welcome} Hoy no hay sesión: la entrada se guarda, pero no cuenta como asistencia."
    return welcome


def _duplicate(scan: Scan) -> str:
    return f"{_when_and_where(scan.first)} Confirma que sea la misma persona."


def _when_and_where(first: Scan) -> str:
    at = timezone.localtime(first.scanned_at)
    day = "" if at.date() == timezone.localdate() else f" del {date_in_words(at.date())}"
    article = "la" if at.hour == 1 else "las"
    where = "con su propio teléfono" if first.device.is_own_phone else f"por {first.device.gate}"
    return f"Ya entró a {article} {at.hour}:{at:%M}{day} {where}."


def _exit(scan: Scan) -> str:
    return f"Salida registrada. Hasta pronto, {scan.registration.person.given_names}."


def _waitlisted(scan: Scan) -> str:
    return f"Está en lista de espera y todavía no tiene lugar. {_TO_STAFF}"


def _cancelled(scan: Scan) -> str:
    stands = scan.registration.status != Registration.Status.CANCELLED
    if stands and scan.event.status == Event.Status.CANCELLED:
        return f"Este evento se canceló. {_TO_STAFF}"
    return f"Su inscripción está cancelada. {_TO_STAFF}"


def _other_event(scan: Scan) -> str:
    return f"Su pase es de otro evento: «{scan.registration.event.title}». {_TO_STAFF}"


def _unknown(scan: Scan) -> str:
    return "Este pase no existe. Busca a la persona por su nombre."


def _invalid(scan: Scan) -> str:
    return "El código está incompleto o mal escrito. Vuelve a leerlo o busca por nombre."


def _practice(scan: Scan) -> str:
    return practice.sentence(scan.code)
