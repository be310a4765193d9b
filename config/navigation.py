"""The ways through the site, by role. A room that is not there yet is left out."""

from django.urls import NoReverseMatch, reverse

from padron.roles import Role

STAFF = {Role.STAFF, Role.ADMINISTRATOR}
PANEL = STAFF | {Role.GATE, Role.VERIFIER, Role.JURY}

# Title of the section, then label, URL name, icon and who sees it.
SECTIONS = [
    ("", [("Inicio", "panel", "house", PANEL)]),
    (
        "Programa",
        [
            ("Eventos", "panel_events", "calendar-days", STAFF | {Role.GATE}),
            ("Revisiones de asistencia", "panel_reviews", "clock", STAFF),
            ("Programas", "panel_programs", "landmark", STAFF),
            ("Ponentes", "panel_speakers", "presentation", STAFF),
            ("Constancias", "panel_certificates_all", "award", STAFF),
            ("Sedes", "panel_venues", "map-pin", STAFF),
            ("Días inhábiles", "panel_days", "calendar-x", STAFF),
        ],
    ),
    (
        "Prácticas",
        [
            ("Convocatorias", "panel_calls", "file-text", STAFF | {Role.VERIFIER}),
            ("Jurado", "jury", "user-check", {Role.JURY}),
            ("Hilo", "panel_thread", "list-ordered", STAFF),
            ("Plan de trabajo", "panel_plan", "calendar-check", STAFF),
        ],
    ),
    (
        "Padrón",
        [
            ("Sujetos obligados", "panel_bodies", "building-2", STAFF),
            ("Personas", "panel_people", "users", STAFF),
            ("Importar", "panel_imports", "upload", STAFF),
            ("Solicitudes", "panel_requests", "inbox", STAFF),
        ],
    ),
    (
        "Institución",
        [
            ("Correo", "panel_messages", "mail", STAFF),
            ("Bitácora", "panel_log", "history", {Role.ADMINISTRATOR}),
            ("Cuentas y roles", "panel_accounts", "shield-check", {Role.ADMINISTRATOR}),
            ("Institución", "panel_institution", "settings", {Role.ADMINISTRATOR}),
            ("Avisos de privacidad", "panel_notices", "file-text", {Role.ADMINISTRATOR}),
        ],
    ),
]


def address(*names: str) -> str:
    """The first of these URL names that exists, or nothing."""
    for name in names:
        try:
            return reverse(name)
        except NoReverseMatch:
            continue
    return ""


def _here(url: str, path: str) -> str:
    """What `aria-current` says of a link: this page, or a page above this one."""
    if path == url:
        return "page"
    return "true" if url not in ("/", reverse("panel")) and path.startswith(url) else ""


def _link(label: str, url: str, path: str, icon: str = "") -> dict:
    return {"label": label, "url": url, "icon": icon, "here": _here(url, path)}


def main(user, path: str) -> list[dict]:
    """The main navigation of this person."""
    signed_in = bool(user and user.is_authenticated)
    roles = user.roles if signed_in else set()
    links = [
        ("Calendario", address("jornadas:calendar")),
        ("Talleres", address("talleres:index")),
        ("Convocatorias", address("calls")),
        ("Prácticas", address("practices")),
        ("Ayuda", address("help")),
    ]
    if "enlace" in roles:
        links.append(("Mi sujeto obligado", address("enlace", "enlace_requests")))
    if roles & PANEL:
        links.append(("Panel", address("panel")))
    if signed_in:
        links.append(("Mi espacio", address("mi_espacio")))
    else:
        links.append(("Entrar", address("account_login")))
    shown = [_link(label, url, path) for label, url in links if url]
    for link in shown:
        if link["url"] == reverse("panel") and path.startswith(link["url"]):
            link["here"] = link["here"] or "true"
    return shown


def panel(user, path: str) -> list[dict]:
    """The sections of the panel that this person may open."""
    roles = user.roles if user and user.is_authenticated else set()
    shown = []
    for title, entries in SECTIONS:
        links = [
            _link(label, address(name), path, icon)
            for label, name, icon, seen_by in entries
            if roles & seen_by and address(name)
        ]
        if links:
            shown.append({"title": title, "links": links})
    return shown
