// Until version 0.6 the pairing and what was not sent stood in the browser's storage as they are.
// What is left of that is sent and wiped.

import { Api, ApiError } from "./api.js";
import { BATCH } from "./delivery.js";
import { gate } from "./parts.js";
import { forget, load, save } from "./store.js";

export async function sendFormer() {
  const former = load("pairing");
  if (!former?.token) return;
  const api = new Api();
  api.token = former.token;
  const name = `queue.${former.event.slug}`;
  let readings = load(name, []);
  try {
    while (readings.length) {
      await api.post("scans", { scans: readings.slice(0, BATCH) });
      readings = readings.slice(BATCH);
      save(name, readings);
    }
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    if (error.isPassing) {
      addEventListener("online", sendFormer, { once: true });
      gate.screen.say("pair-problem", `Faltan ${readings.length} lecturas por enviar de la versión anterior. Se envían al haber red.`);
      return;
    }
  }
  forget("pairing");
  forget(name);
  gate.screen.say("pair-problem", "Desde esta versión lo que guarda el dispositivo queda bajo llave. Empareja otra vez este dispositivo.");
}
