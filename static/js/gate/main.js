// The gate: a paired phone or laptop that reads passes and says what to do.

import { Api, ApiError } from "./api.js";
import { Camera, explain } from "./camera.js";
import { codesIn, isValid, LENGTH, normalise, spoken } from "./code.js";
import { Queue } from "./queue.js";
import { Roster } from "./roster.js";
import * as screen from "./screen.js";
import { isMuted, mute } from "./signal.js";
import { forget, load, save } from "./store.js";
import { verdict } from "./verdict.js";
import { Wedge } from "./wedge.js";

const SAME_CODE = 3_000; // a pass held before the camera is one reading
const PATIENCE = 2_500; // after this long without an answer, say what this gate knows
const REFRESH = 10_000;
const CLOCK_TOLERANCE = 60_000;

const $ = (id) => document.getElementById(id);
const api = new Api();
const queue = new Queue(api);
const roster = new Roster(api);
const log = new screen.Log(undo);
const camera = new Camera($("video"), (text) => (pairing ? read(text) : pairWith(text)));
const seen = new Map();

let pairing = null; // {token, event, gate}
let clockOffset = 0; // server minus this device
let counts = null;
let heard = 0; // answers of the server to readings
let wakeLock = null;

// ---- Reading ----------------------------------------------------------------------------------

function read(text) {
  if (secretIn(text)) {
    pairAgain(text);
    return;
  }
  for (const code of codesIn(text)) register(code);
}

function register(code, direction = directionChosen()) {
  if (!code) return;
  const now = Date.now();
  const key = `${direction} ${code}`;
  const repeated = now - (seen.get(key) ?? 0) < SAME_CODE;
  seen.set(key, now);
  if (repeated) return;
  const reading = {
    id: newId(),
    code,
    scanned_at: new Date(now + clockOffset).toISOString(),
    direction,
  };
  const entry = { reading, at: now, pending: true, answer: verdict(reading, roster), told: false };
  log.add(entry);
  queue.add(reading);
  if (queue.isOnline && navigator.onLine) setTimeout(() => tellWhatWeKnow(entry), PATIENCE);
  else tellWhatWeKnow(entry);
}

// crypto.randomUUID() exists only with TLS; a laptop on a hall's own network may go without.
function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, "$1-$2-$3-$4-$5");
}

// The network is slow or lost: the door does not wait for it.
function tellWhatWeKnow(entry) {
  if (!entry.pending || entry.told) return;
  entry.told = true;
  screen.answer(entry.answer, { pending: true });
  roster.note(entry.reading.code, entry.answer.result, entry.reading.scanned_at);
}

queue.addEventListener("answered", ({ detail: { reading, answer } }) => {
  heard += 1;
  const entry = log.find(reading.id);
  const changed = !entry?.told || entry.answer.result !== answer.result;
  const late = Boolean(entry?.told);
  if (entry) Object.assign(entry, { answer, pending: false });
  if (entry && changed) screen.answer(answer, { late });
  roster.note(reading.code, answer.result, reading.scanned_at);
  count(answer.result, reading);
  log.draw();
});

queue.addEventListener("refused", ({ detail: { reading, message } }) => {
  const entry = log.find(reading.id);
  if (entry) Object.assign(entry, { pending: false, problem: message });
  log.draw();
});

queue.addEventListener("change", showNetwork);
queue.addEventListener("unpaired", ({ detail }) => leave(detail.message));
addEventListener("offline", showNetwork);
addEventListener("online", showNetwork);

function showNetwork() {
  screen.network(queue.isOnline && navigator.onLine, queue.length);
}

// Between two answers of the server the counts go on by themselves.
function count(result, reading) {
  if (!counts) return;
  if (result === "admitted") {
    counts.inside += 1;
    counts.entered += roster.get(reading.code)?.entered_at === reading.scanned_at ? 1 : 0;
  } else if (result === "exit") {
    counts.inside = Math.max(0, counts.inside - 1);
  }
  screen.counts(counts);
}

