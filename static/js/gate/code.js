// Codes of passes, as jornadas/codes.py makes them: twelve characters and one that checks them.

import { meanings } from "./keyboards.js";

const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
export const LENGTH = 13;
const PRACTICE = /^PRACT1CA\d{4}/;
const LOOK_ALIKES = { O: "0", I: "1", L: "1" };
// A pass may be read as its address; the next reading may follow at once.
const ADDRESS = /pase[^0-9A-Za-z]([0-9A-Za-z]{13})(?=http|[^0-9A-Za-z]|$)/gi;
const LONGEST = 1_000;

// What somebody typed or scanned, as a code is written; no check is made.
export function normalise(text) {
  return [...text.toUpperCase()]
    .map((character) => LOOK_ALIKES[character] ?? character)
    .filter((character) => ALPHABET.includes(character))
    .join("");
}

export function isValid(code) {
  return code.length === LENGTH && check(code.slice(0, -1)) === code.at(-1);
}

// Whether it is a practice pass's, which counts for nothing.
export function isPractice(code) {
  return PRACTICE.test(code) && isValid(code);
}

// The codes in what a camera or a scanner delivered: one, or several that were glued together.
// Where none is whole, what was read goes to the server as it is: it is a fact, too.
//
// `pressed` is what the same keys mean on a keyboard of the United States. Of several things that
// may have been meant, what is known here (`isKnown(code)`) is; else the first.
export function codesIn(text, { pressed = "", isKnown = () => false } = {}) {
  const found = [...meanings(text), pressed].map(wholeIn).filter((codes) => codes.length);
  return found.find((codes) => codes.every(isKnown)) ?? found[0] ?? [text.trim().slice(0, 64)];
}

// The whole codes in a text, each once; none where anything in it is not whole.
export function wholeIn(text) {
  if (text.length > LONGEST) return [];
  let codes = [...text.matchAll(ADDRESS)].map((address) => normalise(address[1]));
  if (!codes.length) codes = normalise(text).match(new RegExp(`.{1,${LENGTH}}`, "g")) ?? [];
  return codes.every(isValid) ? [...new Set(codes)] : [];
}

export function spoken(code) {
  return `${code.slice(0, 4)} ${code.slice(4, 8)} ${code.slice(8)}`;
}

// The characters as a polynomial over GF(32), evaluated by Horner's rule.
function check(body) {
  let total = 0;
  for (const character of body) {
    total = (total ^ ALPHABET.indexOf(character)) << 1;
    if (total & 0b100000) total ^= 0b100101;
  }
  return ALPHABET[total];
}
