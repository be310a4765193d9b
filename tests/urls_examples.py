"""An example of every address of the site: a small world, and the arguments that lead into it.

The permission matrix and the accessibility tests walk these. A new URL needs a line in `ARGUMENTS`
where its pattern has arguments.
"""

import io
import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from types import SimpleNamespace

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import URLPattern, get_resolver, reverse
from django.utils import timezone
from PIL import Image

from asistencia import zoom_uploads
from asistencia.models import (
    ManualPresence,
    Pairing,
    PresenceReview,
    Scan,
    SignedSheet,
    WalkIn,
    ZoomAttendee,
    ZoomReport,
    ZoomStay,
)
from comunicados import paper
from comunicados.models import Announcement, Letterhead, Oficio
from correo.models import Message
from jornadas.list_marks import BOX, CODE, CORNERS
from jornadas.models import FeedToken, NonWorkingDay, PrintedList, Speaker, Venue
from jornadas.preferences import unsubscribe_url
from padron.models import BodyAlias, RoleGrant
from padron.models.imports import RosterImport
from practicas import plan, receipts
from practicas.models import PlanAction, SeatHolder
from privacidad.publishing import publish
from talleres import fichas, materials
from talleres.models import Ficha, Material, Workshop
from tests import make
from tests.practicas import jury_story
from tests.practicas import make as practices


class World(SimpleNamespace):
    """What the examples lead to, and in `users` an account for each role."""


def sheet_for_examples(world: World) -> SignedSheet:
    """A signed sheet of one person and a blank row, to be confirmed."""
    picture = io.BytesIO()
    Image.new("L", (600, 800), 230).save(picture, "PNG")
    rows = [
        [world.registration.pk, "1", 30.25, 40, 155, 37, 46, 11],
        [None, "2", 30.25, 51, 155, 48, 46, 11],
    ]
    printed = PrintedList.objects.create(
        event=world.event,
        pages=[{"codes": CORNERS, "code": CODE, "box": BOX, "rows": rows}],
        made_by="prueba",
    )
    sheet = SignedSheet.objects.create(
        event=world.event,
        printed=printed,
        page=1,
        session=world.event.sessions.get(),
        file=SimpleUploadedFile("hoja.png", picture.getvalue()),
        sha256="0" * 64,
        uploaded_by="prueba",
    )
    sheet.rows.create(number=1, registration=world.registration, mark="unsure")
    sheet.rows.create(number=2, mark="marked")
    return sheet


