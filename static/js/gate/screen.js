// What the person at the door sees: the answer over everything, the counts, the last readings.

import { hour } from "./hours.js";
import { signal } from "./signal.js";

export const TITLES = {
  admitted: "Adelante",
  exit: "Salida",
  duplicate: "Ya entró",
  waitlisted: "Lista de espera",
  cancelled: "Cancelada",
  other_event: "Otro evento",
  unknown: "No existe",
  invalid: "Código incompleto",
  practice: "Práctica",
};
// Good news needs no reading; the rest holds a sentence. The next reading interrupts either.
const SHORT = 1_500;
const LONG = 5_000;

const $ = (id) => document.getElementById(id);
const numbers = new Intl.NumberFormat("es-MX");

export function show(view) {
  for (const section of document.querySelectorAll("[data-view]")) {
    section.hidden = section.dataset.view !== view;
  }
}

export function say(id, text) {
  const element = $(id);
  element.textContent = text;
  element.hidden = !text;
}

// ---- The answer -------------------------------------------------------------------------------

let timer = 0;

export function answer({ result, person, message }, { pending = false, before = "" } = {}) {
  const overlay = $("answer");
  overlay.dataset.result = result;
  overlay.dataset.pending = pending;
  $("answer-title").textContent = TITLES[result];
  $("answer-name").textContent = person?.name ?? "";
  $("answer-body").textContent = person?.body ?? "";
  $("answer-words").textContent = before ? `Antes dijo «${TITLES[before]}». ${message}` : message;
  $("answer-note").textContent = pending ? "Sin red" : "";
  overlay.hidden = false;
  // Read out in one piece; a region that is already there is what screen readers listen to.
  $("spoken").textContent = [TITLES[result], person?.name, message].filter(Boolean).join(". ");
  signal(pending && result === "admitted" ? "pending" : result);
  clearTimeout(timer);
  timer = setTimeout(dismiss, result === "admitted" || result === "exit" ? SHORT : LONG);
}

export function dismiss() {
  clearTimeout(timer);
  $("answer").hidden = true;
}

$("answer").addEventListener("click", dismiss);
addEventListener("keydown", (event) => {
  if (event.key === "Escape") dismiss();
});

// ---- Counts and network -----------------------------------------------------------------------

export function counts({ expected, entered, inside }) {
  $("count-inside").textContent = numbers.format(inside);
  $("count-entered").textContent = numbers.format(entered);
  $("count-expected").textContent = numbers.format(expected);
}

// Always there: whoever stands at the door knows at a glance what only this device has.
export function network({ isOnline, waiting, isForgetful }) {
  const state = !isOnline ? "lost" : waiting ? "sending" : "sent";
  const banner = $("network");
  banner.dataset.state = state;
  banner.dataset.waiting = waiting;
  const words = networkWords(state, waiting, isForgetful);
  if (banner.textContent !== words) say("network", words);
}

function networkWords(state, waiting, isForgetful) {
  const only = waiting === 1
    ? "1 lectura está solo en este dispositivo"
    : `${numbers.format(waiting)} lecturas están solo en este dispositivo`;
  const careful = isForgetful && waiting ? " No cierres esta página." : "";
  if (state === "sent") return "Con red. Todo está enviado.";
  if (state === "sending") return `Enviando: ${only}.${careful}`;
  if (!waiting) return "Sin red. Puedes seguir: lo que leas queda en este dispositivo y se envía solo.";
  return `Sin red. ${only}; se ${waiting === 1 ? "envía sola" : "envían solas"} al volver la señal.${careful}`;
}

// ---- People found by name ---------------------------------------------------------------------

export function people({ people: found, total }, choose) {
  $("found").replaceChildren(
    ...found.map((person) => {
      const row = $("found-row").content.cloneNode(true).firstElementChild;
      const of = (name) => row.querySelector(`[data-part="${name}"]`);
      const state = stateOf(person);
      of("name").textContent = person.name;
      of("body").textContent = person.body;
      of("state").textContent = state.words;
      of("state").dataset.tone = state.tone;
      row.querySelector("button").addEventListener("click", () => choose(person));
      return row;
    }),
  );
  const more = total - found.length;
  say("found-more", more > 0 ? `y ${numbers.format(more)} más: escribe otro nombre o apellido.` : "");
}

export function noPeople(text) {
  $("found").replaceChildren();
  say("found-more", text);
}

function stateOf(person) {
  if (person.status === "cancelled") return { words: "Cancelada", tone: "danger" };
  if (person.status === "waitlisted") return { words: "En lista de espera", tone: "warning" };
  if (person.inside) return { words: `Ya entró, ${hour(person.entered_at)}`, tone: "success" };
  if (person.entered_at) return { words: "Salió", tone: "info" };
  return { words: person.mode === "online" ? "Con lugar en línea" : "Con lugar", tone: "neutral" };
}

// ---- A question before something that matters --------------------------------------------------

export function ask({ title, words = "", yes }) {
  const dialog = $("question");
  $("question-title").textContent = title;
  say("question-words", words);
  $("question-yes").textContent = yes;
  dialog.returnValue = "";
  dialog.showModal();
  return new Promise((decided) => {
    dialog.addEventListener("close", () => decided(dialog.returnValue === "yes"), { once: true });
  });
}

