// What goes on by itself: counts, roster and clock every ten seconds, the screen kept awake.

import { ApiError } from "./api.js";
import { answersHeard, hasCounts, showCounts } from "./counts.js";
import { gate } from "./parts.js";
import { leave } from "./station.js";

const EVERY = 10_000;
const CLOCK_TOLERANCE = 60_000;
const { api, vault, queue, roster, screen } = gate;
// Whether the counts have to be asked again as soon as nothing is on its way.
let isOwed = false;

export async function refresh() {
  if (!gate.pairing() || document.hidden) return;
  try {
    const status = await askStatus();
    document.getElementById("event").textContent = status.event.title;
    screen.say("warning", warningFor(status));
    await roster.refresh();
    await vault.noteClock(gate.clockOffset());
    if (queue.length) queue.nudge();
    else queue.isOnline = true;
    gate.tell("refreshed", status);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    if (error.status === 401) await leave(error.message);
    else if (error.status === 0) queue.isOnline = false;
  }
  showNetwork();
  askWhatIsOwed();
}

// Counts taken while readings are on their way may hold some of them and not others: then the gate
// goes on counting by itself, and asks again once all are in.
async function askStatus() {
  const heardBefore = answersHeard();
  const asked = Date.now();
  const status = await api.get("status");
  gate.setClock(new Date(status.server_time) - (asked + Date.now()) / 2);
  isOwed = answersHeard() !== heardBefore || queue.length > 0;
  if (!isOwed || !hasCounts()) showCounts(status.counts);
  return status;
}

function askWhatIsOwed() {
  if (!isOwed || queue.length) return;
  isOwed = false;
  refresh();
}

function warningFor(status) {
  if (status.event.status === "cancelled") return "Este evento se canceló: nadie debe entrar.";
  if (!status.session) return "Hoy no hay sesión de este evento: lo que leas se guarda, pero no cuenta como asistencia.";
  const offset = gate.clockOffset();
  if (Math.abs(offset) > CLOCK_TOLERANCE) {
    const minutes = Math.round(Math.abs(offset) / 60_000);
    const way = offset > 0 ? "atrasado" : "adelantado";
    return `El reloj de este dispositivo está ${minutes} min ${way}. Las horas se corrigen solas.`;
  }
  return "";
}

function showNetwork() {
  screen.network({
    isOnline: queue.isOnline && navigator.onLine,
    waiting: queue.length,
    isForgetful: queue.isForgetful,
  });
}

async function keepAwake() {
  if (!gate.pairing() || document.hidden || !navigator.wakeLock) return;
  await navigator.wakeLock.request("screen").catch(() => null);
}

queue.addEventListener("change", showNetwork);
queue.addEventListener("change", askWhatIsOwed);
addEventListener("offline", showNetwork);
addEventListener("online", showNetwork);
document.addEventListener("visibilitychange", () => {
  keepAwake();
  refresh();
});
gate.on("paired", () => {
  showNetwork();
  keepAwake();
  refresh();
});
gate.on("undone", refresh);
setInterval(refresh, EVERY);
