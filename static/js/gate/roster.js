// The people of the event: for searching by name, and for a first word when the network is lost.
// In memory as they are; in the vault sealed, page by page as they came.

const MARKS = /[\u0300-\u036f]/g;
const SHOWN = 8;

export class Roster {
  #api;
  #vault;
  #people = new Map();
  #cursor = "";
  // When the server last told of them, in milliseconds of this device; 0 before.
  at = 0;

  constructor(api, vault) {
    this.#api = api;
    this.#vault = vault;
  }

  get size() {
    return this.#people.size;
  }

  get cursor() {
    return this.#cursor;
  }

  get(code) {
    return this.#people.get(code);
  }

  // What was kept when the page was closed, and what was read since.
  async restore(entries) {
    for (const page of await this.#vault.people()) {
      this.#take(page);
      this.at = page.at;
    }
    if (this.at && !isToday(this.at)) for (const code of this.#people.keys()) this.forgetEntry(code);
    for (const { kind, code, told, scanned_at } of entries) {
      if (kind === "scan" && told) this.note(code, told, scanned_at);
    }
  }

  // Ask for what changed; page by page. The next one travels while this one is taken in.
  async refresh() {
    let coming = this.#ask(this.#cursor);
    while (coming) {
      const page = await coming;
      coming = page.has_more ? this.#ask(page.cursor) : null;
      this.at = Date.now();
      this.#take(page);
      if (page.full || page.people.length) await this.#keep(page);
    }
  }

  #ask(cursor) {
    const page = this.#api.get(`roster?since=${encodeURIComponent(cursor)}`);
    page.catch(() => null); // whoever waits for it is told
    return page;
  }

  #take(page) {
    if (page.full) this.#people.clear();
    for (const person of page.people) {
      this.#people.set(person.code, { ...person, key: fold(`${person.name} ${person.body}`) });
    }
    this.#cursor = page.cursor;
  }

  // Where it cannot be kept, this gate works on with what it has in memory.
  async #keep({ people, cursor, full }) {
    try {
      await this.#vault.keepPeople({ people, cursor, full, at: this.at });
      if (await this.#vault.hasManyPieces()) {
        const everybody = [...this.#people.values()].map(({ key, ...person }) => person);
        await this.#vault.keepPeople({ people: everybody, cursor, full: true, at: this.at });
      }
    } catch (error) {
      console.warn("roster", error.name);
    }
  }

  // What this gate has just learnt; the server tells the rest at the next refresh.
  note(code, result, at) {
    const person = this.#people.get(code);
    if (!person) return;
    if (result === "admitted") {
      person.inside = true;
      person.isHere = true; // through this very gate
      person.entered_at ??= at;
      person.last_at = at;
    } else if (result === "exit") {
      person.inside = false;
    }
  }

  forgetEntry(code) {
    const person = this.#people.get(code);
    if (person) Object.assign(person, { inside: false, isHere: false, entered_at: null, last_at: null });
  }

  // As far as this gate knows: for the time until the server can be asked.
  counts() {
    const people = [...this.#people.values()];
    const number = (isCounted) => people.filter(isCounted).length;
    return {
      expected: number((person) => person.status === "confirmed" && person.mode === "in_person"),
      entered: number((person) => person.entered_at),
      inside: number((person) => person.inside),
    };
  }

  // Those whose name and body hold every word, wherever accents and capitals are; and how many.
  search(text) {
    const words = fold(text).split(" ").filter(Boolean);
    const found = [...this.#people.values()]
      .filter((person) => words.every((word) => person.key.includes(word)))
      .sort((a, b) => (a.status === "cancelled") - (b.status === "cancelled") || compare(a, b));
    return { people: found.slice(0, SHOWN), total: found.length };
  }

  clear() {
    this.#people.clear();
    this.#cursor = "";
    this.at = 0;
  }
}

function isToday(at) {
  return new Date(at).toDateString() === new Date().toDateString();
}

function compare(a, b) {
  return a.name.localeCompare(b.name, "es");
}

export function fold(text) {
  return text.normalize("NFD").replace(MARKS, "").toLowerCase().replace(/[^a-z0-9]+/g, " ").trim();
}
