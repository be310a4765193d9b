// From a code to an answer: the reading, the first word without network, the server's, and undoing.

import { codesIn } from "./code.js";
import { answered, happened } from "./counts.js";
import { bodyOf } from "./delivery.js";
import { gate } from "./parts.js";
import { verdict } from "./verdict.js";

const SAME_CODE = 3_000; // a pass held before the camera is one reading
const PATIENCE = 2_500; // after this long without an answer, say what this gate knows

const AT_HAND = 15_000; // so long somebody is at the door after their reading
const WAITING_SHOWN = 15;

const { queue, roster, screen, log } = gate;
const seen = new Map();

// What was delivered, and how: by "camera", "scanner" or "typed".
export function read(text, { how, pressed = "" }) {
  const codes = codesIn(text, { pressed, isKnown: (code) => Boolean(roster.get(code)) });
  gate.tell("read", { codes, how });
  for (const code of codes) register(code);
}

export async function register(code, direction = directionChosen()) {
  if (!code) return;
  const now = Date.now();
  const key = `${direction} ${code}`;
  const repeated = now - (seen.get(key) ?? 0) < SAME_CODE;
  seen.set(key, now);
  if (repeated) return;
  const reading = { id: gate.newId(), code, scanned_at: gate.now().toISOString(), direction };
  const entry = { reading, at: now, pending: true, answer: verdict(reading, roster), told: false };
  const canAsk = queue.isOnline && navigator.onLine;
  if (!canAsk) reading.told = entry.answer.result;
  log.add(entry);
  const kept = queue.add(reading);
  if (canAsk) {
    setTimeout(() => tellWhatWeKnow(entry), PATIENCE);
    return;
  }
  learn(entry);
  await kept;
  tellWhatWeKnow(entry);
}

export function directionChosen() {
  return document.querySelector("[name=direction]:checked").value;
}

// The network is slow or lost: the door does not wait for it.
function tellWhatWeKnow(entry) {
  if (!entry.pending || entry.told) return;
  entry.told = true;
  screen.answer(entry.answer, { pending: true });
  if (entry.reading.told) return;
  learn(entry);
  entry.reading.told = entry.answer.result;
  queue.amend(entry.reading.id, { told: entry.reading.told });
}

// The same pass read again is told so, also before the server knows.
function learn({ reading, answer }) {
  happened(reading, answer.result);
  roster.note(reading.code, answer.result, reading.scanned_at);
}

queue.addEventListener("answered", ({ detail: { reading, answer, note } }) => {
  const entry = log.find(reading.id) ?? (note && added({ reading }));
  if (entry) {
    const isNews = !entry.told || entry.answer.result !== answer.result;
    Object.assign(entry, { answer, pending: false, note });
    if (note) entry.before = reading.told;
    // Who is still at hand is told on the whole screen; of others the list tells, with a mark.
    if (isNews && Date.now() - entry.at < AT_HAND) screen.answer(answer, { before: entry.before });
  }
  answered(reading, answer.result);
  roster.note(reading.code, answer.result, reading.scanned_at);
  log.draw();
});

queue.addEventListener("refused", ({ detail: { reading, walkin, message, note } }) => {
  const entry = log.find((reading ?? walkin).id) ?? added({ reading: reading ?? arrival(walkin) });
  Object.assign(entry, { pending: false, problem: message, note });
  log.draw();
});

function added(entry) {
  log.add({ at: Date.parse(entry.reading.scanned_at), ...entry });
  return log.find(entry.reading.id);
}

function arrival({ id, given_names, first_surname, came_at }) {
  return { id, code: `${given_names} ${first_surname}`, scanned_at: came_at };
}

log.see = (entry) => {
  queue.dismiss(entry.note);
  entry.note = null;
  log.draw();
};

// The page was closed: what still waits, and what nobody has seen yet, is in the list again.
gate.on("paired", () => {
  for (const entry of queue.entries.slice(-WAITING_SHOWN)) {
    const reading = entry.kind === "scan" ? bodyOf(entry) : arrival(entry);
    if (log.find(reading.id)) continue;
    const answer = entry.kind === "scan" ? { ...verdict(reading, roster) } : null;
    if (answer && reading.told) answer.result = reading.told;
    added({ reading, answer, pending: true, told: Boolean(reading.told) });
  }
  for (const note of queue.notes) {
    const { reading, walkin, answer, problem } = note.entry;
    added({ reading: reading ?? arrival(walkin), answer, problem, before: answer && reading.told, note });
  }
});

gate.on("left", () => seen.clear());

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
