// Readings on their way to the server: kept in order, sent in order, sent again until answered.
//
// Each has an id made here, so a second try is the same fact. Events: "answered" {reading, answer},
// "refused" {reading, message}, "change", "unpaired" {message}.

import { ApiError } from "./api.js";
import { load, save } from "./store.js";

const BATCH = 100;
const FIRST_WAIT = 1_000;
const LONGEST_WAIT = 30_000;

export class Queue extends EventTarget {
  #api;
  #event = "";
  #readings = [];
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

  // Readings belong to an event: after pairing again to the same one they are sent.
  open(event) {
    this.#event = event;
    this.#readings = load(`queue.${event}`, []);
    this.flush();
  }

  get length() {
    return this.#readings.length;
  }

  has(code) {
    return this.#readings.some((reading) => reading.code === code);
  }

  add(reading) {
    this.#readings.push(reading);
    this.#keep();
    this.flush();
  }

  async flush() {
    clearTimeout(this.#timer);
    if (this.#sending || !this.#event || !this.#api.token) return;
    this.#sending = true;
    try {
      while (this.#readings.length) await this.#sendSome();
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
    const batch = this.#readings.slice(0, this.#batch);
    let results;
    try {
      ({ results } = await this.#api.post("scans", { scans: batch }));
    } catch (error) {
      if (error.status === 401 || error.isPassing) throw error;
      this.#divide(batch, error);
      return;
    }
    this.isOnline = true;
    this.#wait = FIRST_WAIT;
    this.#batch = BATCH;
    this.#readings.splice(0, batch.length);
    this.#keep();
    batch.forEach((reading, at) => this.#tell("answered", { reading, answer: results[at] }));
  }

  // The server takes no offence at single readings; should it ever, the fault is found by halves
  // and that one reading is told and put aside, so that it blocks no other.
  #divide(batch, error) {
    if (batch.length > 1) {
      this.#batch = Math.ceil(batch.length / 2);
      return;
    }
    this.#readings.shift();
    this.#keep();
    this.#batch = BATCH;
    this.#tell("refused", { reading: batch[0], message: error.message });
  }

  #later() {
    this.isOnline = false;
    this.#timer = setTimeout(() => this.flush(), this.#wait);
    this.#wait = Math.min(this.#wait * 2, LONGEST_WAIT);
  }

  #keep() {
    save(`queue.${this.#event}`, this.#readings);
    this.#tell("change");
  }

  #tell(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}