def build_world() -> World:
    """One of everything, little of each. Called inside a transaction that is thrown away."""
    world = World()
    world.organizer = make.make_organizer()
    world.signatory = world.organizer.signatories.create(name="Firmante de Ejemplo", post="Cargo")
    world.body = make.make_body("Ayuntamiento de Ejemplo")
    world.person = make.make_person(world.body, given_names="Ana", first_surname="Servidora")
    world.enlace = make.make_enlace(world.body, given_names="Eva", first_surname="Enlace")
    world.users = {
        "servidor": make.make_user(world.person),
        "enlace": make.make_user(world.enlace),
        "neighbour": make.make_user(make.make_enlace(make.make_body("Ayuntamiento Vecino"))),
        "gate": make.make_user(None, "gate"),
        "bare": make.make_user(None, "staff"),
        "staff": make.make_user(None, "staff"),
        "verifier": make.make_user(None, "verifier"),
        "jury": make.make_user(None, "jury"),
        "recused": make.make_user(None, "jury"),
        "administrator": make.make_user(None, "administrator"),
    }
    world.account = make.make_user(None, "gate", email="otra@example.org")
    world.closed = make.make_user(None, email="cerrada@example.org")
    world.closed.is_active = False
    world.closed.save()
    world.grant = RoleGrant.objects.get(user=world.account)
    world.factor = TOTP.activate(world.account, "JBSWY3DPEHPK3PXP").instance
    world.request = make.make_access_request(world.body)
    world.notice = publish(
        purpose="inscripcion",
        approved_on=date(2026, 1, 1),
        summary="Usamos tus datos para inscribirte.",
        body="Texto integral.",
        by="prueba",
    )
    world.event = make.make_event()
    world.workshop = make.make_event(kind="taller")
    world.material = Material.objects.create(
        workshop=Workshop.objects.create(event=world.workshop),
        title="Guía",
        url="https://example.org/guia",
    )
    world.file = materials.add(
        workshop=world.workshop.workshop,
        title="Formato",
        url="",
        upload=SimpleUploadedFile("formato.pdf", b"%PDF-1.7"),
        by="prueba",
    )
    world.exercise = world.workshop.workshop.exercises.create(
        number=1, title="Mirar alrededor", instructions="Escribe tres solicitudes."
    )
    world.ficha = ficha_for_examples(world)
    world.registration = make.make_registration(world.event, world.person)
    world.certificate = make.make_certificate(world.registration)
    world.feed_token = FeedToken.objects.create(person=world.person)
    world.stop_token = unsubscribe_url(world.person.pk, "reminders").split("/")[-2]
    world.other_event = make.make_event()
    world.device = make.make_device(world.event)
    world.pairing = Pairing.objects.create(
        event=world.event,
        gate="Puerta",
        made_by="prueba",
        expires_at=timezone.now() + timedelta(minutes=15),
    )
    world.scan = Scan.objects.create(
        event=world.event,
        device=world.device,
        session=world.event.sessions.get(),
        registration=world.registration,
        code=world.registration.code,
        result=Scan.Result.ADMITTED,
        told=Scan.Result.UNKNOWN,
        scanned_at=timezone.now(),
    )
    world.manual_presence = ManualPresence.objects.create(
        registration=world.registration,
        session=world.event.sessions.get(),
        reason="Firmó la lista impresa.",
        evidence=SimpleUploadedFile("lista.pdf", b"%PDF-1.7"),
        made_by="prueba",
    )
    world.sheet = sheet_for_examples(world)
    world.presence_review = PresenceReview.objects.create(
        registration=world.registration, text="Estuve por Zoom con otro nombre."
    )
    world.post = world.person.adscripciones.get()
    world.alias = BodyAlias.objects.create(body=world.body, spelling="Aytto. de Ejemplo")
    world.group = make.make_group(world.event.program)
    world.exception = world.group.exceptions.create(body=world.body)
    world.event.bodies.add(world.body)
    world.speaker = Speaker.objects.create(name="Ponente de Ejemplo")
    world.venue = Venue.objects.create(name="Sala de Ejemplo")
    world.day = NonWorkingDay.objects.create(
        organizer=world.organizer, day=date(2026, 1, 1), reason="Año Nuevo"
    )
    sent = {"file_name": "padron.xlsx", "state": RosterImport.State.REVIEW}
    world.roster_import = RosterImport.objects.create(
        **sent, uploaded_by=world.users["staff"], uploaded_by_label="prueba"
    )
    world.own_import = RosterImport.objects.create(
        **sent, body=world.body, uploaded_by=world.users["enlace"], uploaded_by_label="prueba"
    )
    world.message = Message.objects.create(
        kind="jornadas.confirmed",
        to="ana@example.org",
        state=Message.State.SENT,
        sent_at=timezone.now(),
        subject="Tu pase",
        text="Hola",
        html="<p>Hola</p>",
        parts=[
            {
                "name": "evento.ics",
                "mime": "text/calendar",
                "method": "REQUEST",
                "text": f"BEGIN:VCALENDAR\r\nSUMMARY:{'Una reunión ' * 20}\r\nEND:VCALENDAR\r\n",
            },
            {"name": "pase.png", "mime": "image/png", "size": 230},
        ],
    )
    world.failed = Message.objects.create(
        kind="jornadas.confirmed", to="ana@example.org", state=Message.State.FAILED
    )
    # Drafts: what may be changed; and one of each kind that began.
    about = {"event": world.event, "subject": "Aviso", "text": "Hola, {nombre}"}
    world.announcement = Announcement.objects.create(**about, audience="confirmed")
    world.invitation = Announcement.objects.create(**about, audience="enlaces")
    begun = {"state": Announcement.State.PAUSED, "started_at": timezone.now()}
    world.paused = Announcement.objects.create(**about, audience="confirmed", **begun)
    world.paused.recipients.create(person=world.person, registration=world.registration)
    world.oficios = Announcement.objects.create(**about, audience="enlaces", **begun)
    for announcement in (world.invitation, world.oficios):
        Letterhead.objects.create(
            announcement=announcement,
            place="Metepec, Estado de México",
            prefix="INPRU/DP",
            first_number=1,
            signatory_name="Directora de Prueba",
            signatory_post="Directora",
        )
    world.oficio = oficio_for_examples(world)
    online_for_examples(world)
    walkins_for_examples(world)
    practices_for_examples(world)
    proposals_for_examples(world)
    results_for_examples(world)
    jury_for_examples(world)
    world.action = marked_action(world)
    return world


