// Becoming the device of a gate by an invitation that is read once, and changing gates.

import { Api } from "./api.js";
import { sendFormer } from "./former.js";
import { showLock } from "./lock.js";
import { gate } from "./parts.js";
import { askToPair, endIfOver, enter, leave } from "./station.js";

const { vault, queue, screen } = gate;
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
  screen.say("pair-done", "");
  try {
    const left = await vault.left();
    const made = await new Api().post("pair", { secret, before: left.map(({ device }) => device) });
    await vault.begin(made).catch(() => (vault.problem = "forgetful"));
    await takeOver(made.pins ?? {});
    navigator.storage?.persist?.();
    await enter({ clock: new Date(made.server_time) - Date.now(), ...made });
    if (vault.isOpen) showPin(made.pin);
    else screen.show("gate");
  } catch (error) {
    if (!(error.status >= 0)) throw error;
    if (error.isPassing) lastSecret = "";
    screen.say("pair-problem", error.status === 0 ? "No hay red. Conéctate para emparejar." : error.message);
  }
}

// What this device read for the same event before and never sent, in the order of the door.
async function takeOver(pins) {
  for (const [device, pin] of Object.entries(pins)) {
    const entries = await vault.takeOver(Number(device), pin);
    if (!entries) continue;
    for (const entry of entries) await vault.add(entry);
    await vault.drop(Number(device));
  }
}

function showPin(pin) {
  $("new-pin").textContent = `${pin.slice(0, 3)} ${pin.slice(3)}`;
  $("new-pin").setAttribute("aria-label", [...pin].join(" "));
  screen.show("pin");
  $("pin-noted").focus();
}

$("pin-noted").addEventListener("click", () => {
  $("new-pin").textContent = "";
  screen.show("gate");
});

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
    screen.say("warning", "Faltan lecturas por enviar de esta puerta. Espera a que haya red y lee otra vez el código.");
    return;
  }
  if (gate.pairing()) await leave("");
  await pairWith(text);
}

$("link-form").addEventListener("submit", (event) => {
  event.preventDefault();
  pairWith(event.target.link.value);
});

// An invitation in the address is taken out of it at once.
export async function begin() {
  const invitation = secretIn(location.href) ? location.href : "";
  if (invitation) history.replaceState(null, "", location.pathname);
  const kept = await vault.look();
  if (kept && !(await endIfOver())) {
    await showLock();
    if (invitation) await pairAgain(invitation);
    return;
  }
  if (!kept) await askToPair("");
  if (invitation) await pairWith(invitation);
  else await sendFormer();
}

addEventListener("hashchange", () => {
  const text = location.href;
  history.replaceState(null, "", location.pathname);
  if (gate.pairing()) pairAgain(text);
  else pairWith(text);
});
