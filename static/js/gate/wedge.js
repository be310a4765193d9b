// A USB scanner types like a keyboard, only faster. This tells it from a person, whatever ends its
// reading: Enter, Tab, either of them twice, or nothing at all; and wherever the cursor is.

import { wholeIn } from "./code.js";
import { asPressed, meanings } from "./keyboards.js";

const SILENCE = 150;
// Nobody types ten characters without a pause of a seventh of a second…
const SHORTEST = 10;
// …nor, into a field, thirteen with so little between them, in milliseconds.
const FASTEST_HAND = 60;
// What ends a reading may come twice, or late.
const ECHO = 600;

export class Wedge {
  #strokes = [];
  #field = null;
  #timer = 0;
  #readAt = -Infinity;
  #read;
  #typed;

  // `read(text, pressed)` gets what a scanner typed, and what its keys mean on a keyboard of the
  // United States; `typed(text)` what a person began to type.
  constructor({ read, typed }) {
    this.#read = read;
    this.#typed = typed;
    // Capturing: a reading's Enter must not press the button that happens to have the focus.
    addEventListener("keydown", (event) => this.#press(event), { capture: true });
  }

  #press(event) {
    if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
    const field = event.target.closest?.("input[type=text], textarea") ?? null;
    if (event.key === "Enter" || event.key === "Tab") {
      if (!this.#strokes.length) {
        if (event.timeStamp - this.#readAt < ECHO) swallow(event);
      } else if (!this.#field || this.#isReadingInField()) {
        swallow(event);
        this.#end();
      } else {
        this.#strokes = []; // a person: the form knows what to do
      }
    } else if (event.key.length === 1 || event.key === "Dead") {
      if (field !== this.#field) this.#end();
      if (!field) {
        // By itself a space presses the button that has the focus.
        if (event.key === " " && !this.#strokes.length) return;
        swallow(event);
      }
      this.#field = field;
      const { key, code, shiftKey: shift, timeStamp: at } = event;
      this.#strokes.push({ key: key === "Dead" ? "" : key, code, shift, at });
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => this.#end(), SILENCE);
    }
  }

  #end() {
    clearTimeout(this.#timer);
    const strokes = this.#strokes;
    if (!strokes.length) return;
    const text = strokes.map((stroke) => stroke.key).join("");
    const isReading = this.#field ? this.#isReadingInField() : text.length >= SHORTEST;
    this.#strokes = [];
    if (this.#field) {
      if (!isReading) return;
      takeBack(this.#field, text);
    }
    if (isReading) {
      this.#readAt = strokes.at(-1).at + SILENCE;
      this.#read(text, asPressed(strokes));
    } else {
      this.#typed(text);
    }
  }

  // In a field a person may be typing: only whole codes, faster than any hand, are a reading.
  #isReadingInField() {
    const strokes = this.#strokes;
    const lasted = strokes.at(-1).at - strokes[0].at;
    if (lasted / strokes.length > FASTEST_HAND) return false;
    const text = strokes.map((stroke) => stroke.key).join("");
    return [...meanings(text), asPressed(strokes)].some((meant) => wholeIn(meant).length);
  }
}

function swallow(event) {
  event.preventDefault();
  event.stopPropagation();
}

// What a scanner typed into a field is no part of what a person typed there.
function takeBack(field, text) {
  if (field.value.endsWith(text)) field.value = field.value.slice(0, -text.length);
  field.dispatchEvent(new Event("input", { bubbles: true }));
}
