"""The roles, each with a sentence that says what it may do."""

from django.db import models


class Role(models.TextChoices):
    """Roles granted by hand. Servidor and enlace are not here: they follow from the padrón."""

    GATE = "gate", "Control de acceso"
    STAFF = "staff", "Personal del instituto"
    VERIFIER = "verifier", "Verificación"
    JURY = "jury", "Jurado"
    ADMINISTRATOR = "administrator", "Administración"


SENTENCES = {
    "servidor": "Se inscribe a los eventos de su grupo, lleva su pase y ve su asistencia.",
    "enlace": (
        "Responde por su sujeto obligado: mantiene su padrón y atiende las solicitudes de acceso "
        "de su gente; no ve a nadie más."
    ),
    Role.GATE: (
        "Empareja teléfonos y lectores con un evento y registra entradas; no planea eventos ni "
        "abre el padrón."
    ),
    Role.STAFF: (
        "Planea programas y eventos, lleva el padrón, las inscripciones y las convocatorias con su "
        "jurado, imprime listas y atiende el control de acceso."
    ),
    Role.VERIFIER: (
        "Lleva las convocatorias y revisa los requisitos de las propuestas de prácticas; no planea "
        "eventos ni ve el padrón."
    ),
    Role.JURY: (
        "Ocupa un asiento del jurado que califica las prácticas; no planea eventos ni ve el padrón."
    ),
    Role.ADMINISTRATOR: (
        "Lleva la identidad de la institución, los catálogos, los roles y los avisos de "
        "privacidad, y puede todo lo que puede el personal."
    ),
}

# Roles that sign in with a second factor, because what they open is other people's.
NEED_SECOND_FACTOR = {Role.STAFF, Role.VERIFIER, Role.JURY, Role.ADMINISTRATOR}