def marked_action(world: World) -> PlanAction:
    """An action of the plan that was done in its first month."""
    plan.load(world.organizer, by="prueba")
    action = PlanAction.objects.first()
    plan.mark(action=action, month=plan.FIRST, state="done", note="Se hizo.", by="prueba")
    return action


def practices_for_examples(world: World) -> None:
    """A call with a draft and an admitted proposal of the body, which one of two seats judges."""
    world.call = practices.make_call()
    practices.seat_user(world.call, 1, world.users["jury"])
    practices.seat_user(world.call, 2, world.users["recused"])
    world.draft = practices.make_proposal(world.call, world.body, state="draft")
    world.sent = practices.make_proposal(world.call, world.body, state="sent")
    world.proposal = practices.make_proposal(world.call, world.body)
    world.recusal = practices.recuse(world.proposal, world.call.seats.get(number=2))
    world.sent.findings.create(
        requirement=world.call.requirements.first(), is_met=False, text="Falta.", made_by="prueba"
    )
    world.sent_file = world.sent.evidence.create(
        file=SimpleUploadedFile("datos.csv", b"a,b"), name="datos.csv", mime="text/csv", size=3,
        sha256="0" * 64, added_by="prueba",
    )  # fmt: skip
    world.draft_call = practices.make_call(published_at=None)
    world.holder = SeatHolder.objects.get(seat__call=world.call, seat__number=1)


def proposals_for_examples(world: World) -> None:
    """A draft with an author and a file, a finished ficha, an acuse, and a prevención to answer."""
    ficha = world.ficha
    world.finished = Ficha.objects.create(
        workshop=ficha.workshop, body=ficha.body, title="Mapa", state=Ficha.State.FINISHED,
        finished_at=timezone.now(), changed_by="prueba",
    )  # fmt: skip
    world.author = world.draft.authors.create(person=world.person, added_by="prueba")
    file = {"name": "datos.csv", "mime": "text/csv", "size": 4, "sha256": "0" * 64}
    world.draft_file, world.proposal_file = (
        one.evidence.create(
            file=SimpleUploadedFile("datos.csv", b"a,b\n"), added_by="prueba", **file
        )
        for one in (world.draft, world.proposal)
    )
    world.receipt = receipts.issue(
        world.sent, received_at=timezone.now(), by="prueba", now=timezone.now()
    )
    world.prevented = practices.make_proposal(world.call, world.body, state="prevented")
    world.prevention = world.prevented.preventions.create(
        text="Falta un anexo.",
        due_on=timezone.localdate() + timedelta(days=5),
        made_by="prueba",
    )


def results_for_examples(world: World) -> None:
    """A practice of the body whose recognition was told, and a ruling of which nothing was."""
    world.told = practices.make_proposal(practices.make_call(), world.body, title="Mapa de baches")
    practices.rule(world.told)
    (world.practice,) = practices.tell_results(world.told.call)
    world.ruled = practices.make_proposal(practices.make_call(), world.body)
    practices.rule(world.ruled, is_recognised=False)


