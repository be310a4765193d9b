"""The demonstration's privacy notice: a text that says itself that it is none."""

from datetime import datetime

from .models import Notice

SUMMARY = """TEXTO DE DEMOSTRACIÓN, sin validez: la institución publica aquí el suyo.

{name} ({acronym}), con domicilio en {address}, es responsable de tus datos personales. Usamos tu \
nombre, cargo, sujeto obligado y correo institucional para reservarte un lugar en jornadas y \
talleres, registrar tu asistencia y emitir tu constancia. No se transfieren a terceros.

Puedes conocer tus datos, corregirlos y pedir que se cancelen, u oponerte a su uso, en la página \
Privacidad."""

BODY = """TEXTO DE DEMOSTRACIÓN, sin validez: la institución publica aquí el suyo.

(1) ¿Quién es responsable? {name} ({acronym}), a través de la {area}, con domicilio en {address}.

(2) ¿Qué datos se tratan? Nombre, cargo, área, sujeto obligado, correo institucional, \
inscripciones y asistencia. No se piden CURP, RFC ni datos sensibles.

(3) ¿Para qué? Para reservar lugares, registrar la asistencia, avisar de cambios y emitir \
constancias. Ninguna de estas finalidades requiere consentimiento.

(4) ¿Es obligatorio darlos? Sin ellos no es posible inscribirse.

(5) ¿Se transfieren? No, salvo lo que la ley ordena.

(6) ¿Cómo ejerzo mis derechos de acceso, rectificación, cancelación y oposición? En la página \
Privacidad de este sitio o ante la Unidad de Transparencia, en el domicilio indicado; teléfono \
{phone}.

(7) ¿Cómo sabré de cambios a este aviso? Cada revisión se publica en este sitio con su número y \
fecha de aprobación."""


def create_notice(identity, *, since: datetime) -> Notice:
    """Revision 1, with the responsible that `identity` tells."""
    words = {
        "name": identity.name,
        "acronym": identity.acronym,
        "area": identity.area,
        "address": " ".join(identity.address.split()),
        "phone": identity.phone,
    }
    return Notice.objects.create(
        purpose="inscripcion",
        revision=1,
        approved_on=since.date(),
        published_at=since,
        summary=SUMMARY.format(**words),
        body=BODY.format(**words),
    )
