// What the person at the door sees: the answer over everything, the counts, the last readings.

import { signal } from "./signal.js";

const TITLES = {
  admitted: "Adelante",
  exit: "Salida",
  duplicate: "Ya entró",
  waitlisted: "Lista de espera",
  cancelled: "Cancelada",
  other_event: "Otro evento",
  unknown: "No existe",
  invalid: "Código incompleto",
};
// Good news needs no reading; the rest holds a sentence. The next reading interrupts either.
const SHORT = 1_500;
const LONG = 5_000;
const KEPT = 20;
export const UNDO_WITHIN = 15 * 60 * 1_000;

const $ = (id) => document.getElementById(id);
const numbers = new Intl.NumberFormat("es-MX");
// The hours of the event, whatever zone the phone is set to.
const hours = new Intl.DateTimeFormat("es-MX", {
  hour: "numeric",
  minute: "2-digit",
  hourCycle: "h23",
  timeZone: "America/Mexico_City",
});

export const hour = (moment) => hours.format(new Date(moment));

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

export function answer({ result, person, message }, { pending = false, late = false } = {}) {
  const overlay = $("answer");
  overlay.dataset.result = result;
  overlay.dataset.pending = pending;
  $("answer-title").textContent = TITLES[result];
  $("answer-name").textContent = person?.name ?? "";
  $("answer-body").textContent = person?.body ?? "";
  $("answer-words").textContent = late ? `Contestó el servidor: ${message}` : message;
  $("answer-note").textContent = pending ? "Sin red: guardado en este dispositivo." : "";
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

export function network(isOnline, waiting) {
  const kept = waiting === 1 ? "1 lectura guardada" : `${numbers.format(waiting)} lecturas guardadas`;
  let words = "";
  if (!isOnline) {
    words = waiting
      ? `Sin red. ${kept} en este dispositivo; se envían solas al volver la señal.`
      : "Sin red. Puedes seguir: lo que leas se guarda en este dispositivo y se envía después.";
  } else if (waiting > 2) {
    words = `Enviando ${numbers.format(waiting)} lecturas…`;
  }
  const banner = $("network");
  banner.dataset.state = isOnline ? "sending" : "lost";
  if (banner.textContent !== words) say("network", words);
}

// ---- The last readings ------------------------------------------------------------------------

export class Log {
  #entries = [];
  // What the button of a row does; reading.js says.
  undo = () => {};

  constructor() {
    // The button to undo goes away when its time is over.
    setInterval(() => this.draw(), 30_000);
  }

  add(entry) {
    this.#entries.unshift(entry);
    this.#entries.length = Math.min(this.#entries.length, KEPT);
    this.draw();
  }

  find(id) {
    return this.#entries.find((entry) => entry.reading.id === id);
  }

  clear() {
    this.#entries = [];
    this.draw();
  }

  draw() {
    $("log-empty").hidden = this.#entries.length > 0;
    $("log").replaceChildren(...this.#entries.map((entry) => this.#row(entry)));
  }

  #row(entry) {
    const row = $("log-row").content.cloneNode(true).firstElementChild;
    const { reading, answer: said } = entry;
    const of = (name) => row.querySelector(`[data-part="${name}"]`);
    row.dataset.result = said.result;
    row.dataset.undone = Boolean(entry.undone);
    of("time").textContent = hour(reading.scanned_at);
    of("result").textContent = entry.undone ? "Deshecha" : TITLES[said.result];
    of("who").textContent = said.person?.name ?? reading.code;
    of("state").textContent = entry.pending ? "Por enviar" : entry.problem ?? "";
    const undo = of("undo");
    const recent = Date.now() - entry.at < UNDO_WITHIN;
    undo.hidden = entry.pending || entry.undone || !recent || !["admitted", "exit"].includes(said.result);
    undo.setAttribute("aria-label", `Deshacer la lectura de ${said.person?.name ?? reading.code}`);
    undo.addEventListener("click", () => this.undo(entry));
    return row;
  }
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

