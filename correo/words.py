"""What staff call the messages of each kind. Rooms above write them by name."""

KINDS = {
    "asistencia.pairing": "Enlace para emparejar un dispositivo",
    "jornadas.cancelled": "Inscripción cancelada",
    "jornadas.changed": "Cambio en un evento",
    "jornadas.confirmed": "Pase",
    "jornadas.promoted": "Lugar de la lista de espera",
    "jornadas.waitlisted": "Lista de espera",
    "padron.access_accepted": "Solicitud de acceso aceptada",
    "padron.access_rejected": "Solicitud de acceso no aceptada",
    "padron.access_requested": "Solicitud de acceso recibida",
    "padron.already_on_the_roster": "Solicitud de quien ya está en el padrón",
    "padron.login_code": "Código para entrar",
    "padron.request_waits": "Solicitud que espera al enlace",
    "padron.role_granted": "Rol nuevo",
    "padron.second_factor_reset": "Segundo factor retirado",
    "padron.security_news": "Cambio en la seguridad de una cuenta",
    "padron.shared_mailbox": "Código pedido con un correo compartido",
    "padron.unknown_mailbox": "Código pedido con un correo desconocido",
}
