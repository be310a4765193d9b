// The page was opened again, or put to sleep: six digits open what this device keeps.

import { gate } from "./parts.js";
import { close, endIfOver, enter } from "./station.js";
import { TRIES } from "./vault.js";

const ASLEEP = 30 * 60_000; // a phone that nobody looked at for so long is locked
const { vault, screen } = gate;
const $ = (id) => document.getElementById(id);
const field = $("pin");
let timer = 0;

export async function showLock() {
  const kept = await vault.look();
  if (!kept) return;
  $("lock-event").textContent = kept.event.title;
  $("lock-gate").textContent = kept.gate;
  screen.say("lock-waiting", waitingWords(await vault.waiting()));
  screen.show("lock");
  field.value = "";
  offerErasing(kept.tries);
  pause(kept.until - Date.now());
  field.focus();
}

function waitingWords(waiting) {
  if (!waiting) return "";
  return waiting === 1
    ? "1 lectura está solo en este dispositivo; se envía al abrirlo."
    : `${waiting} lecturas están solo en este dispositivo; se envían al abrirlo.`;
}

function offerErasing(tries) {
  $("lock-forgotten").open = tries >= TRIES;
}

$("lock-form").addEventListener("submit", async (event) => {
  event.preventDefault();
  const pin = field.value.replace(/\D/g, "");
  if (pin.length !== 6) {
    problem("El PIN tiene seis números.");
    return;
  }
  if ($("unlock").disabled || (await endIfOver())) return;
  busy(true);
  const opened = await vault.unlock(pin);
  busy(false);
  field.value = "";
  if (opened.token) {
    problem("");
    await enter(opened);
    screen.show("gate");
    gate.tell("unlocked", opened);
    return;
  }
  offerErasing((await vault.look()).tries);
  pause(opened.wait, "Ese PIN no es.");
  field.focus();
});

field.addEventListener("input", () => {
  if (field.value.replace(/\D/g, "").length === 6) $("lock-form").requestSubmit();
});

function busy(isBusy) {
  $("unlock").disabled = isBusy;
  $("unlock").textContent = isBusy ? "Abriendo…" : "Abrir";
}

// After each wrong PIN a longer wait, counted down.
function pause(milliseconds, why = "") {
  clearTimeout(timer);
  const seconds = Math.ceil(milliseconds / 1_000);
  $("unlock").disabled = seconds > 0;
  if (seconds <= 0) {
    problem(why && `${why} Inténtalo otra vez.`);
    return;
  }
  problem(`${why} Espera ${seconds === 1 ? "1 segundo" : `${seconds} segundos`} para intentarlo otra vez.`.trim());
  timer = setTimeout(() => pause(milliseconds - 1_000, why), 1_000);
}

function problem(words) {
  screen.say("pin-problem", words);
  field.setAttribute("aria-invalid", Boolean(words));
}

async function lockNow() {
  if (!vault.isOpen) return;
  await close();
  await showLock();
}

$("lock-now").addEventListener("click", lockNow);

let hiddenAt = 0;
document.addEventListener("visibilitychange", () => {
  if (document.hidden) hiddenAt = Date.now();
  else if (hiddenAt && Date.now() - hiddenAt > ASLEEP && gate.pairing()) lockNow();
});
