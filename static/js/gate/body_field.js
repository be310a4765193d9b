// The field of the body: a few letters, and then the arrows and Enter or a finger.

import { bodyNamed, searchBodies } from "./bodies.js";

const input = document.getElementById("walkin-body");
const list = document.getElementById("walkin-bodies");
let shown = [];
let at = -1;
let chosen = null;
let previous = null; // people of one body come together
let done = () => {};

// What `id` and words to send: the body chosen, or the one that is named so, or the words alone.
export function bodyTyped() {
  const body = chosen ?? bodyNamed(input.value);
  return { body: body?.id ?? null, body_said: body?.name ?? input.value.trim() };
}

// Whether a few letters were typed of what the catalogue has, and nothing was chosen.
export function isHalfTyped() {
  return !chosen && !bodyNamed(input.value) && searchBodies(input.value).length > 0;
}

export function fill(body, words) {
  chosen = body;
  input.value = body?.name ?? words;
  hide();
}

// Who comes next may be of the same body: it is offered before anything is typed.
export function remember() {
  previous = chosen ?? bodyNamed(input.value) ?? previous;
}

export function onChosen(fn) {
  done = fn;
}

function look() {
  chosen = null;
  const text = input.value.trim();
  show(text ? searchBodies(text) : previous ? [previous] : []);
}

function show(found) {
  shown = found;
  at = found.length && input.value.trim() ? 0 : -1;
  list.replaceChildren(...found.map(option));
  list.hidden = !found.length;
  input.setAttribute("aria-expanded", String(found.length > 0));
  mark();
}

function option(body, number) {
  const item = document.createElement("li");
  item.id = `walkin-body-${number}`;
  item.role = "option";
  item.textContent = body === previous && !input.value.trim() ? `${body.name} (igual que antes)` : body.name;
  // The field keeps the focus, and the phone its keyboard.
  item.addEventListener("pointerdown", (event) => event.preventDefault());
  item.addEventListener("click", () => choose(body));
  return item;
}

function mark() {
  [...list.children].forEach((item, number) => item.setAttribute("aria-selected", String(number === at)));
  if (at < 0) input.removeAttribute("aria-activedescendant");
  else input.setAttribute("aria-activedescendant", `walkin-body-${at}`);
  list.children[at]?.scrollIntoView({ block: "nearest" });
}

function choose(body) {
  fill(body);
  done();
}

function hide() {
  shown = [];
  list.hidden = true;
  input.setAttribute("aria-expanded", "false");
  input.removeAttribute("aria-activedescendant");
}

input.addEventListener("input", look);
input.addEventListener("focus", () => {
  if (!chosen) look();
});
// Not when the focus is lost to a button: it must not move away under the finger that presses it.
input.form.addEventListener("focusin", ({ target }) => {
  if (target.tagName === "INPUT" && target !== input) hide();
});
input.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && shown.length) {
    event.stopPropagation();
    hide();
  } else if (shown.length && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
    event.preventDefault();
    at = (at + (event.key === "ArrowDown" ? 1 : -1) + shown.length) % shown.length;
    mark();
  } else if (event.key === "Enter" && shown.length && at >= 0) {
    event.preventDefault();
    choose(shown[at]);
  }
});
