// How many have entered and are inside: the server's last word, and what happened here since.

import { bodyOf } from "./delivery.js";
import { gate } from "./parts.js";

const NOTHING = { entered: 0, inside: 0 };
const { queue, roster, screen } = gate;
const since = new Map(); // id: {result, effect}, of what the last word did not hold yet
let word = null;
let heard = 0;

// How many answers have come: counts asked before the last of them are old.
export const answersHeard = () => heard;

export const hasCounts = () => word !== null;

// The server's word: it knows all but what still waits here.
export function showCounts(fresh) {
  const waiting = new Set(queue.entries.map(({ id }) => id));
  for (const id of since.keys()) if (!waiting.has(id)) since.delete(id);
  word = fresh;
  show();
}

// What a reading or an arrival comes to, by the gate first and by the server later. To be told
// before the roster notes it.
export function happened({ id, code, scanned_at }, result) {
  if (since.get(id)?.result !== result) since.set(id, { result, effect: effect(result, code, scanned_at) });
  show();
}

export function answered(reading, result) {
  heard += 1;
  happened(reading, result);
}

export function refused(id) {
  since.delete(id);
  show();
}

function effect(result, code, at) {
  if (result === "exit") return { entered: 0, inside: -1 };
  if (result !== "admitted") return NOTHING;
  const before = roster.get(code)?.entered_at;
  return { entered: !before || before === at ? 1 : 0, inside: 1 };
}

function show() {
  if (!word) return;
  const total = { ...word };
  for (const { effect } of since.values()) {
    total.entered += effect.entered;
    total.inside += effect.inside;
  }
  screen.counts({ ...total, inside: Math.max(0, total.inside) });
}

// The page was opened again: until the server can be asked, what the roster knows, which holds
// what was said of the readings that wait.
gate.on("paired", () => {
  if (!roster.size) return;
  since.clear();
  word = roster.counts();
  for (const entry of queue.entries) {
    if (entry.kind === "walkin") {
      happened({ id: entry.id }, "admitted");
    } else if (entry.told) {
      const { id, code, scanned_at } = bodyOf(entry);
      const known = effect(entry.told, code, scanned_at);
      word.entered -= known.entered;
      word.inside -= known.inside;
      since.set(id, { result: entry.told, effect: known });
    }
  }
  show();
});

gate.on("left", () => {
  word = null;
  since.clear();
});
