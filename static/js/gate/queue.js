// What happened at the door, on its way to the server: kept in order, sent in order, sent again
// until answered. Readings of passes go in batches, people without a pass one by one.
//
// Each has an id made here, so a second try is the same fact; and each is one sealed row of the
// vault, so that closing the page loses none. Events: "answered" {reading, answer}, "walkin"
// {walkin, answer}, "refused" {reading or walkin, message}, "change", "unpaired" {message}. The first
// and the third bear a `note` where somebody has to see it: that, too, outlives the page.

import { ApiError } from "./api.js";
import { BATCH, bodyOf, deliver, differs, head, isItsFault } from "./delivery.js";

const FIRST_WAIT = 1_000;
const LONGEST_WAIT = 30_000;
const REST = 2_000; // a server in trouble is not asked at every reading

export class Queue extends EventTarget {
  #api;
  #vault;
  #waiting = []; // {key, entry}: the key of its row once it has one
  #writing = Promise.resolve();
  #isOpen = false;
  #sending = false;
  #wait = FIRST_WAIT;
  #timer = 0;
  #failedAt = 0;
  #batch = BATCH;
  // Whether the last try reached the server.
  isOnline = true;
  // Whether what waits is lost when the page closes.
  isForgetful = false;
  // What somebody has still to see: {key, entry: {reading or walkin, answer or problem}}.
  notes = [];

  constructor(api, vault) {
    super();
    this.#api = api;
    this.#vault = vault;
    addEventListener("online", () => this.flush());
  }

  // Begin with what was left when the page was closed; `flush` sends it.
  async open() {
    await this.#writing;
    this.#waiting = await this.#vault.entries();
    this.notes = await this.#vault.notes();
    this.isForgetful = !this.#vault.isOpen;
    this.#isOpen = true;
  }

  close() {
    clearTimeout(this.#timer);
    this.#isOpen = false;
    this.#waiting = [];
    this.notes = [];
    this.#wait = FIRST_WAIT;
    this.#batch = BATCH;
  }

  // How many readings and walk-ins are only on this device.
  get length() {
    return this.#waiting.length;
  }

  // [{kind, id, …}], the oldest first.
  get entries() {
    return this.#waiting.map(({ entry }) => entry);
  }

  // Resolves once it would survive the closing of the page.
  add(reading) {
    return this.#add({ kind: "scan", ...reading });
  }

  addWalkin(walkin) {
    return this.#add({ kind: "walkin", ...walkin });
  }

  // More about an entry that still waits: what was said at the door.
  amend(id, more) {
    const waiting = this.#waiting.find(({ entry }) => entry.id === id);
    if (!waiting) return;
    Object.assign(waiting.entry, more);
    this.#write(() => this.#vault.change(waiting.key, waiting.entry));
  }

  #add(entry) {
    const waiting = { key: null, entry };
    this.#waiting.push(waiting);
    const kept = this.#write(async () => {
      waiting.key = await this.#vault.add(entry);
    });
    this.#tell("change");
    this.nudge();
    return kept;
  }

  // There may be a network again: try before the wait is over, unless the last try was just now.
  nudge() {
    if (this.isOnline || Date.now() - this.#failedAt > REST) this.flush();
  }

  // One after the other, so that rows stand in the order of the door.
  #write(work) {
    this.#writing = this.#writing.then(work).catch(() => {
      // The storage is full or broken: memory has it, until the page is closed.
      this.isForgetful = true;
      this.#tell("change");
    });
    return this.#writing;
  }

  // Resolves when everything is written that was to be written.
  settled() {
    return this.#writing;
  }

  async flush() {
    clearTimeout(this.#timer);
    if (this.#sending || !this.#isOpen || !this.#api.token) return;
    this.#sending = true;
    try {
      while (this.#isOpen && this.#waiting.length) await this.#sendSome();
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (error.status === 401) this.#tell("unpaired", { message: error.message });
      else this.#later();
    } finally {
      this.#sending = false;
      this.#tell("change");
    }
  }

  async #sendSome() {
    const batch = head(this.entries, this.#batch);
    let answers;
    try {
      answers = await deliver(this.#api, batch);
    } catch (error) {
      if (!isItsFault(error)) throw error;
      this.#divide(batch, error);
      return;
    }
    this.isOnline = true;
    this.#wait = FIRST_WAIT;
    this.#batch = BATCH;
    if (!this.#isOpen) return; // locked meanwhile: it is sent again, and is the same fact
    batch.forEach((entry, at) => {
      const told = { [partOf(entry)]: bodyOf(entry), answer: answers[at] };
      const note = differs(entry, answers[at]) ? this.#note(told) : null;
      this.#tell(entry.kind === "walkin" ? "walkin" : "answered", { ...told, note });
    });
    this.#done(batch.length);
  }

  // The server takes no offence at single readings; should it ever, the fault is found by halves
  // and that one is told and put aside, so that it blocks no other.
  #divide(batch, error) {
    if (batch.length > 1) {
      this.#batch = Math.ceil(batch.length / 2);
      return;
    }
    this.#batch = BATCH;
    const told = { [partOf(batch[0])]: bodyOf(batch[0]) };
    const note = this.#note({ ...told, problem: error.message });
    this.#tell("refused", { ...told, message: error.message, note });
    this.#done(1);
  }

  // Kept before its row is removed, so that at no moment neither is there.
  #note(entry) {
    const note = { key: null, entry };
    this.notes.push(note);
    this.#write(async () => {
      note.key = await this.#vault.keepNote(entry);
    });
    return note;
  }

  // Somebody has seen it.
  dismiss(note) {
    this.notes.splice(this.notes.indexOf(note), 1);
    this.#write(() => this.#vault.removeNote(note.key));
  }

  #done(number) {
    const done = this.#waiting.splice(0, number);
    this.#write(() => this.#vault.remove(done.map(({ key }) => key)));
    this.#tell("change");
  }

  #later() {
    this.isOnline = false;
    this.#failedAt = Date.now();
    // Who came without a pass and could not be asked about was let in without asking.
    for (const { entry } of this.#waiting) {
      if (entry.kind === "walkin" && !entry.offline) this.amend(entry.id, { offline: true });
    }
    this.#timer = setTimeout(() => this.flush(), this.#wait);
    this.#wait = Math.min(this.#wait * 2, LONGEST_WAIT);
  }

  #tell(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}

function partOf(entry) {
  return entry.kind === "walkin" ? "walkin" : "reading";
}