async function undo(entry) {
  const name = entry.answer.person?.name ?? entry.reading.code;
  const what = entry.answer.result === "exit" ? "salida" : "entrada";
  const sure = await screen.ask({
    title: `¿Deshacer la ${what} de ${name}?`,
    words: "La lectura se conserva marcada como deshecha y deja de contar.",
    yes: "Deshacer",
  });
  if (!sure) return;
  try {
    await api.post("undo", { id: entry.reading.id });
    entry.undone = true;
    seen.clear();
    if (what === "entrada") roster.forgetEntry(entry.reading.code);
    refresh();
  } catch (error) {
    entry.problem = error.status === 0 ? "No se deshizo: sin red. Intenta de nuevo." : error.message;
  }
  log.draw();
}

// ---- Typing -----------------------------------------------------------------------------------

const field = $("field");

field.addEventListener("input", look);
field.addEventListener("keydown", (event) => {
  if (event.key === "Escape") clearField();
  // A scanner that ends with Tab while the cursor is in the field.
  if (event.key === "Tab" && codesIn(field.value).every(isValid)) {
    event.preventDefault();
    submitField();
  }
});
$("typed").addEventListener("submit", (event) => {
  event.preventDefault();
  submitField();
});

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
  read(text);
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

function directionChosen() {
  return document.querySelector("[name=direction]:checked").value;
}

new Wedge({
  read: (text) => {
    // Whoever reads the next pass has left the question unanswered.
    if ($("question").open) $("question").close("");
    if (pairing) read(text);
    else pairWith(text);
  },
  typed: (text) => {
    if (!pairing || $("question").open) return;
    field.focus();
    field.value += text;
    look();
  },
});

// ---- The camera -------------------------------------------------------------------------------

for (const button of document.querySelectorAll("[data-camera]")) {
  button.addEventListener("click", () => (camera.isOn ? stopCamera() : startCamera()));
}

async function startCamera() {
  screen.say("camera-problem", "");
  try {
    if (!Camera.exists) throw new DOMException("", "NotFoundError");
    await camera.start();
    save("camera", true);
  } catch (error) {
    screen.say("camera-problem", explain(error));
  }
  showCamera();
}

function stopCamera() {
  camera.stop();
  forget("camera");
  showCamera();
}

function showCamera() {
  $("camera").dataset.on = camera.isOn;
  $("camera-off").hidden = camera.isOn;
  $("camera-stop").hidden = !camera.isOn;
  $("torch").hidden = !camera.isOn || !camera.hasTorch;
}

$("torch").addEventListener("click", async () => {
  const lit = await camera.toggleTorch().catch(() => false);
  $("torch").setAttribute("aria-pressed", lit);
});

// The camera moves between the two views: it reads invitations as well as passes.
function placeCamera(view) {
  document.querySelector(`[data-view="${view}"] [data-camera-place]`).append($("camera"));
}

// ---- Pairing ----------------------------------------------------------------------------------

function secretIn(text) {
  return /control\/#(.+)$/.exec(text.trim())?.[1] ?? "";
}

async function pairWith(text) {
  const secret = secretIn(text);
  if (!secret) {
    screen.say("pair-problem", "Ese código no es de emparejamiento. Léelo en el panel, en Puertas del evento.");
    return;
  }
  if (pairWith.last === secret) return; // one use: the camera sees it many times
  pairWith.last = secret;
  screen.say("pair-problem", "");
  try {
    const made = await new Api().post("pair", { secret });
    enter({ token: made.token, event: made.event, gate: made.gate });
  } catch (error) {
    if (error.isPassing) pairWith.last = "";
    screen.say("pair-problem", error.status === 0 ? "No hay red. Conéctate para emparejar." : error.message);
  }
}

async function pairAgain(text) {
  if ($("question").open || pairWith.last === secretIn(text)) return;
  const sure = await screen.ask({
    title: "¿Cambiar este dispositivo de puerta?",
    words: "El código que leíste es para emparejarlo otra vez.",
    yes: "Cambiar de puerta",
  });
  if (sure) await move(text);
}

// What was read at the old gate goes out before the device forgets it.
async function move(text) {
  await queue.flush();
  if (queue.length) {
    screen.say("network", "Faltan lecturas por enviar de esta puerta. Espera a que haya red.");
    return;
  }
  stopCamera();
  leave("");
  await pairWith(text);
}

