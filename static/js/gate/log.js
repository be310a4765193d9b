// The last readings, and those whose answer changed once the server could be asked: these stay, with
// a mark, until somebody has seen them.

import { hour } from "./hours.js";
import { TITLES } from "./screen.js";

const KEPT = 20;
const UNDO_WITHIN = 15 * 60 * 1_000;
const $ = (id) => document.getElementById(id);

// An entry is {reading, at, answer, pending} and, as time goes on: told (the person at the door
// heard `answer` from this device), before (what they heard, where the server says otherwise), note
// (to be seen), problem, undone.
export class Log {
  #entries = [];
  // What the buttons of a row do; reading.js says.
  undo = () => {};
  see = () => {};

  constructor() {
    // The button to undo goes away when its time is over.
    setInterval(() => this.draw(), 30_000);
    $("late-see").addEventListener("click", () => {
      document.querySelector("#log [data-late=true]")?.scrollIntoView({ block: "center" });
    });
  }

  add(entry) {
    this.#entries.unshift(entry);
    let ordinary = 0;
    this.#entries = this.#entries.filter((one) => one.note || (ordinary += 1) <= KEPT);
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
    const late = this.#entries.filter((entry) => entry.note).length;
    $("late").hidden = !late;
    $("late-words").textContent =
      late === 1
        ? "Una lectura hecha sin red tiene ahora otra respuesta."
        : `${late} lecturas hechas sin red tienen ahora otra respuesta.`;
  }

  #row(entry) {
    const row = $("log-row").content.cloneNode(true).firstElementChild;
    const { reading, answer: said } = entry;
    const of = (name) => row.querySelector(`[data-part="${name}"]`);
    const who = said?.person?.name ?? reading.code;
    row.dataset.result = said?.result ?? "invalid";
    row.dataset.undone = Boolean(entry.undone);
    row.dataset.late = Boolean(entry.note);
    of("time").textContent = hour(reading.scanned_at);
    of("result").textContent = entry.undone ? "Deshecha" : said ? TITLES[said.result] : "";
    of("who").textContent = who;
    of("state").textContent = entry.pending ? "Por enviar" : entry.problem ?? placeOf(said);
    of("change").textContent = changeOf(entry);
    this.#button(of("see"), Boolean(entry.note), () => this.see(entry), `Ya vi la respuesta de ${who}`);
    this.#button(of("undo"), canUndo(entry), () => this.undo(entry), `Deshacer la lectura de ${who}`);
    return row;
  }

  #button(button, isShown, act, words) {
    button.hidden = !isShown;
    button.setAttribute("aria-label", words);
    button.addEventListener("click", act);
  }
}

function canUndo({ answer, pending, undone, note, at }) {
  const isRecent = Date.now() - at < UNDO_WITHIN;
  return !pending && !undone && !note && isRecent && ["admitted", "exit"].includes(answer?.result);
}

// Of a pass used before: when and at which door.
function placeOf(said) {
  return said?.first ? `${hour(said.first.at)}, ${said.first.gate}` : "";
}

function changeOf({ before, answer }) {
  if (!before) return "";
  return `Antes dijo «${TITLES[before]}», ahora dice «${TITLES[answer.result]}»: ${answer.message}`;
}
