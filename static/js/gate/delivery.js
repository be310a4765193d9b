// How what waits is told to the server, by the page and by the service worker alike.

import { ApiError } from "./api.js";

export const BATCH = 100;

// The readings at the head of what waits, or the one walk-in that is there: never out of order.
export function head(entries, limit = BATCH) {
  if (entries[0].kind === "walkin") return [entries[0]];
  const walkin = entries.findIndex((entry) => entry.kind === "walkin");
  return entries.slice(0, Math.min(limit, walkin < 0 ? Infinity : walkin));
}

// The answers, in the same order. Raises ApiError.
export async function deliver(api, entries) {
  const bodies = entries.map(bodyOf);
  if (entries[0].kind === "walkin") return [await api.post("walkins", bodies[0])];
  const { results } = await api.post("scans", { scans: bodies });
  // Something between us and the server answered in its place.
  if (results?.length !== entries.length) throw new ApiError(0, "La respuesta llegó incompleta.");
  return results;
}

export function bodyOf({ kind, ...body }) {
  return body;
}

// Another moment will not mend it: these very words are what the server cannot take.
export function isItsFault(error) {
  return [400, 409, 413, 422].includes(error.status);
}

// Whether the door was told something else than what the server says.
export function differs(entry, answer) {
  return entry.kind === "scan" && Boolean(entry.told) && entry.told !== answer.result;
}
