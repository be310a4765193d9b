// Becoming the device of a gate by an invitation read once, changing gates, and leaving.

import { Api } from "./api.js";
import { gate } from "./parts.js";
import { forget, load, save } from "./store.js";
import { viewfinder } from "./viewfinder.js";

const { queue, roster, screen, log } = gate;
const $ = (id) => document.getElementById(id);
let lastSecret = "";

export function secretIn(text) {
  return /control\/#(.+)$/.exec(text.trim())?.[1] ?? "";
}

export async function pairWith(text) {
  const secret = secretIn(text);
  if (!secret) {
    screen.say("pair-problem", "Ese código no es de emparejamiento. Léelo en el panel, en Puertas del evento.");
    return;
  }
  if (lastSecret === secret) return; // one use: the camera sees it many times
  lastSecret = secret;
  screen.say("pair-problem", "");
  try {
    const made = await new Api().post("pair", { secret });
    enter({ token: made.token, event: made.event, gate: made.gate });
  } catch (error) {
    if (error.isPassing) lastSecret = "";
    screen.say("pair-problem", error.status === 0 ? "No hay red. Conéctate para emparejar." : error.message);
  }
}

export async function pairAgain(text) {
  if ($("question").open || lastSecret === secretIn(text)) return;
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
  leave("");
  await pairWith(text);
}

export function enter(made) {
  gate.setPairing(made);
  save("pairing", made);
  $("event").textContent = made.event.title;
  $("gate").textContent = made.gate;
  viewfinder.place("gate");
  screen.show("gate");
  queue.open(made.event.slug);
  if (viewfinder.wasOn() || viewfinder.isOn) viewfinder.start();
  gate.tell("paired", made);
}

// Unpaired by a person, by the panel or by time. Readings not sent stay for the next pairing.
export function leave(message) {
  gate.setPairing(null);
  forget("pairing");
  viewfinder.stop();
  roster.clear();
  log.clear();
  viewfinder.place("pair");
  screen.show("pair");
  screen.say("pair-problem", message);
  gate.tell("left", message);
}

queue.addEventListener("unpaired", ({ detail }) => leave(detail.message));

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

// An invitation in the address is taken out of it at once, and out of the browser's history.
export function begin() {
  const invitation = secretIn(location.href) ? location.href : "";
  if (invitation) history.replaceState(null, "", location.pathname);
  const known = load("pairing");
  if (known) {
    enter(known);
    if (invitation) pairAgain(invitation);
  } else {
    viewfinder.place("pair");
    screen.show("pair");
    if (invitation) pairWith(invitation);
  }
}

addEventListener("hashchange", () => {
  const text = location.href;
  history.replaceState(null, "", location.pathname);
  if (gate.pairing()) pairAgain(text);
  else pairWith(text);
});