function enter(made) {
  pairing = made;
  save("pairing", pairing);
  api.token = pairing.token;
  $("event").textContent = pairing.event.title;
  $("gate").textContent = pairing.gate;
  placeCamera("gate");
  screen.show("gate");
  queue.open(pairing.event.slug);
  showNetwork();
  showCamera();
  if (load("camera") || camera.isOn) startCamera();
  keepAwake();
  refresh();
}

// Unpaired by a person, by the panel or by time. Readings not sent stay for the next pairing.
function leave(message) {
  pairing = null;
  api.token = "";
  forget("pairing");
  camera.stop();
  roster.clear();
  log.clear();
  counts = null;
  placeCamera("pair");
  showCamera();
  screen.show("pair");
  screen.say("pair-problem", message);
}

$("leave").addEventListener("click", async () => {
  $("menu").open = false;
  const waiting = queue.length;
  const sure = await screen.ask({
    title: "¿Desvincular este dispositivo?",
    words: waiting
      ? `Hay ${waiting} lecturas sin enviar. Se conservan aquí y se envían al emparejarlo otra vez con este evento.`
      : "Dejará de registrar entradas. Para volver, habrá que leer otro código en el panel.",
    yes: "Desvincular",
  });
  if (sure) leave("");
});

$("link-form").addEventListener("submit", (event) => {
  event.preventDefault();
  pairWith(event.target.link.value);
});

// ---- What goes on by itself -------------------------------------------------------------------

async function refresh() {
  if (!pairing || document.hidden) return;
  try {
    const status = await askStatus();
    counts = status.counts;
    $("event").textContent = status.event.title;
    screen.counts(counts);
    screen.say("warning", warningFor(status));
    await roster.refresh();
    look();
    queue.isOnline = true;
    if (queue.length) queue.flush();
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    if (error.status === 401) leave(error.message);
    else if (error.status === 0) queue.isOnline = false;
  }
  showNetwork();
}

// Counts taken before a reading was counted would hide it until the next refresh: ask once more.
async function askStatus() {
  const heardBefore = heard;
  const asked = Date.now();
  const status = await api.get("status");
  clockOffset = new Date(status.server_time) - (asked + Date.now()) / 2;
  return heard === heardBefore ? status : api.get("status");
}

function warningFor(status) {
  if (status.event.status === "cancelled") return "Este evento se canceló: nadie debe entrar.";
  if (!status.session) return "Hoy no hay sesión de este evento: lo que leas se guarda, pero no cuenta como asistencia.";
  if (Math.abs(clockOffset) > CLOCK_TOLERANCE) {
    const minutes = Math.round(Math.abs(clockOffset) / 60_000);
    const way = clockOffset > 0 ? "atrasado" : "adelantado";
    return `El reloj de este dispositivo está ${minutes} min ${way}. Las horas se corrigen solas.`;
  }
  return "";
}

async function keepAwake() {
  if (!pairing || document.hidden || !navigator.wakeLock) return;
  wakeLock = await navigator.wakeLock.request("screen").catch(() => null);
}

document.addEventListener("visibilitychange", () => {
  keepAwake();
  refresh();
});
setInterval(refresh, REFRESH);

const sound = $("sound");
sound.checked = !isMuted();
sound.addEventListener("change", () => mute(!sound.checked));

// ---- Begin ------------------------------------------------------------------------------------

function begin() {
  const invitation = secretIn(location.href) ? location.href : "";
  if (invitation) history.replaceState(null, "", location.pathname);
  const known = load("pairing");
  if (known) {
    enter(known);
    if (invitation) pairAgain(invitation);
  } else {
    placeCamera("pair");
    screen.show("pair");
    showCamera();
    if (invitation) pairWith(invitation);
  }
  document.documentElement.dataset.ready = "true";
}

addEventListener("hashchange", () => {
  const text = location.href;
  history.replaceState(null, "", location.pathname);
  if (pairing) pairAgain(text);
  else pairWith(text);
});
begin();
