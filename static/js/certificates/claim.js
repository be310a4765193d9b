// Reading and checking what we signed, without asking any server (docs/formats.md).

const CLAIM = /^1\.[\w-]+\.[0-9a-f]{16}\.[\w-]{86}$/;
const NAMES = ["code", "folio", "kind", "name", "event", "days", "issued", "issuer"];

export const KINDS = {
  attendance: "Asistencia a jornada",
  workshop: "Participación en taller",
  speaker: "Ponente",
  recognition: "Reconocimiento de práctica",
};

// The claim of a QR, alone or as its whole address; null where it is none.
export function readClaim(text) {
  const written = text.replace(/\s+/g, "").split("#").at(-1);
  if (!CLAIM.test(written)) return null;
  const [version, payload, keyId, signature] = written.split(".");
  try {
    const values = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes(payload)));
    if (!Array.isArray(values) || values.length !== NAMES.length) return null;
    const facts = Object.fromEntries(NAMES.map((name, place) => [name, values[place]]));
    if (!Array.isArray(facts.days)) return null;
    return { facts, keyId, signature: bytes(signature), signed: `${version}.${payload}` };
  } catch {
    return null;
  }
}

// The signed data of a constancia (what the API answers, or its "seal" alone); null where none.
export function readSnapshot(text) {
  try {
    const data = JSON.parse(text);
    const seal = data.seal ?? data;
    const said = JSON.parse(seal.snapshot);
    const facts = {
      code: said.code,
      folio: said.folio,
      kind: said.kind,
      name: said.holder.name,
      event: said.event.title,
      days: said.event.days,
      issued: said.issued_on,
      issuer: said.issuer.acronym,
    };
    const signature = bytes(seal.signature.replace(/=+$/, ""));
    return { facts, keyId: seal.key_id, signature, signed: seal.snapshot };
  } catch {
    return null;
  }
}

// "true", "false", "unknown" (a key we were not given) or "unable" (this browser cannot).
export async function check(statement, keys) {
  const raw = Object.hasOwn(keys, statement.keyId) ? keys[statement.keyId] : null;
  if (!raw) return "unknown";
  let key;
  try {
    key = await crypto.subtle.importKey("raw", bytes(raw), { name: "Ed25519" }, false, ["verify"]);
  } catch {
    return "unable";
  }
  const signed = new TextEncoder().encode(statement.signed);
  return String(await crypto.subtle.verify("Ed25519", key, statement.signature, signed));
}

// Base64, of either alphabet, without padding.
function bytes(text) {
  const plain = text.replaceAll("-", "+").replaceAll("_", "/");
  return Uint8Array.from(atob(plain), (character) => character.charCodeAt(0));
}
