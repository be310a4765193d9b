"""What whoever changes the minimum of an event is told of its constancias."""

from documentos.spanish import counted
from jornadas.minimum import tells
from jornadas.models import Event

from .models import Certificate, Kind


@tells
def already_issued(event: Event) -> list[str]:
    """Those issued stay; what is asked now is for those to come."""
    issued = Certificate.objects.standing().filter(event=event).exclude(kind=Kind.SPEAKER).count()
    if not issued:
        return []
    if issued == 1:
        return ["Ya se emitió 1 constancia con lo que se pide hoy: sigue vigente y no cambia."]
    many = counted(issued, "constancia", "constancias")
    return [f"Ya se emitieron {many} con lo que se pide hoy: siguen vigentes y no cambian."]
