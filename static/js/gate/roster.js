// The people of the event, in memory only: for searching by name, and for a first word when the
// network is lost. Closing the page forgets them.

const MARKS = /[\u0300-\u036f]/g;
const SHOWN = 8;

export class Roster {
  #api;
  #people = new Map();
  #cursor = "";

  constructor(api) {
    this.#api = api;
  }

  get size() {
    return this.#people.size;
  }

  get(code) {
    return this.#people.get(code);
  }

  // Ask for what changed; page by page.
  async refresh() {
    let more = true;
    while (more) {
      const page = await this.#api.get(`roster?since=${encodeURIComponent(this.#cursor)}`);
      if (page.full) this.#people.clear();
      for (const person of page.people) {
        this.#people.set(person.code, { ...person, key: fold(`${person.name} ${person.body}`) });
      }
      this.#cursor = page.cursor;
      more = page.has_more;
    }
  }

  // What this gate has just learnt; the server tells the rest at the next refresh.
  note(code, result, at) {
    const person = this.#people.get(code);
    if (!person) return;
    if (result === "admitted") {
      person.inside = true;
      person.entered_at ??= at;
    } else if (result === "exit") {
      person.inside = false;
    }
  }

  forgetEntry(code) {
    const person = this.#people.get(code);
    if (person) Object.assign(person, { inside: false, entered_at: null });
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
  }
}

function compare(a, b) {
  return a.name.localeCompare(b.name, "es");
}

export function fold(text) {
  return text.normalize("NFD").replace(MARKS, "").toLowerCase().replace(/[^a-z0-9]+/g, " ").trim();
}
