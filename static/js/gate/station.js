// The states of this device: at work, locked, and unpaired; and what is wiped on the way.

import { gate } from "./parts.js";
import { forgetAll } from "./store.js";
import { viewfinder } from "./viewfinder.js";

const { vault, queue, roster, screen, log } = gate;
const $ = (id) => document.getElementById(id);
const EVERY = 10_000;
const OVER = "El permiso de este dispositivo terminó con su evento y la lista de personas se borró de él.";
// What could not be kept by the browser and was not sent when the pairing ended: {slug, entries}.
let leftover = null;

export async function enter(pairing) {
  $("event").textContent = pairing.event.title;
  $("gate").textContent = pairing.gate;
  screen.say("storage", STORAGE[vault.problem]);
  $("lock-now").hidden = !vault.isOpen;
  await queue.open();
  await roster.restore(queue.entries);
  gate.setClock(pairing.clock ?? 0);
  gate.setPairing(pairing);
  if (leftover?.slug === pairing.event.slug) takeBack(leftover.entries);
  leftover = null;
  viewfinder.place("gate");
  if (viewfinder.wasOn() || viewfinder.isOn) viewfinder.start();
  gate.tell("paired", pairing);
  queue.flush();
}

const STORAGE = {
  "": "",
  insecure:
    "Esta página llegó sin HTTPS, y sin HTTPS no hay modo sin red: lo que leas se pierde si cierras la página antes de enviarlo.",
  forgetful:
    "Este navegador no guarda datos: lo que leas se pierde si cierras la página antes de enviarlo. Si es una ventana privada, abre una normal.",
};

function takeBack(entries) {
  for (const { kind, ...entry } of entries) {
    if (kind === "walkin") queue.addWalkin(entry);
    else queue.add(entry);
  }
}

function stop() {
  if (queue.isForgetful && queue.length && gate.pairing()) {
    leftover = { slug: gate.pairing().event.slug, entries: queue.entries };
  }
  gate.setPairing(null);
  viewfinder.stop();
  roster.clear();
  log.clear();
  queue.close();
  screen.dismiss();
  $("menu").open = false;
}

// Unpaired by the panel, by time, or to change gates. Roster and token are wiped; what was not sent
// stays sealed until the same event is paired again.
export async function leave(message) {
  stop();
  await queue.settled();
  await vault.leave();
  await askToPair(message);
  gate.tell("left", message);
}

export async function askToPair(message) {
  viewfinder.place("pair");
  screen.show("pair");
  screen.say("pair-problem", message);
  const left = await vault.left();
  if (leftover) left.push({ event: { title: "este evento" }, count: leftover.entries.length });
  screen.say("pair-left", left.map(leftWords).join(" "));
  $("pair-erase").hidden = !left.length;
}

function leftWords({ event, count }) {
  const what = count === 1 ? "una lectura sin enviar" : `${count} lecturas sin enviar`;
  return `Quedan aquí ${what} de «${event.title}», bajo llave. Empareja otra vez este dispositivo con ese evento y se envían solas.`;
}

// Everything, on purpose: the question says what would be lost.
export async function erase() {
  $("menu").open = false;
  const others = (await vault.left()).reduce((sum, { count }) => sum + count, 0);
  const lost = queue.length + others;
  const sure = await screen.ask({
    title: "¿Borrar este dispositivo?",
    words: `${lostWords(lost)} Se borran la lista de personas y el emparejamiento; para volver habrá que leer otro código en el panel.`,
    yes: lost ? `Borrar y perder ${lost === 1 ? "la lectura" : "las lecturas"}` : "Borrar este dispositivo",
  });
  if (!sure) return;
  stop();
  leftover = null;
  await queue.settled();
  await vault.erase();
  forgetAll();
  await askToPair("");
  screen.say("pair-done", "Este dispositivo quedó borrado: ya no guarda nada del evento.");
  gate.tell("left", "");
}

function lostWords(lost) {
  if (!lost) return "Todo lo leído está enviado: no se pierde nada.";
  return lost === 1
    ? "Se perdería para siempre 1 lectura que solo está aquí."
    : `Se perderían para siempre ${lost} lecturas que solo están aquí.`;
}

// Close what is kept without forgetting it; the PIN opens it again.
export async function close() {
  stop();
  await queue.settled();
  vault.lock();
  gate.tell("left", "");
}

// The event is over: also without network, and while the page is locked.
export async function endIfOver() {
  const pairing = gate.pairing() ?? (await vault.look());
  if (!pairing?.expires_at) return false;
  const clock = gate.pairing() ? gate.clockOffset() : pairing.clock;
  if (Date.now() + clock < Date.parse(pairing.expires_at)) return false;
  await leave(OVER);
  return true;
}

queue.addEventListener("unpaired", ({ detail }) => leave(detail.message));
setInterval(endIfOver, EVERY);
for (const id of ["erase", "pair-erase", "lock-erase"]) $(id).addEventListener("click", erase);

// The options close as a menu does.
addEventListener("keydown", ({ key }) => {
  if (key !== "Escape" || !$("menu").open) return;
  $("menu").open = false;
  $("menu").querySelector("summary").focus();
});
addEventListener("pointerdown", ({ target }) => {
  if (!$("menu").contains(target)) $("menu").open = false;
});

// Where nothing is kept, closing by mistake is asked about.
addEventListener("beforeunload", (event) => {
  if (queue.isForgetful && queue.length) event.preventDefault();
});
