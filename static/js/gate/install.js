// The page as an app: kept by a service worker so that it opens without network, which also sends
// what is left where the browser lets it.

import { gate } from "./parts.js";

const TAG = "readings";
const { vault, queue } = gate;
const $ = (id) => document.getElementById(id);

// Only browsers that wake a service worker when the network is back understand its longer form.
const canWake = "SyncManager" in globalThis;

let begun = false;

async function register() {
  if (!navigator.serviceWorker || begun) return;
  begun = true;
  const url = canWake ? "/control/sw.js?en-segundo-plano" : "/control/sw.js";
  const options = { scope: "/control/", type: canWake ? "module" : "classic" };
  try {
    await navigator.serviceWorker.register(url, options);
    await navigator.serviceWorker.ready;
    document.documentElement.dataset.offline = "ready";
    tellWorker();
  } catch (error) {
    console.warn("service worker", error.name);
  }
}

// While it lives, the worker may hold in memory what opens the rows; it keeps nothing of it.
async function tellWorker() {
  const { active } = (await navigator.serviceWorker?.getRegistration("/control/")) ?? {};
  const held = vault.held;
  active?.postMessage(held ? { hold: { ...held, token: gate.api.token } } : { forget: true });
}

async function askToBeWoken() {
  if (!canWake || !queue.length) return;
  const registration = await navigator.serviceWorker?.getRegistration("/control/");
  await registration?.sync.register(TAG).catch(() => {});
}

gate.on("paired", tellWorker);
gate.on("left", tellWorker);
document.addEventListener("visibilitychange", () => {
  if (!document.hidden) return;
  tellWorker();
  askToBeWoken();
});
navigator.serviceWorker?.addEventListener("message", ({ data }) => {
  if (data === "flush") queue.flush();
});
// As soon as something could not be sent, so that closing the page a moment later is no loss.
let asked = false;
queue.addEventListener("change", () => {
  if (queue.isOnline && navigator.onLine) asked = false;
  else if (queue.length && !asked) {
    asked = true;
    askToBeWoken();
  }
});

// ---- The button that puts the app among the others ---------------------------------------------

let offer = null;
addEventListener("beforeinstallprompt", (event) => {
  event.preventDefault();
  offer = event;
  $("install").hidden = false;
});
addEventListener("appinstalled", () => ($("install").hidden = true));
$("install").addEventListener("click", async () => {
  $("menu").open = false;
  await offer?.prompt();
  $("install").hidden = true;
});

// What it fetches would come in the way of the list of people, where there is one to come.
gate.on("refreshed", register);
setTimeout(register, 5_000);
