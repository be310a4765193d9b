"""Uploads that no row names: what is left where a process ended between a file and its row.

A file is on the disk before its row, so that there is no row without its file. Whoever is killed in
between leaves one that nobody can ask for, or delete, any more.
"""

import re
from collections.abc import Iterator
from datetime import timedelta

from django.apps import apps
from django.core.files.storage import default_storage
from django.db.models import FileField
from django.utils import timezone

# What was begun longer ago than this is not under way.
AGE = timedelta(days=1)
# Only what `evidence.kept` names is swept: every other file has its own room to look after it.
NAME = re.compile(r"[0-9a-f]{32}\.[a-z0-9]+")


def sweep(now=None) -> int:
    """Delete the uploads older than a day that no row names; return how many."""
    before = (now or timezone.now()) - AGE
    fields = [field for model in apps.get_models() for field in _fields(model)]
    folders = {str(field.upload_to).split("%")[0].strip("/") for field in fields}
    found = {name for folder in folders for name in _files(folder)}
    old = {name for name in found if default_storage.get_modified_time(name) < before}
    # Looked at after the files: a row is never older than its file.
    orphans = old.difference(*map(_named, fields)) if old else set()
    for name in orphans:
        default_storage.delete(name)
    return len(orphans)


def _fields(model) -> list[FileField]:
    """Those with a folder of their own."""
    found = [field for field in model._meta.concrete_fields if isinstance(field, FileField)]
    return [field for field in found if isinstance(field.upload_to, str) and field.upload_to]


def _files(folder: str) -> Iterator[str]:
    try:
        folders, names = default_storage.listdir(folder)
    except FileNotFoundError:
        return
    yield from (f"{folder}/{name}" for name in names if NAME.fullmatch(name))
    for one in folders:
        yield from _files(f"{folder}/{one}")


def _named(field: FileField) -> set[str]:
    return set(field.model._base_manager.values_list(field.name, flat=True))
