"""The rules of a device's readiness, as data: what is said, in which light, and what to do.

The panel judges by them (`readiness.py`), and the phone by the same ones also without network
(`static/js/gate/judge.js`), so that both say the same sentence.
"""

from dataclasses import dataclass
from enum import StrEnum

MINUTE, HOUR, DAY = 60, 3_600, 86_400
MEGABYTE, GIGABYTE = 1_000_000, 1_000_000_000


class Light(StrEnum):
    GREEN = "green"
    YELLOW = "yellow"
    RED = "red"
    # What cannot be known changes no light.
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Rule:
    """What is said where every condition holds: (fact, "<" | ">" | "is", value)."""

    light: Light
    says: str
    do: str = ""
    when: tuple[tuple[str, str, object], ...] = ()


@dataclass(frozen=True)
class Subject:
    """Something to look at; the first of its rules that holds speaks. The last one always holds."""

    key: str
    title: str
    rules: tuple[Rule, ...]


GREEN, YELLOW, RED, UNKNOWN = Light.GREEN, Light.YELLOW, Light.RED, Light.UNKNOWN

SUBJECTS = (
    Subject(
        "contact",
        "Contacto",
        (
            Rule(
                RED,
                "No se comunica desde hace {silence} y tiene {queue} sin enviar.",
                "Llévalo a donde haya red, con la página abierta: se envían solas. "
                "No lo desvincules.",
                (("silence", ">", 10 * MINUTE), ("queue", ">", 0)),
            ),
            Rule(
                YELLOW,
                "No se comunica desde hace {silence}.",
                "Si la puerta está en uso, revisa que la página esté abierta y que haya red. "
                "Mientras tanto se puede seguir leyendo: lo leído se guarda.",
                (("silence", ">", 5 * MINUTE),),
            ),
            Rule(
                YELLOW,
                "Todavía no dice cómo está.",
                "Abre la página de la puerta en el dispositivo, con red.",
                (("silence", "is", None),),
            ),
            Rule(GREEN, "Se comunicó hace {silence}."),
        ),
    ),
    Subject(
        "queue",
        "Por enviar",
        (
            Rule(
                UNKNOWN,
                "No se sabe si tiene lecturas sin enviar.",
                when=(("queue", "is", None),),
            ),
            Rule(
                YELLOW,
                "Solo en el dispositivo hay {queue}.",
                "Se envían solas en cuanto haya red. Hasta entonces no lo apagues ni lo "
                "desvincules.",
                (("queue", ">", 0),),
            ),
            Rule(GREEN, "Todo lo leído ya se envió."),
        ),
    ),
    Subject(
        "roster",
        "Lista de personas",
        (
            Rule(
                UNKNOWN,
                "No se sabe si tiene la lista.",
                when=(("roster_size", "is", None),),
            ),
            Rule(
                RED,
                "No tiene la lista de personas.",
                "Conéctalo a la red y espera un momento en la página de la puerta. Si sigue igual, "
                "empareja el dispositivo otra vez.",
                (("roster_size", "<", 1), ("expected", ">", 0)),
            ),
            Rule(
                RED,
                "Su lista es de hace {roster_age}: quien se inscribió después no aparece.",
                "Conéctalo a la red antes de abrir la puerta: la lista se renueva sola.",
                (("roster_age", ">", DAY),),
            ),
            Rule(
                YELLOW,
                "Su lista es de hace {roster_age}: quien se inscribió después no aparece.",
                "Con red se renueva sola. Revisa que la página esté abierta y a la vista.",
                (("roster_age", ">", 15 * MINUTE),),
            ),
            Rule(
                YELLOW,
                "Le falta lo que cambió en la lista desde hace {roster_age}.",
                "Con red se renueva sola en unos segundos. Revisa que la página esté a la vista.",
                (("roster_missing", ">", 0), ("roster_age", ">", 2 * MINUTE)),
            ),
            Rule(GREEN, "Tiene a {roster_size} en su lista, de hace {roster_age}."),
        ),
    ),
    Subject(
        "clock",
        "Reloj",
        (
            Rule(
                UNKNOWN,
                "Todavía no se compara su hora con la nuestra.",
                when=(("clock", "is", None),),
            ),
            Rule(
                RED,
                "Su reloj está {clock} {clock_way}.",
                "Corrige la fecha y la hora en los ajustes del dispositivo: con una fecha tan "
                "distinta puede quedarse sin red. Las lecturas se corrigen solas.",
                (("clock", ">", 12 * HOUR),),
            ),
            Rule(
                YELLOW,
                "Su reloj está {clock} {clock_way}.",
                "Las horas de las lecturas se corrigen solas. Si puedes, pon la hora automática en "
                "los ajustes.",
                (("clock", ">", MINUTE),),
            ),
            Rule(GREEN, "Su reloj va bien."),
        ),
    ),
    Subject(
        "battery",
        "Batería",
        (
            Rule(
                UNKNOWN,
                "El navegador no dice cuánta batería le queda.",
                "Mírala en la pantalla y ten un cargador a la mano.",
                (("battery", "is", None),),
            ),
            Rule(
                GREEN,
                "Está conectado a la corriente, con {battery}.",
                when=(("charging", "is", True),),
            ),
            Rule(
                RED,
                "Le queda {battery} de batería.",
                "Conéctalo ya a la corriente o prepara otro dispositivo.",
                (("battery", "<", 0.15),),
            ),
            Rule(
                YELLOW,
                "Le queda {battery} de batería.",
                "Quizá no alcance para toda la jornada: ten un cargador a la mano.",
                (("battery", "<", 0.4),),
            ),
            Rule(GREEN, "Tiene {battery} de batería."),
        ),
    ),
    Subject(
        "camera",
        "Cámara",
        (
            Rule(GREEN, "La cámara funciona.", when=(("camera", "is", "working"),)),
            Rule(GREEN, "La cámara está permitida.", when=(("camera", "is", "granted"),)),
            Rule(GREEN, "Lee con un lector USB, ya probado.", when=(("scanner", "is", "working"),)),
            Rule(
                GREEN, "Lee con un lector USB, ya probado.", when=(("scanner", "is", "corrected"),)
            ),
            Rule(
                RED,
                "El navegador no deja usar la cámara.",
                "Toca el candado junto a la dirección, permítela y abre la página otra vez.",
                (("camera", "is", "denied"),),
            ),
            Rule(
                RED,
                "No tiene cámara ni un lector probado.",
                "Conecta un lector USB y pruébalo en «Probar el lector», o usa otro dispositivo.",
                (("camera", "is", "missing"),),
            ),
            Rule(
                YELLOW,
                "La cámara no se ha probado.",
                "Toca «Leer con la cámara» y permite que se use.",
                (("camera", "is", "prompt"),),
            ),
            Rule(
                UNKNOWN,
                "No se sabe si la cámara funciona.",
                "Toca «Leer con la cámara» y lee un pase de práctica.",
            ),
        ),
    ),
    Subject(
        "scanner",
        "Lector USB",
        (
            Rule(GREEN, "Probado: lee bien.", when=(("scanner", "is", "working"),)),
            Rule(
                GREEN,
                "Probado: algo llega cambiado y la puerta lo corrige sola.",
                when=(("scanner", "is", "corrected"),),
            ),
            Rule(
                YELLOW,
                "Probado: no se entiende lo que lee.",
                "Abre «Probar el lector» y sigue lo que dice; mientras, lee con la cámara.",
                (("scanner", "is", "failing"),),
            ),
            Rule(
                UNKNOWN,
                "No se ha probado ninguno.",
                "Si esta puerta usa uno, pruébalo en «Probar el lector».",
            ),
        ),
    ),
    Subject(
        "storage",
        "Espacio",
        (
            Rule(
                UNKNOWN,
                "El navegador no dice cuánto espacio hay.",
                when=(("storage_free", "is", None),),
            ),
            Rule(
                RED,
                "Casi no hay espacio: {storage_free}.",
                "Borra fotos o aplicaciones antes de abrir la puerta: sin espacio no se guarda lo "
                "que se lea sin red.",
                (("storage_free", "<", 5 * MEGABYTE),),
            ),
            Rule(
                YELLOW,
                "Hay poco espacio: {storage_free}.",
                "Borra fotos o aplicaciones que no se usen.",
                (("storage_free", "<", 50 * MEGABYTE),),
            ),
            Rule(
                YELLOW,
                "Hay {storage_free} libres, y el navegador podría borrar lo guardado.",
                "Agrega la página a la pantalla de inicio: así el navegador la conserva.",
                (("persisted", "is", False), ("storage_free", "<", GIGABYTE)),
            ),
            Rule(GREEN, "Hay espacio: {storage_free} libres."),
        ),
    ),
    Subject(
        "page",
        "Página",
        (
            Rule(
                YELLOW,
                "Su dirección no es segura (no empieza con https): solo funciona con red.",
                "Abre la página con la dirección que empieza con https y empareja otra vez.",
                (("secure", "is", False),),
            ),
            Rule(
                UNKNOWN,
                "No se sabe cómo se abrió la página.",
                when=(("secure", "is", None),),
            ),
            Rule(GREEN, "Funciona también sin red."),
        ),
    ),
    Subject(
        "drill",
        "Simulacro",
        (
            Rule(
                YELLOW,
                "Falta leer los pases de práctica.",
                "Lee los tres pases de práctica que están en el panel, en «Simulacro». No cuentan.",
                (("practised", "<", 1),),
            ),
            Rule(
                YELLOW,
                "Se leyó {practised} de los tres pases de práctica.",
                "Lee los que faltan: están en el panel, en «Simulacro». No cuentan.",
                (("practised", "<", 3),),
            ),
            Rule(UNKNOWN, "No se sabe si se hizo.", when=(("practised", "is", None),)),
            Rule(GREEN, "Se leyeron los tres pases de práctica."),
        ),
    ),
)
