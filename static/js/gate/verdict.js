// A first word without the server, from what this gate knows; the server's word comes later.

import { isValid } from "./code.js";
import { atHour } from "./hours.js";

const PRACTICE = "PRACT1CA";
const TO_STAFF = "Pide a la persona que pase con el personal.";

// Returns {result, person, message} like the server; `result` is what the server would say as far
// as this gate can know.
export function verdict(reading, roster) {
  const person = roster.get(reading.code);
  const told = (result, message) => ({ result, message, person: person ?? null, first: null });
  if (!isValid(reading.code)) {
    return told("invalid", "El código está incompleto o mal escrito. Vuelve a leerlo o busca por nombre.");
  }
  if (reading.code.startsWith(PRACTICE)) {
    return told("practice", "Pase de práctica: se leyó bien y no cuenta.");
  }
  if (!person) {
    return told("unknown", `Sin red no sabemos de quién es este pase. ${TO_STAFF}`);
  }
  if (person.status === "waitlisted") {
    return told("waitlisted", `Está en lista de espera y todavía no tiene lugar. ${TO_STAFF}`);
  }
  if (person.status === "cancelled") {
    return told("cancelled", `Su inscripción está cancelada. ${TO_STAFF}`);
  }
  if (reading.direction === "exit") return told("exit", "La salida queda guardada en este dispositivo.");
  if (person.inside) return told("duplicate", `${whenAndWhere(person)} Confirma que sea la misma persona.`);
  return told("admitted", "La entrada queda guardada en este dispositivo.");
}

// Another door's name is known to the server only.
function whenAndWhere({ entered_at, last_at, isHere }) {
  const at = last_at ?? entered_at;
  if (!at) return "Ya había entrado.";
  return isHere
    ? `Ya entró ${atHour(at)} por esta puerta.`
    : `Ya entró ${atHour(at)}; sin red no sabemos por cuál puerta.`;
}
