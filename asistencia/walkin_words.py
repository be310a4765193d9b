"""What is said at the door of somebody who came without a registration."""

from jornadas.models import Event

from .models import WalkIn


def sentence(walkin: WalkIn) -> str:
    """One sentence or two that tell what to do. `walkin` needs its event at hand."""
    if walkin.event.status == Event.Status.CANCELLED:
        return "Este evento se canceló. Pide a la persona que pase con el personal."
    welcome = f"Adelante, {walkin.given_names}."
    if walkin.session_id is None:
        return f"{welcome} Hoy no hay sesión: se guarda, pero no cuenta como asistencia."
    if walkin.is_over and not walkin.reason:
        return f"{welcome} Ya no había lugar: avisa al personal."
    if walkin.is_over:
        return f"{welcome} Entra sin lugar libre; el motivo quedó registrado."
    return f"{welcome} Su llegada quedó registrada."
