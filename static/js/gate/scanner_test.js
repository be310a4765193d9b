// The page on which a USB scanner is tried out: what it types is told, and nothing is registered.

import { diagnose } from "./findings.js";
import { save } from "./store.js";

// What comes within this time, in milliseconds, belongs together: a late Enter, a second one.
const SILENCE = 700;

const $ = (id) => document.getElementById(id);
const expected = $("scanner").dataset.expected;
let strokes = [];
let timer = 0;

addEventListener(
  "keydown",
  (event) => {
    const { key, code, shiftKey: shift, timeStamp: at } = event;
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const isEnd = key === "Enter" || key === "Tab";
    if (!isEnd && key.length > 1 && key !== "Dead") return;
    // Alone, Enter and Tab are how a person moves on the page, and a space presses its links.
    if ((isEnd || key === " ") && !strokes.length) return;
    event.preventDefault();
    event.stopPropagation();
    strokes.push({ key, code, shift, at, caps: event.getModifierState("CapsLock") });
    clearTimeout(timer);
    timer = setTimeout(tell, SILENCE);
  },
  { capture: true },
);

function tell() {
  const { findings, text, state } = diagnose(strokes, expected);
  strokes = [];
  save("scanner", state);
  $("waiting").hidden = true;
  $("received").hidden = false;
  $("text").textContent = text;
  $("findings").replaceChildren(...findings.map(notice));
}

function notice({ tone, says, do: what }) {
  const element = $("finding").content.cloneNode(true).firstElementChild;
  element.dataset.tone = tone;
  element.querySelector('[data-part="says"]').textContent = says;
  element.querySelector('[data-part="do"]').textContent = what;
  return element;
}
