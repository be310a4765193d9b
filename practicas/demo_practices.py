"""The invented practices of the demonstration, and how each of them fared."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Practice:
    """`levels`: what every seat gave to the six criteria, from 0 to 4."""

    slug: str
    title: str
    summary: str
    group: str
    answers: tuple[str, str, str, str, str, str]
    levels: tuple[int, int, int, int, int, int] = (0, 0, 0, 0, 0, 0)
    is_admitted: bool = True
    is_late: bool = False
    is_recognised: bool = False
    reasons: str = ""
    feedback: str = ""
    tie_broken: str = ""


PRACTICES = [
    Practice(
        slug="mapa",
        title="Mapa de servicios gratuitos del municipio",
        summary="Un mapa que se abre en el teléfono, con horario y requisitos de cada servicio.",
        group="jovenes",
        answers=(
            "Revisamos un año de preguntas de la ventanilla: cuatro de cada diez pedían horarios.",
            "Cada dato lleva la fecha en que se revisó y el área que responde por él.",
            "Además del sitio: carteles con código QR y un mensaje que se reenvía.",
            "Tres escuelas copiaron la tabla en sus tableros; se descarga en CSV.",
            "Dos grupos de jóvenes dijeron qué faltaba antes de publicarlo.",
            "La ventanilla atiende 30 preguntas menos a la semana.",
        ),
        levels=(4, 4, 3, 3, 4, 3),
        is_recognised=True,
        reasons="Parte de lo que la gente pregunta y mide qué cambió al publicarlo.",
        feedback="El jurado destacó la participación de jóvenes antes de publicar.",
    ),
    Practice(
        slug="datos",
        title="Datos abiertos del agua potable",
        summary="Cortes, tandeos y calidad del agua por colonia, cada semana.",
        group="poblacion-en-general",
        answers=(
            "Los cortes de agua eran la primera causa de llamadas.",
            "Tabla semanal con diccionario de datos.",
            "Sitio, radio local y bocina en los días de tandeo.",
            "Un colectivo hace con ella un mapa propio.",
            "Comités de agua revisaron las colonias y sus nombres.",
            "Se avisa dos días antes en lugar de ninguno.",
        ),
        levels=(3, 3, 3, 3, 3, 3),
        is_recognised=True,
        reasons="Se actualiza sin interrupción y otros la reutilizan.",
        feedback="Conviene publicar también los datos de años anteriores.",
        tie_broken="Se prefirió por la reutilización comprobada de sus datos.",
    ),
    Practice(
        slug="cuidados",
        title="Apoyos para quien cuida",
        summary="Los apoyos de tres áreas en una sola página, con sus requisitos.",
        group="mujeres",
        answers=(
            "Se preguntó a quienes llegan con personas a su cuidado.",
            "Requisitos iguales a los de las reglas de operación.",
            "Página, cartel en clínicas y lectura en voz alta.",
            "Las clínicas imprimen la página.",
            "Una reunión con cuidadoras.",
            "Más solicitudes completas a la primera.",
        ),
        levels=(3, 3, 3, 3, 3, 3),
        reasons="Es útil; falta que otros puedan reutilizar su información.",
        feedback="Para la siguiente edición: publica los requisitos también como datos abiertos.",
        tie_broken="Quedó después por no mostrar reutilización de sus datos.",
    ),
    Practice(
        slug="tramites",
        title="Guía de trámites con dibujos",
        summary="Los diez trámites más pedidos, explicados con dibujos.",
        group="personas-indigenas",
        answers=(
            "Se eligieron por número de solicitudes.",
            "Los dibujos no dicen de cuándo son los requisitos.",
            "Folleto impreso.",
            "No se sabe quién lo usa.",
            "No hubo.",
            "Todavía no se miden.",
        ),
        levels=(2, 1, 1, 0, 0, 0),
        reasons="No muestra consulta, participación ni efectos.",
        feedback="Falta medir quién la usa y preguntar a las comunidades en su lengua.",
    ),
    Practice(
        slug="obras",
        title="Obra pública en tu calle",
        summary="Avance y costo de cada obra.",
        group="poblacion-en-general",
        answers=(
            "Se pregunta mucho por las obras.",
            "Avance mensual.",
            "Sitio.",
            "Prensa local.",
            "Contralorías sociales.",
            "Menos quejas.",
        ),
        is_admitted=False,
    ),
    Practice(
        slug="calendario",
        title="Calendario de la biblioteca",
        summary="Actividades de la biblioteca, por edad.",
        group="ninas-y-ninos",
        answers=(
            "Las familias preguntan por teléfono.",
            "Se revisa cada lunes.",
            "Cartel y sitio.",
            "Dos escuelas lo copian.",
            "Taller con niñas y niños.",
            "Más asistencia.",
        ),
        is_admitted=False,
        is_late=True,
    ),
]
