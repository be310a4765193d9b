// Who comes without a registration: noted in seconds, also without network, in the same queue as the
// readings. What the server could not take comes back to this form with everything that was typed.

import { ApiError } from "./api.js";
import { bodyWith, refreshBodies } from "./bodies.js";
import { bodyTyped, fill, isHalfTyped, onChosen, remember } from "./body_field.js";
import { happened, refused } from "./counts.js";
import { gate } from "./parts.js";
import { register } from "./reading.js";
import { refresh } from "./refresh.js";

const PATIENCE = 2_500; // after this long without an answer, the person is let in
const AT_HAND = 15_000;
const KNOWN = 2;
const NAMES = ["given_names", "first_surname", "second_surname"];
const FULL = "Ya no quedan lugares. Escribe por qué entra; el motivo queda registrado.";

const { queue, roster, screen, log } = gate;
const $ = (id) => document.getElementById(id);
const form = $("walkin");
const view = form.closest("[data-view]");
let free = null; // seats as the server last said; null without a limit, or not known
let again = null; // the note of one that the server could not take

// ---- Opening and closing ----------------------------------------------------------------------

$("walkin-open").addEventListener("click", () => open(namesIn($("field").value)));
$("walkin-cancel").addEventListener("click", cancel);

function open(typed, problem = "") {
  form.reset();
  for (const [name, value] of Object.entries(typed)) if (form.elements[name]) form.elements[name].value = value;
  fill(typed.body ? bodyWith(typed.body) : null, typed.body_said ?? "");
  $("walkin-more").open = Boolean(typed.post || typed.email);
  askWhy(isFull() || Boolean(typed.reason));
  for (const error of form.querySelectorAll(".error")) say(error.id.slice(0, -"-error".length), "");
  screen.say("walkin-problem", problem);
  screen.show("walkin");
  (missing() ?? $("walkin-save")).focus();
  look();
}

function close() {
  again = null;
  $("field").value = "";
  $("field").dispatchEvent(new Event("input"));
  screen.show("gate");
  $("walkin-open").focus();
}

async function cancel() {
  if (again) {
    const { given_names, first_surname } = again.entry.walkin;
    const sure = await screen.ask({
      title: `¿Descartar la llegada de ${given_names} ${first_surname}?`,
      words: "No llegó a registrarse. Descártala solo si la persona no entró.",
      yes: "Descartar",
    });
    if (!sure) return;
    dismiss();
  }
  close();
  reopen();
}

// "ana ruiz paz", typed to look for her in the list, is not typed again.
function namesIn(text) {
  const words = text.trim().split(/\s+/).filter(Boolean);
  if (!words.length || /\d/.test(text)) return {};
  const surnames = words.slice(Math.max(1, words.length - 2));
  const given = words.slice(0, words.length - surnames.length).join(" ");
  return { given_names: given, first_surname: surnames[0] ?? "", second_surname: surnames[1] ?? "" };
}

// ---- Typing -----------------------------------------------------------------------------------

onChosen(() => (missing() ?? $("walkin-save")).focus());

form.addEventListener("input", look);
form.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.defaultPrevented || event.target.tagName !== "INPUT") return;
  const next = missing(event.target);
  if (!next) return;
  event.preventDefault();
  next.focus();
});

// The first field that must be filled and is empty; beginning after `field`, where one is given.
function missing(field) {
  const asked = [form.elements.given_names, form.elements.first_surname, form.elements.body_said];
  if (!$("walkin-over").hidden) asked.push(form.elements.reason);
  return asked.find((one) => !one.value.trim() && one !== field) ?? null;
}

// Somebody who is on the list after all needs no second registration.
function look() {
  const typed = NAMES.map((name) => form.elements[name].value).join(" ").trim();
  const enough = form.elements.given_names.value.trim() && form.elements.first_surname.value.trim().length > 1;
  const found = enough ? roster.search(typed) : { people: [], total: 0 };
  const people = found.total <= KNOWN ? found.people : [];
  $("walkin-known").hidden = !people.length;
  $("walkin-known").querySelector("ul").replaceChildren(...people.map(knownRow));
}

function knownRow(person) {
  const row = $("found-row").content.cloneNode(true).firstElementChild;
  const of = (name) => row.querySelector(`[data-part="${name}"]`);
  of("name").textContent = person.name;
  of("body").textContent = person.body;
  of("state").textContent = "Es esta persona";
  row.querySelector("button").addEventListener("click", () => {
    if (again) dismiss();
    close();
    register(person.code, "entry");
  });
  return row;
}

function isFull() {
  return free !== null && free <= 0;
}

function askWhy(really) {
  $("walkin-over").hidden = !really;
}

// ---- Sending ----------------------------------------------------------------------------------

form.addEventListener("submit", (event) => {
  event.preventDefault();
  if (isFull()) askWhy(true);
  const wrong = check();
  if (wrong) wrong.focus();
  else send();
});

