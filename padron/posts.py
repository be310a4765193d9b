"""Posts and enlaces over time: somebody arrives, changes post, leaves; who answers for a body."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.db import transaction

from bitacora.record import record

from .models import Adscripcion, Body, Enlace, Person
from .models.periods import Dated
from .refusal import Refusal


@transaction.atomic
def assign(
    *,
    person: Person,
    body: Body,
    by,
    starts_on: date,
    post: str = "",
    area: str = "",
    is_enabled: bool = True,
) -> Adscripcion:
    """Give `person` a post in `body` from a day on. Raises Refusal where they hold one there."""
    person = Person.objects.select_for_update().get(pk=person.pk)
    known = person.adscripciones.filter(body=body)
    if any(a.ends_on is None or a.ends_on >= starts_on for a in known):
        raise Refusal(f"{person} ya tiene una adscripción en {body} en esas fechas.")
    made = Adscripcion.objects.create(
        person=person, body=body, post=post, area=area, is_enabled=is_enabled, starts_on=starts_on
    )
    record("adscripcion.started", made, by=by, starts_on=str(starts_on))
    return made


@transaction.atomic
def change_post(
    *, adscripcion: Adscripcion, post: str, area: str, by, starts_on: date
) -> Adscripcion:
    """Give another post or area in the same body from a day on; what was before is kept.

    From the very day on which the present post began, this corrects it instead.
    """
    adscripcion = Adscripcion.objects.select_for_update().get(pk=adscripcion.pk)
    if adscripcion.ends_on is not None and adscripcion.ends_on < starts_on:
        raise Refusal(f"Esa adscripción terminó el {adscripcion.ends_on:%d/%m/%Y}.")
    if (adscripcion.post, adscripcion.area) == (post, area):
        return adscripcion
    if starts_on < adscripcion.starts_on:
        raise Refusal(
            f"El cargo actual empezó el {adscripcion.starts_on:%d/%m/%Y}; elige ese día o después."
        )
    if starts_on == adscripcion.starts_on:
        adscripcion.post, adscripcion.area = post, area
        adscripcion.save(update_fields=["post", "area"])
        record("adscripcion.corrected", adscripcion, by=by)
        return adscripcion
    ends_on = adscripcion.ends_on
    adscripcion.ends_on = starts_on - timedelta(days=1)
    adscripcion.save(update_fields=["ends_on"])
    made = Adscripcion.objects.create(
        person_id=adscripcion.person_id,
        body_id=adscripcion.body_id,
        post=post,
        area=area,
        is_enabled=adscripcion.is_enabled,
        starts_on=starts_on,
        ends_on=ends_on,
    )
    record("adscripcion.changed", made, by=by, starts_on=str(starts_on))
    return made


@transaction.atomic
def end_post(*, adscripcion: Adscripcion, ends_on: date, by) -> Adscripcion:
    """End a post after its last day `ends_on`; who was enlace of that body stops being it then."""
    adscripcion = Adscripcion.objects.select_for_update().get(pk=adscripcion.pk)
    if adscripcion.ends_on is not None and adscripcion.ends_on <= ends_on:
        raise Refusal(f"Esa adscripción ya terminó el {adscripcion.ends_on:%d/%m/%Y}.")
    if ends_on < adscripcion.starts_on:
        raise Refusal(
            f"La adscripción empezó el {adscripcion.starts_on:%d/%m/%Y}; no puede terminar antes."
        )
    adscripcion.ends_on = ends_on
    adscripcion.save(update_fields=["ends_on"])
    record("adscripcion.ended", adscripcion, by=by, ends_on=str(ends_on))
    enlaces = Enlace.objects.filter(person=adscripcion.person_id, body=adscripcion.body_id)
    for enlace in end_before(enlaces, ends_on + timedelta(days=1)):
        record("enlace.ended", enlace, by=by, ends_on=str(enlace.ends_on))
    return adscripcion


@transaction.atomic
def set_enabled(*, adscripcion: Adscripcion, is_enabled: bool, by) -> None:
    """Say whether somebody is servidor público habilitado (Ley de Transparencia, art. 3)."""
    if adscripcion.is_enabled != is_enabled:
        adscripcion.is_enabled = is_enabled
        adscripcion.save(update_fields=["is_enabled"])
        record("adscripcion.enabled" if is_enabled else "adscripcion.disabled", adscripcion, by=by)


@transaction.atomic
def set_enlace(*, body: Body, person: Person, by, starts_on: date) -> Enlace:
    """Make `person` the enlace of `body` from a day on; the one before ends the day before."""
    body = Body.objects.select_for_update().get(pk=body.pk)
    here = person.adscripciones.filter(body=body)
    if not any(a.holds_on(starts_on) for a in here):
        raise Refusal(f"{person} no tiene una adscripción en {body} ese día. Regístrala primero.")
    holding = [e for e in body.enlaces.all() if e.ends_on is None or e.ends_on >= starts_on]
    if any(e.person_id == person.pk for e in holding):
        raise Refusal(f"{person} ya es enlace de {body}.")
    if late := [e for e in holding if e.starts_on >= starts_on]:
        raise Refusal(
            f"{late[0].person} es enlace desde el {late[0].starts_on:%d/%m/%Y}; elige otro día."
        )
    for enlace in end_before(holding, starts_on):
        record("enlace.ended", enlace, by=by, ends_on=str(enlace.ends_on))
    made = Enlace.objects.create(body=body, person=person, starts_on=starts_on)
    record("enlace.started", made, by=by, starts_on=str(starts_on))
    return made


@transaction.atomic
def end_enlace(*, enlace: Enlace, ends_on: date, by) -> None:
    """End an enlace after their last day `ends_on`."""
    if ends_on < enlace.starts_on:
        raise Refusal(f"Es enlace desde el {enlace.starts_on:%d/%m/%Y}; no puede terminar antes.")
    enlace.ends_on = ends_on
    enlace.save(update_fields=["ends_on"])
    record("enlace.ended", enlace, by=by, ends_on=str(ends_on))


def end_before(dated: Iterable[Dated], day: date) -> list:
    """End those that still hold on `day`, the day before (or the day they began); return them."""
    ended = []
    for one in dated:
        if one.ends_on is None or one.ends_on >= day:
            one.ends_on = max(one.starts_on, day - timedelta(days=1))
            one.save(update_fields=["ends_on"])
            ended.append(one)
    return ended
