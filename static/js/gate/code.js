// Codes of passes, as jornadas/codes.py makes them: twelve characters and one that checks them.

const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
export const LENGTH = 13;
const LOOK_ALIKES = { O: "0", I: "1", L: "1" };
const ADDRESS = /pase[^0-9A-Za-z]([0-9A-Za-z]{13})(?![0-9A-Za-z])/i;

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

// The codes in what a camera or a scanner delivered: one, or several that were glued together.
// Where none is whole, what was read goes to the server as it is: it is a fact, too.
export function codesIn(text) {
  const address = ADDRESS.exec(text);
  const code = normalise(address ? address[1] : text);
  if (code.length > LENGTH && code.length % LENGTH === 0) {
    const codes = code.match(new RegExp(`.{${LENGTH}}`, "g"));
    if (codes.every(isValid)) return [...new Set(codes)];
  }
  return [isValid(code) ? code : text.trim().slice(0, 64)];
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
