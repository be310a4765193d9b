// Who comes from the QR brings its signed facts behind the #, which the browser keeps to itself.
// They are checked here and compared with what the page says.
import { check, readClaim } from "./claim.js";

const LABELS = {
  code: "el código",
  folio: "el folio",
  kind: "el tipo",
  name: "el nombre",
  event: "el evento",
  days: "la fecha",
  issued: "la fecha de emisión",
  issuer: "la institución",
};
const box = document.querySelector("#qr");
const shown = document.querySelector("#hechos").dataset;

function say(tone, words) {
  box.dataset.tone = tone;
  box.textContent = words;
  box.hidden = false;
}

async function keysOf(url) {
  const { keys } = await (await fetch(url)).json();
  return Object.fromEntries(keys.filter((key) => key.x).map((key) => [key.id, key.x]));
}

async function look() {
  const statement = readClaim(location.hash);
  if (!statement) {
    say("warning", "El código QR que leíste está incompleto o dañado. Compara tú los datos.");
    return;
  }
  const outcome = await check(statement, await keysOf(box.dataset.keys));
  const differ = Object.keys(LABELS).filter(
    (name) => String(statement.facts[name]) !== shown[name],
  );
  if (outcome === "false") {
    say(
      "danger",
      "El código QR que leíste no lo hicimos nosotros o fue cambiado: su firma no corresponde. Vale lo que dice esta página.",
    );
  } else if (differ.length) {
    const names = differ.map((name) => LABELS[name]).join(", ");
    say("danger", `El código QR que leíste no dice lo mismo que esta página: cambia ${names}.`);
  } else if (outcome === "true") {
    say(
      "success",
      "Tu navegador comprobó el código QR: su firma corresponde y dice lo mismo que esta página.",
    );
  } else if (outcome === "unknown") {
    say(
      "warning",
      "El código QR dice lo mismo que esta página, pero está firmado con una llave que no publicamos.",
    );
  } else {
    say(
      "neutral",
      "El código QR dice lo mismo que esta página. Tu navegador no sabe comprobar su firma: actualízalo, o compruébala con otro.",
    );
  }
}

function start() {
  if (!location.hash.startsWith("#1.")) return;
  look().catch(() => {
    say("neutral", "No pudimos traer las llaves para comprobar el código QR. Vuelve a cargar.");
  });
}

window.addEventListener("hashchange", start);
start();
