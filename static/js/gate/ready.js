// Is this device ready for its door? It says how it is, here and to the panel, and which practice
// passes were tried in which ways.

import { isPractice } from "./code.js";
import { judge, worst } from "./judge.js";
import { gate } from "./parts.js";
import { load, save } from "./store.js";
import { viewfinder } from "./viewfinder.js";

const EVERY = 60_000; // telling the panel
const LOOK = 10_000; // telling the person at the door
const WORDS = {
  green: "Dispositivo listo",
  yellow: "Revisar",
  red: "Atender ya",
  unknown: "Este dispositivo",
};
const $ = (id) => document.getElementById(id);
const subjects = JSON.parse($("ready-rules").textContent);
let status = null; // the last answer of the server
let heardAt = 0; // when it came
let battery = null;
let toldLight = "";

// ---- What is known ------------------------------------------------------------------------------

// As POST /health takes it.
async function health() {
  const { camera, storage } = await ask();
  return {
    battery: battery?.level ?? null,
    charging: battery?.charging ?? null,
    camera,
    scanner: load("scanner"),
    storage_free: storage.free,
    persisted: storage.persisted,
    roster_size: gate.roster.size,
    roster_at: gate.roster.at ? new Date(gate.roster.at + gate.clockOffset()).toISOString() : null,
    roster_version: gate.roster.cursor || null,
    queue: gate.queue.length,
    clock_offset_ms: heardAt ? Math.round(gate.clockOffset()) : null,
    secure: isSecureContext,
    installed: matchMedia("(display-mode: standalone)").matches,
    version: await pageVersion(),
    tried: tried().ways,
  };
}

// The same in the words of the rules (asistencia/readiness.py, `facts_of`).
function facts(known) {
  const now = Date.now();
  return {
    ...known,
    silence: heardAt ? (now - heardAt) / 1_000 : null,
    roster_age: gate.roster.at ? (now - gate.roster.at) / 1_000 : null,
    clock: known.clock_offset_ms === null ? null : Math.abs(known.clock_offset_ms) / 1_000,
    clock_way: known.clock_offset_ms > 0 ? "atrasado" : "adelantado",
    expected: status?.counts.expected ?? null,
    practised: tried().codes.length,
  };
}

async function ask() {
  const [camera, estimate, persisted] = await Promise.all([
    cameraState().catch(() => null),
    navigator.storage?.estimate?.().catch(() => null),
    navigator.storage?.persisted?.().catch(() => null),
  ]);
  const free = estimate?.quota ? Math.max(0, estimate.quota - (estimate.usage ?? 0)) : null;
  return { camera, storage: { free: free && Math.floor(free), persisted: persisted ?? null } };
}

async function cameraState() {
  if (viewfinder.isOn) return "working";
  if (!navigator.mediaDevices) return "missing";
  const devices = await navigator.mediaDevices.enumerateDevices();
  if (!devices.some(({ kind }) => kind === "videoinput")) return "missing";
  const permission = await navigator.permissions.query({ name: "camera" });
  return permission.state;
}

async function pageVersion() {
  const names = (await globalThis.caches?.keys().catch(() => [])) ?? [];
  return names.find((name) => name.startsWith("control-"))?.slice("control-".length) ?? null;
}

// ---- The drill ----------------------------------------------------------------------------------

// Which practice passes this device read for this event, and in which ways.
function tried() {
  const kept = load("tried");
  const event = gate.pairing()?.event.slug;
  return kept?.event === event ? kept : { event, codes: [], ways: [] };
}

gate.on("read", ({ codes: delivered, how }) => {
  const codes = delivered.filter(isPractice);
  if (!codes.length) return;
  const { event, codes: before, ways } = tried();
  const isOffline = !navigator.onLine || !gate.queue.isOnline;
  save("tried", {
    event,
    codes: [...new Set([...before, ...codes])],
    ways: [...new Set([...ways, how, ...(isOffline ? ["offline"] : [])])],
  });
  look();
  tell();
});

// ---- Telling it ---------------------------------------------------------------------------------

async function look() {
  if (!gate.pairing()) return;
  const known = await health();
  const checks = judge(subjects, facts(known));
  const light = worst(checks);
  const faults = checks.filter((check) => check.light === light && light !== "green");
  $("ready").dataset.light = light;
  const titles = light === "unknown" ? [] : faults.map(({ title }) => title.toLowerCase());
  $("ready-words").textContent = [WORDS[light], titles.join(", ")].filter(Boolean).join(": ");
  $("ready-checks").replaceChildren(...checks.map(row));
  const { codes, ways } = tried();
  $("ready-passes").textContent = `Pases de práctica leídos: ${Math.min(codes.length, 3)} de 3`;
  for (const item of $("ready-ways").children) {
    const isDone = ways.includes(item.dataset.way);
    item.dataset.done = isDone;
    item.querySelector("[data-part=state]").textContent = isDone ? "Probado" : "Sin probar";
  }
  if (light !== toldLight && toldLight) tell(known);
  toldLight = light;
}

function row({ light, title, says, do: what }) {
  const element = $("ready-row").content.cloneNode(true).firstElementChild;
  element.dataset.light = light;
  for (const [part, words] of Object.entries({ title, says, do: what })) {
    const place = element.querySelector(`[data-part="${part}"]`);
    place.textContent = words;
    place.hidden = !words;
  }
  return element;
}

async function tell(known = null) {
  if (!gate.pairing() || !navigator.onLine) return;
  try {
    await gate.api.post("health", known ?? (await health()));
    heardAt = Date.now();
  } catch {
    // The next minute tells it again; what is wrong with the network is told elsewhere.
  }
}

gate.on("refreshed", (answer) => {
  const isFirst = !status;
  status = answer;
  heardAt = Date.now();
  look();
  if (isFirst) tell();
});
gate.on("left", () => {
  status = null;
  heardAt = 0;
  toldLight = "";
  $("ready").open = false;
});
gate.on("paired", look);
$("ready").addEventListener("toggle", () => {
  if ($("ready").open) look().then(() => tell());
});
addEventListener("storage", ({ key }) => {
  if (key?.endsWith("scanner")) look();
});
addEventListener("offline", () => look());
addEventListener("online", look);
setInterval(look, LOOK);
setInterval(() => tell(), EVERY);

navigator.getBattery?.().then(
  (manager) => {
    battery = manager;
    for (const event of ["levelchange", "chargingchange"]) manager.addEventListener(event, look);
    look();
  },
  () => {},
);
