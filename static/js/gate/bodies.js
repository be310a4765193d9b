// The catalogue of bodies, which is public: kept in the clear, so that it is there without network.

import { fold } from "./roster.js";
import { load, save } from "./store.js";

const SHOWN = 6;
const DAY = 24 * 60 * 60 * 1_000;
let bodies = prepared(load("bodies", { list: [] }).list);

function prepared(list) {
  return list.map((body) => ({ ...body, key: fold(body.name), short: fold(body.acronym ?? "") }));
}

// Once a day is enough: bodies hardly ever change. Raises ApiError.
export async function refreshBodies(api) {
  const kept = load("bodies");
  if (kept?.list.length && Date.now() - kept.at < DAY) {
    bodies = prepared(kept.list);
    return;
  }
  const list = await api.get("bodies");
  save("bodies", { list, at: Date.now() });
  bodies = prepared(list);
}

// Those of which every word of `text` begins a word or the acronym, the likeliest first.
export function searchBodies(text) {
  const words = fold(text).split(" ").filter(Boolean);
  if (!words.length) return [];
  const begins = (body, word) => ` ${body.key} ${body.short}`.includes(` ${word}`);
  return bodies
    .filter((body) => words.every((word) => begins(body, word)))
    .sort((a, b) => likely(b, words) - likely(a, words) || a.name.length - b.name.length)
    .slice(0, SHOWN);
}

function likely(body, words) {
  const text = words.join(" ");
  if (body.short === text || body.key === text) return 2;
  return body.key.startsWith(text) ? 1 : 0;
}

// The one with this very name or acronym.
export function bodyNamed(text) {
  const key = fold(text);
  const found = bodies.filter((body) => key && (body.key === key || body.short === key));
  return found.length === 1 ? found[0] : null;
}

export const bodyWith = (id) => bodies.find((body) => body.id === id) ?? null;
