// /constancias/comprobar/: everything happens here; the keys came with the page.
import { KINDS, check, readClaim, readSnapshot } from "./claim.js";

const keys = JSON.parse(document.querySelector("#llaves").textContent);
const form = document.querySelector("#comprobar");
const answer = document.querySelector("#respuesta");
const verdict = document.querySelector("#veredicto");
const list = document.querySelector("#datos");

const VERDICTS = {
  true: ["success", "La firma corresponde: esto es lo que certificamos."],
  false: ["danger", "La firma no corresponde: estos datos no son los que certificamos."],
  unknown: ["danger", "Está firmado con una llave que no es nuestra, o que es más nueva que esta página."],
  unable: ["neutral", "Tu navegador no sabe comprobar esta firma. Actualízalo o usa otro."],
  unread: ["warning", "Esto no es el texto de un código QR nuestro ni los datos firmados, o está incompleto."],
};

function rows(facts) {
  return [
    ["Nombre", facts.name],
    ["Evento", facts.event],
    ["Fecha", facts.days.map(dayInWords).join("; ")],
    ["Tipo", KINDS[facts.kind] ?? facts.kind],
    ["Institución", facts.issuer],
    ["Folio", facts.folio],
    ["Código", facts.code],
    ["Emitida", dayInWords(facts.issued)],
  ];
}

function dayInWords(day) {
  const date = new Date(`${day}T12:00:00Z`);
  if (Number.isNaN(date.getTime())) return String(day);
  return date.toLocaleDateString("es-MX", { dateStyle: "long", timeZone: "UTC" });
}

function show(outcome, facts) {
  const [tone, words] = VERDICTS[outcome];
  verdict.dataset.tone = tone;
  verdict.textContent = words;
  list.replaceChildren(
    ...(facts ? rows(facts) : []).map(([label, value]) => {
      const row = document.createElement("div");
      const term = row.appendChild(document.createElement("dt"));
      const said = row.appendChild(document.createElement("dd"));
      term.textContent = label;
      said.textContent = String(value);
      return row;
    }),
  );
  answer.hidden = false;
  verdict.focus();
}

document.querySelector("#sin-programa").hidden = true;
form.hidden = false;
form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const text = form.elements.texto.value.trim();
  const statement = text.startsWith("{") ? readSnapshot(text) : readClaim(text);
  if (statement) show(await check(statement, keys), statement.facts);
  else show("unread", null);
});