// The first field that says what is wrong with it.
function check() {
  const email = form.elements.email.value.trim();
  const told = {
    "walkin-given": form.elements.given_names.value.trim() ? "" : "Escribe su nombre.",
    "walkin-first": form.elements.first_surname.value.trim() ? "" : "Escribe su primer apellido.",
    "walkin-body": bodyProblem(),
    "walkin-reason": $("walkin-over").hidden || form.elements.reason.value.trim() ? "" : FULL,
    "walkin-email": !email || /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email) ? "" : "El correo está incompleto: complétalo o bórralo.",
  };
  for (const [id, words] of Object.entries(told)) say(id, words);
  const wrong = Object.keys(told).find((id) => told[id]);
  if (wrong === "walkin-email") $("walkin-more").open = true;
  return wrong ? $(wrong) : null;
}

function bodyProblem() {
  if (!form.elements.body_said.value.trim()) return "Escribe de qué sujeto obligado viene.";
  return isHalfTyped() ? "Elige uno de la lista. Si no es ninguno, escríbelo completo." : "";
}

function say(id, words) {
  screen.say(`${id}-error`, words);
  if (words) $(id).setAttribute("aria-invalid", "true");
  else $(id).removeAttribute("aria-invalid");
}

async function send() {
  const canAsk = queue.isOnline && navigator.onLine;
  const typed = Object.fromEntries([...new FormData(form)].map(([name, value]) => [name, value.trim()]));
  const before = again?.entry.walkin;
  if ($("walkin-over").hidden) typed.reason = "";
  const walkin = {
    ...typed,
    ...bodyTyped(),
    id: before?.id ?? gate.newId(),
    came_at: before?.came_at ?? gate.now().toISOString(),
    offline: !canAsk,
  };
  if (again) dismiss();
  remember();
  if (free !== null) free -= 1;
  const entry = noted(walkin);
  happened(walkin, "admitted");
  close();
  const kept = queue.addWalkin(walkin);
  if (!canAsk) await kept;
  if (!canAsk) tellWhatWeKnow(entry);
  else setTimeout(() => tellWhatWeKnow(entry), PATIENCE);
}

// The row in the list of readings: this one's, if it is there from before.
function noted(walkin) {
  const { id, given_names, first_surname, second_surname, body_said, came_at } = walkin;
  const name = [given_names, first_surname, second_surname].filter(Boolean).join(" ");
  const told = `Adelante, ${given_names}. Queda anotada su llegada sin inscripción.`;
  const answer = { result: "admitted", person: { name, body: body_said }, message: told, first: null };
  const fresh = { at: Date.now(), answer, pending: true, told: false, problem: undefined, note: null };
  const known = log.find(id);
  if (known) Object.assign(known, fresh);
  else log.add({ reading: { id, code: name, scanned_at: came_at }, ...fresh });
  log.draw();
  return log.find(id);
}

// The network is slow or lost: the door does not wait for it, and the person is inside.
function tellWhatWeKnow(entry) {
  if (!entry.pending || entry.told) return;
  entry.told = true;
  screen.answer(entry.answer, { pending: true });
  queue.amend(entry.reading.id, { offline: true });
}

queue.addEventListener("walkin", ({ detail: { walkin, answer } }) => {
  const entry = log.find(walkin.id);
  if (!entry) return;
  const person = entry.answer?.person ?? { name: answer.name, body: walkin.body_said };
  const isNews = !entry.told || answer.over;
  Object.assign(entry, { answer: { result: "admitted", person, message: answer.message }, pending: false });
  if (isNews && Date.now() - entry.at < AT_HAND) screen.answer(entry.answer);
  log.draw();
  refresh();
});

// ---- What the server could not take -----------------------------------------------------------

queue.addEventListener("refused", ({ detail: { walkin } }) => {
  if (!walkin) return;
  refused(walkin.id);
  if (free !== null) free += 1;
  // Once the list has it: reading.js hears of it too.
  setTimeout(reopen);
});

// One at a time, and never over what somebody is typing.
function reopen() {
  if (again || $("field").closest("[hidden]") || $("question").open) return;
  const note = queue.notes.find(({ entry }) => entry.walkin && entry.problem);
  if (!note) return;
  screen.dismiss();
  again = note;
  if (note.entry.walkin.reason === "" && note.entry.problem.startsWith("Ya no quedan lugares")) free = 0;
  open(note.entry.walkin, `La llegada de ${note.entry.walkin.given_names} todavía no se registra. ${note.entry.problem}`);
}

function dismiss() {
  queue.dismiss(again);
  const entry = log.find(again.entry.walkin.id);
  if (entry) Object.assign(entry, { note: null });
  again = null;
  log.draw();
}

// ---- What goes on by itself -------------------------------------------------------------------

gate.on("refreshed", async (status) => {
  free = status.free === null ? null : status.free - waiting();
  reopen();
  try {
    await refreshBodies(gate.api);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error; // it is asked for again in ten seconds
  }
});

// Those of this device that the server has not counted yet.
function waiting() {
  return queue.entries.filter(({ kind }) => kind === "walkin").length;
}

gate.on("left", () => {
  again = free = null;
  form.reset();
  view.hidden = true;
});
