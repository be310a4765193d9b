"""The exercises of a workshop, in their order: numbers run from 1 without gaps."""

from django.db import transaction
from django.db.models import F, Max
from django.utils import timezone

from bitacora.record import record

from .models import Exercise, Workshop

# Numbers are unique at every moment, so one that gives way steps here first.
ASIDE = 30_000


@transaction.atomic
def add(*, workshop: Workshop, exercise: Exercise, by) -> Exercise:
    """Put `exercise` after the others."""
    workshop = _locked(workshop)
    last = workshop.exercises.aggregate(last=Max("number"))["last"] or 0
    exercise.workshop, exercise.number = workshop, last + 1
    exercise.save()
    record("workshop.exercise_added", exercise, by=by)
    return exercise


@transaction.atomic
def change(*, exercise: Exercise, by) -> Exercise:
    exercise.changed_at = timezone.now()
    exercise.save(update_fields=["title", "instructions", "minutes", "session", "changed_at"])
    record("workshop.exercise_changed", exercise, by=by)
    return exercise


@transaction.atomic
def remove(*, exercise: Exercise, by) -> None:
    """Take it out; those after it move up."""
    workshop = _locked(exercise.workshop)
    exercise = workshop.exercises.get(pk=exercise.pk)
    record("workshop.exercise_removed", exercise, by=by)
    exercise.delete()
    # One by one, in order: no two ever hold the same number.
    for after in workshop.exercises.filter(number__gt=exercise.number).order_by("number"):
        _number(after, after.number - 1)


@transaction.atomic
def move(*, exercise: Exercise, up: bool, by) -> None:
    """Change places with the one before (`up`) or after it; at the end nothing happens."""
    workshop = _locked(exercise.workshop)
    exercise = workshop.exercises.get(pk=exercise.pk)
    others = workshop.exercises
    if up:
        other = others.filter(number__lt=exercise.number).order_by("-number").first()
    else:
        other = others.filter(number__gt=exercise.number).order_by("number").first()
    if other is None:
        return
    mine, theirs = exercise.number, other.number
    Exercise.objects.filter(pk=other.pk).update(number=F("number") + ASIDE)
    _number(exercise, theirs)
    _number(other, mine)
    record("workshop.exercise_moved", exercise, by=by)


def _number(exercise: Exercise, number: int) -> None:
    Exercise.objects.filter(pk=exercise.pk).update(number=number)


def _locked(workshop: Workshop) -> Workshop:
    """Its row, held until the transaction ends: numbers are given one after the other."""
    if workshop.pk is None:
        workshop = Workshop.objects.get_or_create(event=workshop.event)[0]
    return Workshop.objects.select_for_update().get(pk=workshop.pk)
