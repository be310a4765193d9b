"""Which key seals today, which did before, and how one takes the place of another.

The public halves stand in the database and are published (`documentos.models.SealingKey`); at any
time one stands for each use, by constraint. What a retired one sealed stays verifiable.
"""

from django.db import IntegrityError, models, transaction
from django.utils import timezone

from consultas import composed
from documentos.models import SealingKey

from . import material, registry
from .material import Pair

Use = SealingKey.Use
SYSTEM = "sistema"
# Keys of the settings that have taken their place since this process started.
_settled: set[str] = set()


class GivenBySettings(Exception):  # noqa: N818 — a refusal that a person reads, not a fault
    """A key of the settings is changed there, not here."""


class _Overtaken(Exception):  # noqa: N818 — never leaves this module
    """Another process was quicker."""


def public_keys() -> list[SealingKey]:
    """Every key that seals or sealed, those of today first."""
    return sorted(SealingKey.objects.all(), key=lambda key: (key.retired_at is not None, key.use))


def standing(use: str) -> Pair:
    """The key that seals today, ready to use: one query. Made where there is none."""
    while True:
        now = _standing.first(use=use)
        pair = material.given(use)
        if pair:
            if _has_its_place(pair, now):
                return pair
        else:
            pair = now and material.kept(use, now.key_id)
            if pair:
                return pair
            pair = _left_over(use) or material.make(use, registry.name())
        try:
            _replace(now, pair, by=SYSTEM)
        except _Overtaken:
            _forget(pair)
        else:
            return pair


@composed(use=models.CharField())
def _standing(use):
    # Asked three times for every constancia.
    return SealingKey.objects.standing().filter(use=use)


def settle() -> None:
    """At the start: the keys that the settings name take their place. None is made yet."""
    for use in Use.values:
        if material.given(use):
            standing(use)


def rotate(use: str, by) -> SealingKey:
    """Let a new key, made here, seal from now on. Raises GivenBySettings.

    Two who do it at once have done it once.
    """
    if material.given(use):
        raise GivenBySettings(
            "Esta llave viene de los ajustes (SEAL_KEY, SEAL_PDF_KEY y SEAL_PDF_CERT): cambia ahí "
            "los archivos y vuelve a iniciar el sitio; la anterior queda publicada como retirada."
        )
    now = SealingKey.objects.standing().filter(use=use).first()
    new = material.make(use, registry.name())
    try:
        return _replace(now, new, by=by)
    except _Overtaken:
        _forget(new)
        return SealingKey.objects.standing().get(use=use)


def _forget(pair: Pair) -> None:
    """One made here that came too late, unless it is another's by now."""
    if pair.is_self_made and not SealingKey.objects.filter(pk=pair.key_id).exists():
        material.forget(pair)


def _has_its_place(pair: Pair, now: SealingKey | None) -> bool:
    """Whether the settings' key may seal as it is.

    A process that started with it goes on until it ends, also while others already seal with the
    next one: two settings at once must not take turns. After a restart it takes its place again.
    """
    if now and now.key_id == pair.key_id:
        _settled.add(pair.key_id)
        return True
    return pair.key_id in _settled and SealingKey.objects.filter(pk=pair.key_id).exists()


def _left_over(use: str) -> Pair | None:
    """A key made here whose row was never kept: its transaction was taken back."""
    ids = material.kept_ids(use)
    known = set(SealingKey.objects.filter(pk__in=ids).values_list("pk", flat=True))
    return next((material.kept(use, one) for one in ids if one not in known), None)


def _replace(old: SealingKey | None, new: Pair, *, by) -> SealingKey:
    """Retire `old` and let `new` stand, or neither. Raises _Overtaken."""
    try:
        with transaction.atomic():
            retired = SealingKey.objects.standing().filter(pk=old.pk) if old else None
            # Of two who retire the same one the second finds nothing to retire.
            if retired is not None and not retired.update(retired_at=timezone.now()):
                raise _Overtaken
            defaults = {
                "use": new.use,
                "public": new.public,
                "subject": new.subject,
                "is_self_made": new.is_self_made,
            }
            row, is_new = SealingKey.objects.get_or_create(key_id=new.key_id, defaults=defaults)
            if not is_new and row.retired_at is None:
                return row  # another process brought the same one
            if not is_new:
                row.retired_at = None
                row.save(update_fields=["retired_at"])
            registry.tell(row, old, by)
    except IntegrityError as error:
        raise _Overtaken from error
    _settled.add(new.key_id)
    return row
