// What this device keeps when the page closes: the pairing, the roster, and what was not yet sent.
//
// All of it is sealed with a key that lives in memory only; opening the page again asks for the
// PIN. Where the browser has no cryptography or no storage, nothing is kept and `problem` says so.

import * as database from "./database.js";
import { canSeal, makeKey, openKey, seal, unseal } from "./keys.js";

// Seconds to wait after the first wrong PIN, the second …
const WAITS = [1, 2, 4, 8, 15, 30, 60, 120, 300];
// So many pieces of roster are put together into one.
const PIECES = 40;
export const TRIES = 10;

export class Vault {
  #key = null;
  #device = null;
  // "", "insecure" (no TLS, so no cryptography) or "forgetful" (the browser keeps nothing).
  problem = "";

  // Whether there is something to open: the pairing as far as it can be read without the PIN.
  async look() {
    if (!canSeal()) this.problem = "insecure";
    else if (!(await database.canKeep())) this.problem = "forgetful";
    if (this.problem) return null;
    return (await database.all("pairings")).find((kept) => kept.box) ?? null;
  }

  get isOpen() {
    return this.#key !== null;
  }

  // Keep a new pairing and forget the one before, except what it has not sent.
  async begin({ device, pin, event, gate, expires_at, token }) {
    if (this.problem) return;
    for (const kept of await database.all("pairings")) await this.#reduce(kept);
    const { key, wrapped } = await makeKey(pin);
    const box = await seal(key, { token }, `token ${device}`);
    const { slug, title } = event;
    await database.put("pairings", {
      device, event: { slug, title }, gate, expires_at, clock: 0, tries: 0, until: 0, wrapped, box,
    });
    this.hold({ key, device });
  }

  // The pairing with its token, or {wait} in milliseconds after a wrong PIN.
  async unlock(pin) {
    const kept = await this.look();
    const wait = kept.until - Date.now();
    if (wait > 0) return { wait };
    const key = await openKey(pin, kept.wrapped);
    if (!key) return { wait: await this.#wrong(kept) };
    await database.put("pairings", { ...kept, tries: 0, until: 0 });
    this.hold({ key, device: kept.device });
    const { device, event, gate, expires_at, clock } = kept;
    const { token } = await unseal(key, kept.box, `token ${device}`);
    return { device, event, gate, expires_at, clock, token };
  }

  async #wrong(kept) {
    const tries = kept.tries + 1;
    const wait = WAITS[Math.min(tries, WAITS.length) - 1] * 1_000;
    await database.put("pairings", { ...kept, tries, until: Date.now() + wait });
    return wait;
  }

  hold({ key, device }) {
    this.#key = key;
    this.#device = device;
  }

  // For the service worker, which sends what is left when the page is closed.
  get held() {
    return this.#key && { key: this.#key, device: this.#device };
  }

  lock() {
    this.#key = this.#device = null;
  }

  // How the clock of this device stands, for knowing the end of the pairing while locked.
  async noteClock(clock) {
    if (!this.isOpen) return;
    const kept = await database.get("pairings", this.#device);
    if (kept && Math.abs(kept.clock - clock) > 1_000) await database.put("pairings", { ...kept, clock });
  }

  // ---- Forgetting -----------------------------------------------------------------------------

  // The pairing is over: only what was never sent stays, sealed, until the event is paired again.
  async leave() {
    this.lock();
    if (this.problem) return;
    for (const kept of await database.all("pairings")) await this.#reduce(kept);
  }

  async #reduce(kept) {
    for (const name of ["roster", "notes"]) await database.removeOf(name, kept.device);
    if (await database.count("queue", kept.device)) await database.put("pairings", { ...kept, box: null });
    else await database.remove("pairings", [kept.device]);
  }

  async erase() {
    this.lock();
    if (!this.problem) await database.erase();
  }

  // ---- What was not sent ----------------------------------------------------------------------

  async add(entry) {
    if (!this.isOpen) return null;
    return database.put("queue", await this.#row("queue", entry));
  }

  async change(key, entry) {
    if (this.isOpen && key !== null) await database.put("queue", { key, ...(await this.#row("queue", entry)) });
  }

  async remove(keys) {
    const known = keys.filter((key) => key !== null);
    if (!this.problem && known.length) await database.remove("queue", known);
  }

  // [{key, entry}] in the order of the door.
  async entries() {
    if (!this.isOpen) return [];
    return this.#open("queue", this.#key, this.#device);
  }

  // Of earlier pairings of this device: [{device, event, count}].
  async left() {
    if (this.problem) return [];
    const kept = await database.all("pairings");
    const counted = kept.map(async ({ device, event }) => ({
      device, event, count: await database.count("queue", device),
    }));
    return (await Promise.all(counted)).filter(({ count, device }) => count && device !== this.#device);
  }

  // What an earlier pairing left, opened with the PIN it had; null where it is another.
  async takeOver(device, pin) {
    const kept = await database.get("pairings", device);
    const key = kept && (await openKey(pin, kept.wrapped));
    if (!key) return null;
    return (await this.#open("queue", key, device)).map(({ entry }) => entry);
  }

  async drop(device) {
    await database.removeOf("queue", device);
    await database.remove("pairings", [device]);
  }

  async waiting() {
    const kept = await this.look();
    return kept ? database.count("queue", kept.device) : 0;
  }

  // ---- The roster -----------------------------------------------------------------------------

  async keepPeople(page) {
    if (!this.isOpen) return;
    if (page.full) await database.removeOf("roster", this.#device);
    await database.put("roster", await this.#row("roster", page));
  }

  async people() {
    if (!this.isOpen) return [];
    return (await this.#open("roster", this.#key, this.#device)).map(({ entry }) => entry);
  }

  async hasManyPieces() {
    return this.isOpen && (await database.count("roster", this.#device)) > PIECES;
  }

  // ---- Answers nobody has seen yet ------------------------------------------------------------

  async keepNote(note) {
    return this.isOpen ? database.put("notes", await this.#row("notes", note)) : null;
  }

  async notes() {
    if (!this.isOpen) return [];
    return this.#open("notes", this.#key, this.#device);
  }

  async removeNote(key) {
    if (!this.problem && key !== null) await database.remove("notes", [key]);
  }

  // ---- Rows -----------------------------------------------------------------------------------

  async #row(name, value) {
    const device = this.#device;
    return { device, ...(await seal(this.#key, value, `${name} ${device}`)) };
  }

  async #open(name, key, device) {
    const rows = await database.of(name, device);
    const opened = rows.map(async (row) => ({ key: row.key, entry: await unseal(key, row, `${name} ${device}`) }));
    return Promise.all(opened);
  }
}
