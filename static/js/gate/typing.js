// The field where a code is typed or a person is looked for by name.

import { codesIn, isValid, LENGTH, normalise, spoken } from "./code.js";
import { gate } from "./parts.js";
import { directionChosen, read, register } from "./reading.js";

const { roster, screen } = gate;
const field = document.getElementById("field");

field.addEventListener("input", look);
field.addEventListener("keydown", (event) => {
  if (event.key === "Escape") clearField();
  // A scanner that ends with Tab while the cursor is in the field.
  if (event.key === "Tab" && codesIn(field.value).every(isValid)) {
    event.preventDefault();
    submitField();
  }
});
document.getElementById("typed").addEventListener("submit", (event) => {
  event.preventDefault();
  submitField();
});
gate.on("refreshed", look);
gate.on("left", clearField);

// What a person began to type without touching the field.
export function type(text) {
  field.focus();
  field.value += text;
  look();
}

// While somebody types: is it a code, and is it whole; or a name, and whose?
function look() {
  const text = field.value.trim();
  const code = normalise(text);
  screen.say("typed-hint", "");
  if (!text) {
    screen.noPeople("");
  } else if (isValid(code)) {
    screen.noPeople("");
    const person = roster.get(code);
    screen.say("typed-hint", `Código completo${person ? ` de ${person.name}` : ""}. Pulsa Registrar.`);
  } else if (looksLikeCode(text)) {
    screen.noPeople("");
    screen.say("typed-hint", hintFor(code));
  } else if (text.length < 2) {
    screen.noPeople("");
  } else {
    const found = roster.search(text);
    if (found.total) screen.people(found, choose);
    else screen.noPeople(`No hay nadie con «${text}» en este evento. Prueba con un solo apellido.`);
  }
}

// No name has a digit in it; almost every code does.
function looksLikeCode(text) {
  return /\d/.test(text);
}

function hintFor(code) {
  if (code.length < LENGTH) return `Faltan ${LENGTH - code.length} caracteres: ${spoken(code)}`;
  if (code.length > LENGTH && codesIn(code).every(isValid)) return "Varios códigos completos.";
  if (code.length > LENGTH) return `Sobran ${code.length - LENGTH} caracteres.`;
  return "Algún carácter está mal: compáralo con el pase.";
}

function submitField() {
  const text = field.value.trim();
  if (!text) return;
  const isCode = codesIn(text).every(isValid);
  if (!isCode && !looksLikeCode(text)) {
    const found = roster.search(text);
    if (found.total === 1) choose(found.people[0]);
    return;
  }
  if (!isCode && text.length < LENGTH) {
    screen.say("typed-hint", hintFor(normalise(text)));
    return;
  }
  clearField();
  read(text, { how: "typed" });
}

function clearField() {
  field.value = "";
  look();
  field.blur();
}

async function choose(person) {
  const direction = directionChosen();
  const what = direction === "exit" ? "salida" : "entrada";
  const sure = await screen.ask({
    title: `¿Registrar la ${what} de ${person.name}?`,
    words: `${person.body}. Pide una identificación.`,
    yes: `Registrar la ${what}`,
  });
  if (!sure) return;
  clearField();
  register(person.code, direction);
}

