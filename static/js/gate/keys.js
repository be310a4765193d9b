// Sealing what stays on this device: one random key, itself sealed with the device's PIN.

const ROUNDS = 600_000;
const words = new TextEncoder();
const text = new TextDecoder();

// Browsers give no cryptography to pages that come without TLS.
export const canSeal = () => Boolean(globalThis.crypto?.subtle);

// The key, which no script can read back, and its sealed copy for the next time.
export async function makeKey(pin) {
  const raw = random(32);
  const salt = random(16);
  const wrapped = await encrypt(await fromPin(pin, salt, ROUNDS), raw, "key");
  const key = await toKey(raw);
  raw.fill(0);
  return { key, wrapped: { salt, rounds: ROUNDS, ...wrapped } };
}

// The key, or null where the PIN is another.
export async function openKey(pin, wrapped) {
  try {
    const raw = await decrypt(await fromPin(pin, wrapped.salt, wrapped.rounds), wrapped, "key");
    const key = await toKey(raw);
    raw.fill(0);
    return key;
  } catch (error) {
    if (error.name === "OperationError") return null;
    throw error;
  }
}

// `about` is bound to the box: moved to another place, it does not open.
export function seal(key, value, about) {
  return encrypt(key, words.encode(JSON.stringify(value)), about);
}

export async function unseal(key, box, about) {
  return JSON.parse(text.decode(await decrypt(key, box, about)));
}

async function encrypt(key, bytes, about) {
  const iv = random(12);
  const additionalData = words.encode(about);
  return { iv, data: await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData }, key, bytes) };
}

async function decrypt(key, { iv, data }, about) {
  const additionalData = words.encode(about);
  return new Uint8Array(await crypto.subtle.decrypt({ name: "AES-GCM", iv, additionalData }, key, data));
}

function toKey(raw) {
  return crypto.subtle.importKey("raw", raw, "AES-GCM", false, ["encrypt", "decrypt"]);
}

async function fromPin(pin, salt, iterations) {
  const secret = await crypto.subtle.importKey("raw", words.encode(pin), "PBKDF2", false, ["deriveKey"]);
  return crypto.subtle.deriveKey(
    { name: "PBKDF2", hash: "SHA-256", salt, iterations },
    secret,
    { name: "AES-GCM", length: 256 },
    false,
    ["encrypt", "decrypt"],
  );
}

function random(length) {
  return crypto.getRandomValues(new Uint8Array(length));
}
