// What happened at the door, on its way to the server: kept in order, sent in order, sent again
// until answered. Readings of passes go in batches, people without a pass one by one.
//
// Each has an id made here, so a second try is the same fact. Events: "answered" {reading, answer},
// "walkin" {walkin, answer}, "refused" {reading or walkin, message}, "change", "unpaired" {message}.

import { ApiError } from "./api.js";
import { load, save } from "./store.js";

const BATCH = 100;
const FIRST_WAIT = 1_000;
const LONGEST_WAIT = 30_000;

export class Queue extends EventTarget {
  #api;
  #event = "";
  #entries = [];
  #sending = false;
  #wait = FIRST_WAIT;
  #timer = 0;
  #batch = BATCH;
  // Whether the last try reached the server.
  isOnline = true;

  constructor(api) {
    super();
    this.#api = api;
    addEventListener("online", () => this.flush());
  }

  // Entries belong to an event: after pairing again to the same one they are sent.
  open(event) {
    this.#event = event;
    this.#entries = load(`queue.${event}`, []).map((kept) => (kept.kind ? kept : { kind: "scan", ...kept }));
    this.flush();
  }

  // How many readings and walk-ins are only on this device.
  get length() {
    return this.#entries.length;
  }

  add(reading) {
    this.#add({ kind: "scan", ...reading });
  }

  addWalkin(walkin) {
    this.#add({ kind: "walkin", ...walkin });
  }

  #add(entry) {
    this.#entries.push(entry);
    this.#keep();
    this.flush();
  }

  async flush() {
    clearTimeout(this.#timer);
    if (this.#sending || !this.#event || !this.#api.token) return;
    this.#sending = true;
    try {
      while (this.#entries.length) await this.#sendSome();
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
    const batch = this.#next();
    const bodies = batch.map(({ kind, ...body }) => body);
    const isWalkin = batch[0].kind === "walkin";
    let answers;
    try {
      answers = isWalkin
        ? [await this.#api.post("walkins", bodies[0])]
        : (await this.#api.post("scans", { scans: bodies })).results;
    } catch (error) {
      if (error.status === 401 || error.isPassing) throw error;
      this.#divide(batch, error);
      return;
    }
    this.isOnline = true;
    this.#wait = FIRST_WAIT;
    this.#batch = BATCH;
    this.#entries.splice(0, batch.length);
    this.#keep();
    bodies.forEach((body, at) => {
      if (isWalkin) this.#tell("walkin", { walkin: body, answer: answers[at] });
      else this.#tell("answered", { reading: body, answer: answers[at] });
    });
  }

  // The readings at the head of the queue, or the one walk-in that is there.
  #next() {
    if (this.#entries[0].kind === "walkin") return [this.#entries[0]];
    const walkin = this.#entries.findIndex((entry) => entry.kind === "walkin");
    return this.#entries.slice(0, Math.min(this.#batch, walkin < 0 ? Infinity : walkin));
  }

  // The server takes no offence at single readings; should it ever, the fault is found by halves
  // and that one is told and put aside, so that it blocks no other.
  #divide(batch, error) {
    if (batch.length > 1) {
      this.#batch = Math.ceil(batch.length / 2);
      return;
    }
    const { kind, ...body } = this.#entries.shift();
    this.#keep();
    this.#batch = BATCH;
    this.#tell("refused", { [kind === "walkin" ? "walkin" : "reading"]: body, message: error.message });
  }

  #later() {
    this.isOnline = false;
    this.#timer = setTimeout(() => this.flush(), this.#wait);
    this.#wait = Math.min(this.#wait * 2, LONGEST_WAIT);
  }

  #keep() {
    save(`queue.${this.#event}`, this.#entries);
    this.#tell("change");
  }

  #tell(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}
