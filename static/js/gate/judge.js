// Whether a device is ready, from what is known of it, by the rules of asistencia/readiness_rules.py;
// asistencia/readiness.py judges by the same ones, and the tests hold the two together. What nobody
// knows is null.

const numbers = new Intl.NumberFormat("en-US");
const DURATIONS = new Set(["silence", "roster_age", "clock"]);
const COUNTED = { queue: ["lectura", "lecturas"], roster_size: ["persona", "personas"] };
const WORST_FIRST = ["red", "yellow", "green"];

// One check {key, title, light, says, do} for each subject.
export function judge(subjects, facts) {
  return subjects.map(({ key, title, rules }) => {
    const rule = rules.find(({ when }) => when.every((one) => isSo(facts, one)));
    const { light, says, do: what } = rule;
    return { key, title, light, says: filled(says, facts), do: filled(what, facts) };
  });
}

export function worst(checks) {
  return WORST_FIRST.find((light) => checks.some((check) => check.light === light)) ?? "unknown";
}

function isSo(facts, [fact, how, value]) {
  const known = facts[fact] ?? null;
  if (how === "is") return known === value;
  if (known === null) return false;
  return how === "<" ? known < value : known > value;
}

function filled(sentence, facts) {
  return sentence.replace(/\{(\w+)\}/g, (_, fact) => inWords(fact, facts[fact] ?? null));
}

function inWords(fact, value) {
  if (value === null) return DURATIONS.has(fact) ? "un tiempo que no se sabe" : "algo que no se sabe";
  if (DURATIONS.has(fact)) return duration(value);
  if (fact === "battery") return `${Math.floor(value * 100)} %`;
  if (fact === "storage_free") return space(value);
  if (!COUNTED[fact]) return String(value);
  const [one, many] = COUNTED[fact];
  return `${numbers.format(value)} ${value === 1 ? one : many}`;
}

// The largest whole unit: "menos de un minuto", "3 minutos", "2 días".
function duration(seconds) {
  for (const [length, one, many] of [[86_400, "día", "días"], [3_600, "hora", "horas"], [60, "minuto", "minutos"]]) {
    if (seconds < length) continue;
    const number = Math.floor(seconds / length);
    return `${numbers.format(number)} ${number === 1 ? one : many}`;
  }
  return "menos de un minuto";
}

function space(size) {
  if (size >= 1e9) return `${numbers.format(Math.floor(size / 1e9))} GB`;
  return `${Math.floor(size / 1e6)} MB`;
}
