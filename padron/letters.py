"""The words of our mails about accounts: short, and each says what to do next."""

from django.template.loader import render_to_string

from correo.registry import Mail, composer

NOT_YOU = "Si no fuiste tú, no hagas nada: sin el código nadie puede entrar."
ASKED = "Recibes este correo porque alguien lo escribió para entrar al sitio."
ACCOUNT = "Recibes este correo porque es el de tu cuenta."


def _letter(context: dict, subject: str, *paragraphs: str, why: str, code="", button=("", "")):
    words = {
        **context,
        "title": subject,
        "paragraphs": paragraphs,
        "code": code,
        "why": why,
        "button_url": button[0],
        "button_words": button[1],
    }
    return Mail(
        subject=subject,
        text=render_to_string("padron/mail/letter.txt", words),
        html=render_to_string("padron/mail/letter.html", words),
    )


@composer("padron.login_code")
def _login_code(context):
    code = context["code"]
    return _letter(
        context,
        f"{code} es tu código para entrar",
        f"Escríbelo en la página donde lo pediste. Vale {context['minutes']} minutos y una vez.",
        "No lo compartas: nadie de la institución te lo va a pedir.",
        NOT_YOU,
        why=ASKED,
        code=code,
    )


@composer("padron.unknown_mailbox")
def _unknown_mailbox(context):
    return _letter(
        context,
        "No encontramos tu correo en el padrón",
        "Pediste un código para entrar, pero este correo no está en el padrón de servidores "
        "públicos habilitados.",
        "Si tu institución te registró con otro correo, entra con ese. Si no, pide acceso: te "
        "contestará el enlace de tu institución o el personal del instituto.",
        "Si no fuiste tú, no hagas nada.",
        why=ASKED,
        button=(context["request_url"], "Pedir acceso"),
    )


@composer("padron.shared_mailbox")
def _shared_mailbox(context):
    return _letter(
        context,
        "Este correo lo comparten varias personas",
        "Pediste un código para entrar, pero en el padrón este correo es de más de una persona, y "
        "no podemos saber quién eres.",
        "Pide a tu enlace (la Unidad de Transparencia de tu institución) que registre un correo "
        "propio para ti. Cuando lo haga, entra con él.",
        "Si no fuiste tú, no hagas nada.",
        why=ASKED,
    )


@composer("padron.security_news")
def _security_news(context):
    return _letter(
        context,
        "Cambió la seguridad de tu cuenta",
        context["news"],
        "Si no fuiste tú, avisa de inmediato a la administración del sitio.",
        why=ACCOUNT,
        button=(context["security_url"], "Revisar la seguridad de mi cuenta"),
    )


@composer("padron.second_factor_reset")
def _second_factor_reset(context):
    return _letter(
        context,
        "Se quitó el segundo factor de tu cuenta",
        "La administración del sitio quitó tu segundo factor y cerró tus sesiones.",
        "La próxima vez que entres te pediremos registrar otro. Si no lo pediste, avisa de "
        "inmediato a la administración.",
        why=ACCOUNT,
        button=(context["security_url"], "Registrar otro segundo factor"),
    )


@composer("padron.role_granted")
def _role_granted(context):
    factor = (
        "Este rol abre datos de otras personas: al entrar te pediremos un segundo factor, una "
        "aplicación de códigos en tu teléfono o una llave de acceso. Toma dos minutos."
    )
    return _letter(
        context,
        f"Tienes un rol nuevo: {context['role']}",
        f"Qué hace: {context['sentence']}",
        *([factor] if context["needs_second_factor"] else []),
        "Entra con este correo; te enviaremos un código.",
        why=ACCOUNT,
        button=(context["login_url"], "Entrar"),
    )


@composer("padron.access_requested")
def _access_requested(context):
    return _letter(
        context,
        "Recibimos tu solicitud de acceso",
        f"Hola, {context['name']}: pediste acceso como parte de {context['body']}.",
        "La contestará el enlace de tu institución o el personal del instituto. Te escribiremos "
        "a este correo.",
        why="Recibes este correo porque alguien lo escribió al pedir acceso al sitio.",
    )


@composer("padron.already_on_the_roster")
def _already_on_the_roster(context):
    return _letter(
        context,
        "Ya puedes entrar con este correo",
        "Pediste acceso, y este correo ya está en el padrón: no hace falta esperar.",
        "Entra con él y te enviaremos un código.",
        why="Recibes este correo porque alguien lo escribió al pedir acceso al sitio.",
        button=(context["login_url"], "Entrar"),
    )


@composer("padron.request_waits")
def _request_waits(context):
    return _letter(
        context,
        "Una persona de tu institución pide acceso",
        f"Alguien que dice trabajar en {context['body']} pide acceso al sitio.",
        "Revisa si es de tu gente y contesta: acéptala o di por qué no.",
        why="Recibes este correo porque eres el enlace de tu institución.",
        button=(context["url"], "Ver la solicitud"),
    )


@composer("padron.access_accepted")
def _access_accepted(context):
    return _letter(
        context,
        "Ya puedes entrar",
        f"Hola, {context['name']}: aceptamos tu solicitud y ya estás en el padrón de "
        f"{context['body']}.",
        "Entra con este correo; te enviaremos un código.",
        why="Recibes este correo porque pediste acceso al sitio.",
        button=(context["login_url"], "Entrar"),
    )


@composer("padron.access_rejected")
def _access_rejected(context):
    return _letter(
        context,
        "No aceptamos tu solicitud de acceso",
        f"Hola, {context['name']}: pediste acceso como parte de {context['body']}.",
        f"El motivo: {context['reason']}",
        "Si crees que es un error, habla con la Unidad de Transparencia de tu institución o vuelve "
        "a pedirlo.",
        why="Recibes este correo porque pediste acceso al sitio.",
        button=(context["request_url"], "Pedir acceso de nuevo"),
    )
