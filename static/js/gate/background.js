// In the service worker: when the network is back and the page is closed, what waits is sent. That
// works as long as the browser lets the worker live, because the key is in its memory only.

import { Api, ApiError } from "./api.js";
import { BATCH, bodyOf, deliver, differs, head, isItsFault } from "./delivery.js";
import { Vault } from "./vault.js";

const vault = new Vault();
const api = new Api();

self.addEventListener("message", ({ data }) => {
  if (data?.hold) {
    vault.hold(data.hold);
    api.token = data.hold.token;
  } else if (data?.forget) {
    vault.lock();
    api.token = "";
  }
});

self.addEventListener("sync", (event) => {
  if (event.tag === "readings") event.waitUntil(drain());
});

async function drain() {
  const pages = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  const gates = pages.filter((page) => new URL(page.url).pathname === "/control/");
  if (gates.length) {
    for (const page of gates) page.postMessage("flush");
    return;
  }
  if (!vault.isOpen) return;
  let waiting = await vault.entries();
  let size = BATCH;
  while (waiting.length) {
    const batch = head(waiting.map(({ entry }) => entry), size);
    try {
      await settle(batch, await deliver(api, batch));
    } catch (error) {
      // Thrown on, the browser tries again later; what the server cannot take, the page puts aside.
      if (!(error instanceof ApiError) || !isItsFault(error)) throw error;
      if (size === 1) return;
      size = Math.ceil(batch.length / 2);
      continue;
    }
    await vault.remove(waiting.slice(0, batch.length).map(({ key }) => key));
    waiting = waiting.slice(batch.length);
    size = BATCH;
  }
}

async function settle(batch, answers) {
  for (const [at, entry] of batch.entries()) {
    const answer = answers[at];
    if (differs(entry, answer)) await vault.keepNote({ reading: bodyOf(entry), answer });
  }
}
