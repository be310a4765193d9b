// From a code to an answer: the reading, the first word without network, the server's, and undoing.

import { codesIn } from "./code.js";
import { gate } from "./parts.js";
import { verdict } from "./verdict.js";

const SAME_CODE = 3_000; // a pass held before the camera is one reading
const PATIENCE = 2_500; // after this long without an answer, say what this gate knows

const { queue, roster, screen, log } = gate;
const seen = new Map();
let counts = null;
let heard = 0;

export function read(text) {
  for (const code of codesIn(text)) register(code);
}

export function register(code, direction = directionChosen()) {
  if (!code) return;
  const now = Date.now();
  const key = `${direction} ${code}`;
  const repeated = now - (seen.get(key) ?? 0) < SAME_CODE;
  seen.set(key, now);
  if (repeated) return;
  const reading = { id: gate.newId(), code, scanned_at: gate.now().toISOString(), direction };
  const entry = { reading, at: now, pending: true, answer: verdict(reading, roster), told: false };
  log.add(entry);
  queue.add(reading);
  if (queue.isOnline && navigator.onLine) setTimeout(() => tellWhatWeKnow(entry), PATIENCE);
  else tellWhatWeKnow(entry);
}

export function directionChosen() {
  return document.querySelector("[name=direction]:checked").value;
}

// The network is slow or lost: the door does not wait for it.
function tellWhatWeKnow(entry) {
  if (!entry.pending || entry.told) return;
  entry.told = true;
  screen.answer(entry.answer, { pending: true });
  roster.note(entry.reading.code, entry.answer.result, entry.reading.scanned_at);
}

queue.addEventListener("answered", ({ detail: { reading, answer } }) => {
  heard += 1;
  const entry = log.find(reading.id);
  const changed = !entry?.told || entry.answer.result !== answer.result;
  const late = Boolean(entry?.told);
  if (entry) Object.assign(entry, { answer, pending: false });
  if (entry && changed) screen.answer(answer, { late });
  roster.note(reading.code, answer.result, reading.scanned_at);
  count(answer.result, reading);
  log.draw();
});

queue.addEventListener("refused", ({ detail: { reading, message } }) => {
  const entry = reading && log.find(reading.id);
  if (entry) Object.assign(entry, { pending: false, problem: message });
  log.draw();
});

// ---- Counts -----------------------------------------------------------------------------------

// How many answers to readings have come: counts asked before the last of them are old.
export const answersHeard = () => heard;

export function showCounts(fresh) {
  counts = fresh;
  screen.counts(counts);
}

// Between two answers of the server the counts go on by themselves.
function count(result, reading) {
  if (!counts) return;
  if (result === "admitted") {
    counts.inside += 1;
    counts.entered += roster.get(reading.code)?.entered_at === reading.scanned_at ? 1 : 0;
  } else if (result === "exit") {
    counts.inside = Math.max(0, counts.inside - 1);
  }
  screen.counts(counts);
}

gate.on("left", () => {
  counts = null;
  seen.clear();
});

// ---- Undoing ----------------------------------------------------------------------------------

log.undo = async (entry) => {
  const name = entry.answer.person?.name ?? entry.reading.code;
  const what = entry.answer.result === "exit" ? "salida" : "entrada";
  const sure = await screen.ask({
    title: `¿Deshacer la ${what} de ${name}?`,
    words: "La lectura se conserva marcada como deshecha y deja de contar.",
    yes: "Deshacer",
  });
  if (!sure) return;
  try {
    await gate.api.post("undo", { id: entry.reading.id });
    entry.undone = true;
    seen.clear();
    if (what === "entrada") roster.forgetEntry(entry.reading.code);
    gate.tell("undone", entry.reading);
  } catch (error) {
    entry.problem = error.status === 0 ? "No se deshizo: sin red. Intenta de nuevo." : error.message;
  }
  log.draw();
};
