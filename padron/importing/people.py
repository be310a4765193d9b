"""The people of the padrón as the importer compares them: loaded in few queries, changed in memory.

Rows of one file may speak of the same person; each row meets what the rows before it left.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from ..models import Adscripcion, Person

# SQLite takes 999 parameters in one query.
CHUNK = 900


@dataclass
class Post:
    """A post; `id` is None while it is only planned."""

    id: int | None
    body_id: int
    post: str
    area: str
    is_enabled: bool
    starts_on: date
    ends_on: date | None = None

    def is_open(self, day: date) -> bool:
        return self.ends_on is None or self.ends_on >= day

    def end_before(self, day: date) -> None:
        """End the day before; one that began that very day ends with it."""
        self.ends_on = max(self.starts_on, day - timedelta(days=1))


@dataclass
class Someone:
    """A person; `id` is None while the person is only planned."""

    id: int | None
    given_names: str
    first_surname: str
    second_surname: str
    title: str
    email: str
    posts: list[Post] = field(default_factory=list)

    @property
    def pk(self) -> int:
        """The id, once there is one."""
        assert self.id is not None
        return self.id

    @property
    def name(self) -> str:
        return " ".join(filter(None, [self.given_names, self.first_surname, self.second_surname]))

    def post_in(self, body_id: int, day: date) -> Post | None:
        return next((p for p in self.posts if p.body_id == body_id and p.is_open(day)), None)


class People:
    """Those who have a name or a mailbox of the file."""

    def __init__(self, name_keys: Iterable[str], emails: Iterable[str]):
        self.by_name: dict[str, list[Someone]] = defaultdict(list)
        self.by_email: dict[str, list[Someone]] = defaultdict(list)
        self._by_id: dict[int, Someone] = {}
        self._load("match_key", name_keys)
        self._load("email", emails)
        self._load_posts()

    def add(self, someone: Someone, name_key: str) -> None:
        self.by_name[name_key].append(someone)
        if someone.email:
            self.by_email[someone.email].append(someone)

    def _load(self, column: str, values: Iterable[str]) -> None:
        columns = (
            "id", "given_names", "first_surname", "second_surname", "title", "email", "match_key",
        )  # fmt: skip
        for chunk in chunks(sorted({v for v in values if v})):
            found = Person.objects.filter(**{f"{column}__in": chunk}).order_by("id")
            for *facts, name_key in found.values_list(*columns):
                if facts[0] not in self._by_id:
                    someone = self._by_id[facts[0]] = Someone(*facts)
                    self.add(someone, name_key)

    def _load_posts(self) -> None:
        columns = (
            "person_id",
            "id",
            "body_id",
            "post",
            "area",
            "is_enabled",
            "starts_on",
            "ends_on",
        )
        for chunk in chunks(sorted(self._by_id)):
            posts = Adscripcion.objects.filter(person_id__in=chunk).order_by("-starts_on", "-id")
            for person_id, *facts in posts.values_list(*columns):
                self._by_id[person_id].posts.append(Post(*facts))


def chunks(values: list) -> Iterator[list]:
    for i in range(0, len(values), CHUNK):
        yield values[i : i + CHUNK]
