"""What a roster would change: the rows compared with the padrón. Writes nothing.

Who is who: the same mailbox and name, or the same name in the same body, is the same person. The
same mailbox with another name is a question for somebody. Everybody else is new.
"""

from datetime import date

from ..names import match_key
from .bodies import Bodies
from .parsing import NAME_ORDER_QUESTION, Row
from .people import People, Post, Someone
from .plans import Entry, Kind, Plan


def plan(
    rows: list[Row],
    *,
    day: date,
    decisions: dict | None = None,
    within: set[int] | None = None,
    progress=None,
) -> Plan:
    """Compare `rows` with the padrón; changes of post hold from `day`.

    `decisions` is what somebody decided: {"bodies": {spelling: body id or 0 for "reject"},
    "mailboxes": {"mailbox name": "other" | "same" | "reject"}, "moves": "keep" | "end"}.
    `within` holds the bodies of an enlace, who changes and learns nothing beyond them.
    """
    planner = Planner(rows, day, decisions or {}, within)
    for done, row in enumerate(rows):
        planner.place(row)
        if progress and done % 500 == 0:
            progress(done, len(rows))
    planner.finish()
    return planner.plan


class Planner:
    def __init__(self, rows: list[Row], day: date, decisions: dict, within: set[int] | None):
        self.plan = Plan(day)
        self.day = day
        self.decided_bodies = decisions.get("bodies", {})
        self.decided_mailboxes = decisions.get("mailboxes", {})
        self.end_moves = decisions.get("moves") == "end" and within is None
        self.within = within
        self.bodies = Bodies()
        self.people = People((r.name_key for r in rows), (r.email for r in rows))
        self.seen: dict[tuple[str, int], Row] = {}
        self.mailbox_rows: dict[str, Row] = {}
        # Bodies in which the file itself places each person, by identity of the object.
        self.placed: dict[int, set[int]] = {}

    def place(self, row: Row) -> None:
        entry = Entry(row, notes=list(row.notes))
        self.plan.entries.append(entry)
        if row.problem:
            self._reject(entry, row.problem)
        elif self._find_body(entry) and self._is_first(entry):
            self._compare(entry)

    def finish(self) -> None:
        """End the posts that people who moved left behind, where somebody asked for it."""
        for entry in self.plan.entries:
            if not self.end_moves or entry.kind != Kind.JOINS:
                continue
            who = entry.someone
            stays = self.placed[id(who)]
            for post in who.posts:
                if post.body_id not in stays and post.is_open(self.day):
                    post.end_before(self.day)
                    self.plan.changed_posts.append(post)
                    self.plan.left.append((who, post.body_id))
                    left = self.bodies.by_id[post.body_id].name
                    entry.changes.append(f"Termina su adscripción en {left}.")

    def _reject(self, entry: Entry, reason: str) -> None:
        entry.kind, entry.reason = Kind.REJECTED, reason

    def _ask(self, entry: Entry, question: str, reason: str) -> None:
        entry.kind, entry.question, entry.reason = Kind.DECIDE, question, reason

    # Which body -----------------------------------------------------------------------------

    def _find_body(self, entry: Entry) -> bool:
        row = entry.row
        if not row.body and not row.body_key:
            if self.within and len(self.within) == 1:
                entry.body = self.bodies.by_id[next(iter(self.within))]
                return True
            self._reject(entry, "Falta el sujeto obligado.")
            return False
        answer = self.bodies.find(row.body, row.body_key)
        if not answer.body and not answer.problem and self.within is None:
            return self._decided_body(entry, several=bool(answer.candidates))
        if self.within is not None and (not answer.body or answer.body.id not in self.within):
            self._reject(entry, f"«{row.body or row.body_key}» no es tu sujeto obligado.")
            return False
        if answer.problem:
            self._reject(entry, answer.problem)
            return False
        entry.body = answer.body
        return True

    def _decided_body(self, entry: Entry, *, several: bool) -> bool:
        row = entry.row
        text = row.body or row.body_key
        key = match_key(text)
        if not key:
            self._reject(entry, "Falta el sujeto obligado.")
            return False
        decided = self.decided_bodies.get(key)
        if decided in self.bodies.by_id:
            entry.body = self.bodies.by_id[decided]
            self.plan.aliases.setdefault(text, decided)
            return True
        if decided == 0:
            self._reject(entry, f"Se decidió no importar las filas de «{text}».")
            return False
        why = "lo usan varios sujetos obligados" if several else "no está en el catálogo"
        self._ask(entry, f"body:{key}", f"«{text}» {why}: hay que decidir cuál es.")
        return False

    # The same person twice in the file ------------------------------------------------------

    def _is_first(self, entry: Entry) -> bool:
        row = entry.row
        first = self.seen.setdefault((row.name_key, entry.body.id), row)
        if first is row:
            self._tell_shared_mailbox(entry)
            return True
        if first.email and row.email and first.email != row.email:
            reason = (
                f"Mismo nombre y sujeto obligado que la fila {first.number}, con otro correo: "
                "deja una, o impórtalas por separado si son dos personas."
            )
        elif match_key(first.post) != match_key(row.post):
            reason = f"Ya está en la fila {first.number} con otro cargo: deja el que vale."
        else:
            reason = f"Repetida: es la persona de la fila {first.number}."
        self._reject(entry, reason)
        return False

    def _tell_shared_mailbox(self, entry: Entry) -> None:
        row = entry.row
        if not row.email:
            return
        first = self.mailbox_rows.setdefault(row.email, row)
        if first.name_key != row.name_key:
            entry.notes.append(
                f"Comparte el correo con la fila {first.number}: un correo compartido no "
                "identifica a nadie al entrar."
            )

    # Which person, and what changes ---------------------------------------------------------

    def _compare(self, entry: Entry) -> None:
        row = entry.row
        entry.who = self._same_person(entry)
        if entry.who is None:
            if row.question == NAME_ORDER_QUESTION:
                self._ask(
                    entry,
                    NAME_ORDER_QUESTION,
                    "El nombre viene en una sola columna: hay que decir en qué orden está escrito.",
                )
                return
            if not self._mailbox_is_free(entry):
                return
        if entry.who is None:
            self._plan_new(entry)
        else:
            self._plan_known(entry)
        self.placed.setdefault(id(entry.who), set()).add(entry.body.id)

    def _same_person(self, entry: Entry) -> Someone | None:
        row = entry.row
        namesakes = self.people.by_name.get(row.name_key, [])
        if row.email:
            for someone in namesakes:
                if someone.email == row.email:
                    return someone
        here = [s for s in namesakes if s.post_in(entry.body.id, self.day)]
        before = [s for s in namesakes if any(p.body_id == entry.body.id for p in s.posts)]
        found = next(iter(here or before), None)
        if found is None and namesakes and self.within is None:
            bodies = {p.body_id for s in namesakes for p in s.posts if p.is_open(self.day)}
            names = " y ".join(sorted(self.bodies.by_id[b].name for b in bodies)[:2])
            where = f" en {names}" if names else ""
            entry.notes.append(f"Hay otra persona con este nombre{where}, con otro correo.")
        return found

    def _mailbox_is_free(self, entry: Entry) -> bool:
        """Whether the row may be a new person with this mailbox; otherwise it asks or rejects."""
        row = entry.row
        owners = [
            s for s in self.people.by_email.get(row.email, []) if row.email and s.id is not None
        ]
        if len(owners) != 1:
            if owners:
                entry.notes.append("El correo es un buzón compartido: no identifica a nadie.")
            return True
        if self.within is not None:
            self._reject(
                entry,
                "Otra persona del padrón usa este correo. Escribe el correo propio de esta "
                "persona o pide al instituto que lo revise.",
            )
            return False
        question = f"{row.email} {row.name_key}"
        decided = self.decided_mailboxes.get(question)
        if decided == "other":
            entry.notes.append(f"Comparte el correo con {owners[0].name}.")
        elif decided == "same":
            entry.who = owners[0]
        elif decided == "reject":
            self._reject(
                entry, f"El correo es de {owners[0].name}; se decidió no importar la fila."
            )
        else:
            self._ask(
                entry,
                f"mailbox:{question}",
                f"El correo es de {owners[0].name}: hay que decir si es la misma persona.",
            )
        return decided in ("other", "same")

    def _plan_new(self, entry: Entry) -> None:
        row = entry.row
        entry.kind = Kind.NEW
        entry.who = Someone(
            None, row.given_names, row.first_surname, row.second_surname, row.title, row.email
        )
        self.people.add(entry.who, row.name_key)
        self.plan.new_people.append(entry.someone)
        self._add_post(entry)

    def _plan_known(self, entry: Entry) -> None:
        self._compare_person(entry)
        current = entry.who.post_in(entry.body.id, self.day)
        if current is None:
            entry.kind = Kind.JOINS
            entry.changes.append(f"Nueva adscripción en {entry.body.name}.")
            others = [p for p in entry.who.posts if p.is_open(self.day)]
            if others and self.within is None and not self.end_moves:
                names = sorted({self.bodies.by_id[p.body_id].name for p in others})
                entry.notes.append(f"Sigue adscrita también a {' y '.join(names[:2])}.")
            self._add_post(entry)
        elif self._post_changed(entry.row, current):
            entry.kind = Kind.POST
            self._change_post(entry, current)
        else:
            self._complete_post(entry, current)
            if entry.changes:
                entry.kind = Kind.DATA

    def _compare_person(self, entry: Entry) -> None:
        row, who = entry.row, entry.someone
        changed = False
        if self._is_elsewhere(who):
            if row.email and row.email != who.email:
                entry.notes.append("Su correo no cambia: pide al instituto que lo corrija.")
            return
        if row.email and row.email != who.email:
            entry.changes.append(
                f"Correo: {row.email} en lugar de {who.email}."
                if who.email
                else f"Correo: {row.email}."
            )
            if others := [s for s in self.people.by_email.get(row.email, []) if s is not who]:
                whose = others[0].name if self.within is None else "otra persona"
                entry.notes.append(f"Este correo lo usa también {whose}.")
            who.email, changed = row.email, True
        if row.given_names and match_key(who.name) != row.name_key:
            entry.changes.append(f"Nombre: {row.name} en lugar de {who.name}.")
            who.given_names = row.given_names
            who.first_surname, who.second_surname = row.first_surname, row.second_surname
            changed = True
        if row.title and match_key(row.title) != match_key(who.title):
            entry.changes.append(f"Grado académico: {row.title}.")
            who.title, changed = row.title, True
        if changed and who.id is not None:
            self.plan.changed_people.append(who)

    def _is_elsewhere(self, who: Someone) -> bool:
        """Whether the person also works where this enlace has nothing to say.

        Whoever changes a mailbox may enter with it: an enlace only does so for their own people.
        """
        return self.within is not None and any(
            p.is_open(self.day) and p.body_id not in self.within for p in who.posts
        )

    @staticmethod
    def _post_changed(row: Row, current: Post) -> bool:
        """Another post or area than the one known; filling an empty one is no change."""
        return any(
            new and known and match_key(new) != match_key(known)
            for new, known in [(row.post, current.post), (row.area, current.area)]
        )

    def _change_post(self, entry: Entry, current: Post) -> None:
        row = entry.row
        for label, new, known in [
            ("Cargo", row.post, current.post),
            ("Área", row.area, current.area),
        ]:
            if new and match_key(new) != match_key(known):
                entry.changes.append(f"{label}: {new} en lugar de {known or 'ninguno'}.")
        if current.starts_on >= self.day:
            # It began today or later: this corrects it, there is no history to keep.
            current.post, current.area = row.post or current.post, row.area or current.area
            self._touch(entry, current)
            return
        ends_on = current.ends_on
        current.end_before(self.day)
        self.plan.changed_posts.append(current)
        self._add_post(entry, before=current, ends_on=ends_on)

    def _complete_post(self, entry: Entry, current: Post) -> None:
        row = entry.row
        before = (current.post, current.area, current.is_enabled)
        if row.post and not current.post:
            entry.changes.append(f"Cargo: {row.post}.")
            current.post = row.post
        if row.area and not current.area:
            entry.changes.append(f"Área: {row.area}.")
            current.area = row.area
        if row.enabled is not None and row.enabled != current.is_enabled:
            entry.changes.append(
                "Queda habilitada." if row.enabled else "Deja de estar habilitada."
            )
            current.is_enabled = row.enabled
        if before != (current.post, current.area, current.is_enabled):
            self._touch(entry, current)

    def _touch(self, entry: Entry, post: Post) -> None:
        if post.id is not None:
            self.plan.changed_posts.append(post)

    def _add_post(self, entry: Entry, before: Post | None = None, ends_on=None) -> None:
        row = entry.row
        enabled = before.is_enabled if before else True
        post = Post(
            id=None,
            body_id=entry.body.id,
            post=row.post or (before.post if before else ""),
            area=row.area or (before.area if before else ""),
            is_enabled=enabled if row.enabled is None else row.enabled,
            starts_on=self.day,
            ends_on=ends_on,
        )
        entry.who.posts.append(post)
        self.plan.new_posts.append((entry.someone, post))