def jury_for_examples(world: World) -> None:
    """A sheet that is complete; a table in session, a dictamen to be signed, and a signed one."""
    jury_story.give(world.proposal, 1, 3, hand_in=False)
    world.proposal.scoresheets.update(holder_name="Jurado 1")  # said that there is no conflict
    world.in_session, world.to_sign, world.signed = (
        jury_story.make_jury(seats=1, quorum=1) for _ in range(3)
    )
    world.judged = jury_story.judged(world.in_session, 3)
    world.jury_session = jury_story.meet(world.in_session)
    jury_story.rule_all(world.to_sign)
    jury_story.judged(world.signed, 4)
    jury_story.rule_all(world.signed)
    jury_story.sign(world.signed)


def ficha_for_examples(world: World) -> Ficha:
    """A ficha that is being written, with a comment, in a workshop that has begun."""
    workshop = make.make_workshop(world.person)
    ficha = fichas.begin(workshop=workshop, person=world.person, by="prueba")
    fichas.comment(ficha=ficha, text="¿Quién la guarda?", about="location", by="prueba")
    return ficha


def online_for_examples(world: World) -> None:
    """A Zoom report with somebody to confirm."""
    world.zoom_report = ZoomReport.objects.create(
        event=world.event,
        file_name="participants_1.csv",
        sha256="0" * 64,
        kind=ZoomReport.Kind.MEETING,
        time_zone="America/Mexico_City",
        rows=1,
        imported_by="prueba",
    )
    world.attendee = ZoomAttendee.objects.create(
        event=world.event, shown_name="Ana (UT)", name_key="ana|ut"
    )
    start = world.event.sessions.get().starts_at
    ZoomStay.objects.create(
        report=world.zoom_report, attendee=world.attendee, row=2, joined_at=start, left_at=start
    )


def walkins_for_examples(world: World) -> None:
    """Somebody who came without a registration, and somebody of whom it is said who they are."""
    came = {
        "event": world.event,
        "device": world.device,
        "session": world.event.sessions.get(),
        "first_surname": "Servidora",
        "body": world.body,
        "came_at": timezone.now(),
    }
    world.walkin = WalkIn.objects.create(given_names="Anita", **came)
    world.reconciled = WalkIn.objects.create(
        given_names="Ana",
        registration=world.registration,
        reconciled_at=timezone.now(),
        reconciled_by="prueba",
        **came,
    )


def send_example_report(world: World) -> str:
    """A report that staff have just sent; every time anew, since what is kept on disk and then
    saved or discarded does not come back with the transaction."""
    start = world.event.sessions.get().starts_at
    return zoom_uploads.keep(
        zoom_uploads.Waiting(
            event=world.event.pk,
            user=world.users["staff"].pk,
            file_name="participants_2.csv",
            session=None,
            time_zone="America/Mexico_City",
            content=(
                "Nombre (nombre original),Correo electrónico,Hora de entrada,Hora de salida\n"
                f"Ana Servidora,{world.person.email},"
                f"{start:%Y-%m-%d %H:%M:%S}Z,{start + timedelta(hours=1):%Y-%m-%d %H:%M:%S}Z\n"
            ).encode(),
        )
    )


def oficio_for_examples(world: World) -> Oficio:
    """A letter that began to be sent, to a body whose enlace has no mailbox."""
    facts = paper.facts(world.oficios, world.event, world.body, [world.enlace], 1)
    return world.oficios.oficios.create(
        organizer=world.organizer, body=world.body, prefix="INPRU/DP", number=1, year=2026,
        facts=facts,
    )  # fmt: skip


def give_second_factors(world: World) -> None:
    """Every account with an application and recovery codes; for pages about them."""
    for user in world.users.values():
        if not Authenticator.objects.filter(user=user).exists():
            TOTP.activate(user, "JBSWY3DPEHPK3PXP")
            RecoveryCodes.activate(user)


