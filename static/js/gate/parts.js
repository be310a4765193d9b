// What the parts of the gate share. A part is a module that main.js imports; it takes `gate` from
// here and is told of events by `gate.on(event, fn)`:
//
//   "paired"     {event, gate, …}  the gate is at work: just paired, or opened again with its PIN
//   "unlocked"   the same, after the PIN only
//   "left"       message           unpaired, locked or wiped: forget what you hold
//   "refreshed"  the answer of /status, every ten seconds while there is a network
//   "undone"     the reading that was taken back

import { Api } from "./api.js";
import { Log } from "./log.js";
import { Queue } from "./queue.js";
import { Roster } from "./roster.js";
import * as screen from "./screen.js";
import { Vault } from "./vault.js";

const hub = new EventTarget();
const api = new Api();
const vault = new Vault();
let pairing = null;
let offset = 0;

export const gate = {
  api,
  vault,
  queue: new Queue(api, vault),
  roster: new Roster(api, vault),
  screen,
  log: new Log(),

  // {token, event: {slug, title}, gate, expires_at}, or null while not paired or locked.
  pairing: () => pairing,
  setPairing(made) {
    pairing = made;
    api.token = made?.token ?? "";
  },

  // Milliseconds to add to this device's clock to have the server's.
  clockOffset: () => offset,
  setClock(milliseconds) {
    offset = milliseconds;
  },
  now: () => new Date(Date.now() + offset),

  on(event, fn) {
    hub.addEventListener(event, ({ detail }) => fn(detail));
  },
  tell(event, detail) {
    hub.dispatchEvent(new CustomEvent(event, { detail }));
  },
  newId,
};

// crypto.randomUUID() exists only with TLS; a laptop on a hall's own network may go without.
function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, "$1-$2-$3-$4-$5");
}