# What stands behind the arguments of a pattern: the line with the longest beginning counts.
ARGUMENTS: dict[str, Callable[[World], dict]] = {
    "jornadas/": lambda w: {"slug": w.event.slug},
    "jornadas/<slug:slug>/inscripcion/": lambda w: {"slug": w.other_event.slug},
    "talleres/": lambda w: {"slug": w.workshop.slug, "pk": w.file.pk},
    "talleres/ficha/": lambda w: {
        "slug": w.ficha.workshop.event.slug,
        "pk": w.ficha.pk,
        "number": w.ficha.comments.get().pk,
    },
    "calendario/": lambda w: {"slug": w.group.slug},
    "calendario/personal/": lambda w: {"token": w.feed_token.token},
    "pase/": lambda w: {"code": w.registration.code},
    "avisos/": lambda w: {"token": w.stop_token},
    "c/": lambda w: {"code": w.certificate.code},
    "mi-espacio/constancias/": lambda w: {"code": w.certificate.code},
    "enlace/solicitudes/": lambda w: {"pk": w.request.pk},
    "enlace/personas/": lambda w: {"pk": w.person.pk},
    "enlace/cargos/": lambda w: {"pk": w.post.pk},
    "enlace/importar/": lambda w: {"pk": w.own_import.pk, "matter": "nombres"},
    "practicas/": lambda w: {"slug": w.practice.slug},
    "convocatorias/<slug:slug>/resultados/": lambda w: {"slug": w.told.call.slug},
    "propuestas/": lambda w: {"pk": w.draft.pk, "number": w.author.pk},
    "propuestas/<int:pk>/soportes/": lambda w: {"pk": w.proposal.pk, "number": w.proposal_file.pk},
    "propuestas/<int:pk>/soportes/<int:number>/quitar/": lambda w: {
        "pk": w.draft.pk,
        "number": w.draft_file.pk,
    },
    "propuestas/<int:pk>/soportes/agregar/": lambda w: {"pk": w.draft.pk},
    "propuestas/<int:pk>/acuse/": lambda w: {"pk": w.sent.pk, "number": w.receipt.pk},
    "propuestas/<int:pk>/prevencion/": lambda w: {"pk": w.prevented.pk},
    "convocatorias/<slug:slug>/proponer/": lambda w: {"slug": w.call.slug, "pk": w.finished.pk},
    "panel/acuses/": lambda w: {"pk": w.receipt.pk},
    "propuestas/<int:pk>/resultado/": lambda w: {"pk": w.told.pk},
    "panel/convocatorias/<slug:slug>/resultados/": lambda w: {"slug": w.told.call.slug},
    "panel/convocatorias/<slug:slug>/reconocimientos/": lambda w: {"slug": w.told.call.slug},
    "panel/propuestas/": lambda w: {"pk": w.sent.pk, "number": w.sent_file.pk},
    "panel/excusas/": lambda w: {"pk": w.recusal.pk},
    "panel/jurado/propuestas/": lambda w: {"pk": w.proposal.pk},
    "panel/convocatorias/<slug:slug>/jurado/": lambda w: {"slug": w.in_session.slug},
    "panel/convocatorias/<slug:slug>/jurado/sesion/<int:pk>/": lambda w: {
        "slug": w.in_session.slug,
        "pk": w.jury_session.pk,
    },
    "panel/convocatorias/<slug:slug>/jurado/propuestas/": lambda w: {
        "slug": w.in_session.slug,
        "pk": w.judged.pk,
    },
    "panel/convocatorias/<slug:slug>/jurado/dictamen/": lambda w: {"slug": w.to_sign.slug},
    **dict.fromkeys(
        [
            f"panel/convocatorias/<slug:slug>/jurado/{page}/"
            for page in ("dictamen/pdf", "fe-de-erratas")
        ],
        lambda w: {"slug": w.signed.slug},
    ),
    "panel/propuestas/<int:pk>/resultado/": lambda w: {"pk": w.ruled.pk},
    "api/v1/practices/": lambda w: {"slug": w.practice.slug},
    "convocatorias/": lambda w: {"slug": w.call.slug},
    "panel/convocatorias/": lambda w: {"slug": w.call.slug},
    **dict.fromkeys(
        [
            f"panel/convocatorias/<slug:slug>/{page}/"
            for page in ("textos", "reglas", "publicar", "eliminar", "vista")
        ],
        lambda w: {"slug": w.draft_call.slug},
    ),
    "panel/convocatorias/<slug:slug>/requisitos/": lambda w: {
        "slug": w.draft_call.slug,
        "pk": w.draft_call.requirements.first().pk,
    },
    "panel/convocatorias/<slug:slug>/criterios/": lambda w: {
        "slug": w.draft_call.slug,
        "pk": w.draft_call.criteria.first().pk,
    },
    "panel/convocatorias/<slug:slug>/asientos/": lambda w: {
        "slug": w.draft_call.slug,
        "pk": w.draft_call.seats.first().pk,
    },
    "panel/convocatorias/<slug:slug>/titulares/": lambda w: {
        "slug": w.call.slug,
        "pk": w.holder.pk,
    },
    "panel/solicitudes/": lambda w: {"pk": w.request.pk},
    "panel/cuentas/": lambda w: {"pk": w.account.pk},
    "panel/cuentas/<int:pk>/abrir/": lambda w: {"pk": w.closed.pk},
    "panel/cuentas/roles/": lambda w: {"pk": w.grant.pk},
    "panel/institucion/": lambda w: {"pk": w.organizer.pk},
    "panel/institucion/firmantes/": lambda w: {"pk": w.signatory.pk},
    "panel/institucion/identidades/": lambda w: {"pk": w.organizer.identities.get().pk},
    "panel/correo/": lambda w: {"pk": w.message.pk},
    "panel/correo/<int:pk>/reintentar/": lambda w: {"pk": w.failed.pk},
    "panel/sujetos/": lambda w: {"pk": w.body.pk},
    "panel/sujetos/nombres/": lambda w: {"pk": w.alias.pk},
    "panel/sujetos/enlaces/": lambda w: {"pk": w.enlace.enlaces.get().pk},
    "panel/personas/": lambda w: {"pk": w.person.pk},
    "panel/personas/cargos/": lambda w: {"pk": w.post.pk},
    "panel/importar/": lambda w: {"pk": w.roster_import.pk, "matter": "nombres"},
    "panel/dias/": lambda w: {"pk": w.day.pk, "year": 2026},
    "panel/programas/": lambda w: {"slug": w.event.program.slug},
    "panel/grupos/": lambda w: {"slug": w.group.slug, "pk": w.exception.pk},
    "panel/ponentes/": lambda w: {"pk": w.speaker.pk},
    "panel/sedes/": lambda w: {"pk": w.venue.pk},
    "panel/talleres/": lambda w: {"slug": w.workshop.slug, "pk": w.material.pk},
    "panel/talleres/<slug:slug>/ejercicios/": lambda w: {
        "slug": w.workshop.slug,
        "pk": w.exercise.pk,
    },
    "panel/talleres/<slug:slug>/fichas/": lambda w: {
        "slug": w.ficha.workshop.event.slug,
        "pk": w.ficha.pk,
    },
    "panel/eventos/": lambda w: {"slug": w.event.slug, "number": 1},
    "panel/eventos/<slug:slug>/para-quien/": lambda w: {"slug": w.event.slug, "pk": w.body.pk},
    "panel/eventos/<slug:slug>/inscripciones/": lambda w: {
        "slug": w.event.slug,
        "pk": w.registration.pk,
        "person": w.enlace.pk,
    },
    **dict.fromkeys(
        [
            "mi-espacio/asistencia/",
            "panel/eventos/<slug:slug>/inscripciones/<int:pk>/asistencia/",
        ],
        lambda w: {
            "slug": w.event.slug,
            "pk": w.registration.pk,
            "code": w.registration.code,
            "number": w.manual_presence.pk,
        },
    ),
    "panel/eventos/<slug:slug>/llegadas/": lambda w: {
        "slug": w.event.slug,
        "pk": w.walkin.pk,
        "person": w.person.pk,
    },
    "panel/eventos/<slug:slug>/llegadas/<uuid:pk>/corregir/": lambda w: {
        "slug": w.event.slug,
        "pk": w.reconciled.pk,
    },
    "panel/revisiones/": lambda w: {"pk": w.presence_review.pk},
    "panel/eventos/<slug:slug>/puertas/": lambda w: {"slug": w.event.slug, "pk": w.device.pk},
    "llegada/": lambda w: {"slug": w.event.slug},
    "panel/eventos/<slug:slug>/puertas/codigo/": lambda w: {
        "slug": w.event.slug,
        "pk": w.pairing.pk,
    },
    **dict.fromkeys(
        [
            "panel/eventos/<slug:slug>/puertas/lecturas/",
            "panel/eventos/<slug:slug>/puertas/por-revisar/",
        ],
        lambda w: {"slug": w.event.slug, "pk": w.scan.pk},
    ),
    "panel/eventos/<slug:slug>/comunicados/": lambda w: {
        "slug": w.event.slug,
        "pk": w.announcement.pk,
    },
    **dict.fromkeys(
        [
            f"panel/eventos/<slug:slug>/comunicados/<int:pk>/{page}/"
            for page in ("avance", "pausar", "seguir", "detener")
        ],
        lambda w: {"slug": w.event.slug, "pk": w.paused.pk},
    ),
    **dict.fromkeys(
        [
            f"panel/eventos/<slug:slug>/comunicados/<int:pk>/{page}/"
            for page in ("datos", "borrador")
        ],
        lambda w: {"slug": w.event.slug, "pk": w.invitation.pk},
    ),
    "panel/eventos/<slug:slug>/comunicados/<int:pk>/oficios/": lambda w: {
        "slug": w.event.slug,
        "pk": w.oficios.pk,
        "number": w.oficio.number,
    },
    "panel/eventos/<slug:slug>/en-linea/": lambda w: {
        "slug": w.event.slug,
        "pk": w.attendee.pk,
        "token": send_example_report(w),
    },
    "panel/eventos/<slug:slug>/hojas/": lambda w: {"slug": w.event.slug, "pk": w.sheet.pk},
    "panel/eventos/<slug:slug>/en-linea/reportes/": lambda w: {
        "slug": w.event.slug,
        "pk": w.zoom_report.pk,
    },
    "panel/eventos/<slug:slug>/constancias/": lambda w: {
        "slug": w.event.slug,
        "pk": w.registration.pk,
    },
    "panel/eventos/<slug:slug>/constancias/ponentes/": lambda w: {
        "slug": w.event.slug,
        "pk": w.speaker.pk,
    },
    "panel/constancias/": lambda w: {"pk": w.certificate.pk},
    "panel/constancias/textos/": lambda w: {
        "organizer": w.organizer.slug,
        "kind": "attendance",
    },
    "panel/hilo/": lambda w: {"reached": "jornada"},
    "panel/hilo/sujetos/": lambda w: {"pk": w.body.pk},
    "panel/plan/acciones/": lambda w: {"pk": w.action.pk, "year": 2021, "month": 9},
    "privacidad/aviso/": lambda w: {"purpose": "inscripcion", "revision": 1},
    "cuentas/seguridad/llaves/": lambda w: {"pk": w.factor.pk},
    "ayuda/": lambda w: {"page": "servidor"},
    "api/v1/events/": lambda w: {"slug": w.event.slug},
    "api/v1/certificates/": lambda w: {"code": w.certificate.code},
    "api/v1/": lambda w: {"rest": "no-existe"},
}


def patterns(resolver=None, prefix="", spaces=()) -> Iterator[tuple[str, str]]:
    """Name (with its namespaces) and pattern of every address that the resolver knows."""
    for pattern in (resolver or get_resolver()).url_patterns:
        path = prefix + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            yield ":".join((*spaces, pattern.name or f"?{path}")), path
        else:
            inner = (*spaces, pattern.namespace) if pattern.namespace else spaces
            yield from patterns(pattern, path, inner)


def address(world: World, name: str, path: str = "") -> str:
    """The example address of a URL name; `path` is its pattern, where the caller knows it."""
    path = path or dict(patterns())[name]
    wanted = re.findall(r"<(?:\w+:)?(\w+)>", path)
    if not wanted:
        return reverse(name)
    beginnings = [beginning for beginning in ARGUMENTS if path.startswith(beginning)]
    if not beginnings:
        raise KeyError(f"ARGUMENTS (tests/urls_examples.py) has no example for {path}")
    known = ARGUMENTS[max(beginnings, key=len)](world)
    return reverse(name, kwargs={argument: known[argument] for argument in wanted})
