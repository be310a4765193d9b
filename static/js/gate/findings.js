// What a USB scanner does that it should not, told from the keys it pressed while it read the text
// of the test once or several times. Each finding is a sentence and what to do about it.

import { wholeIn } from "./code.js";
import { asPressed, exchange, meanings, table } from "./keyboards.js";

// Slower than this between two keys, in milliseconds, a reading looks like two.
const SLOWEST = 120;
// What other keyboards make of the text of the test, typed by a scanner of the United States; and
// what one of the States makes of what scanners of other countries type.
const PUNCTUATION = ":;-_/?";
const DIGITS = "1234567890";
const AT_COMPUTER = [
  ["español", [PUNCTUATION, "Ññ'?-_"], "la puntuación llega cambiada («-» en lugar de «/»)"],
  ["portugués", [":;/?", "Çç;:"], "la puntuación llega cambiada («;» en lugar de «/»)"],
  [
    "alemán",
    [`yzYZ${PUNCTUATION}`, "zyZYÖöß?-_"],
    "la Y y la Z llegan al revés, y la puntuación cambiada",
  ],
  [
    "francés",
    [`aqAQzwZWmM${DIGITS}${PUNCTUATION}`, "qaQAwzWZ,?&é\"'(-è_çàMm)°!§"],
    "los números y varias letras llegan cambiados",
  ],
];
const AT_SCANNER = [
  ["español", [PUNCTUATION, "></?&_"], "la puntuación llega cambiada («&» en lugar de «/»)"],
  [
    "alemán",
    [`yzYZ${PUNCTUATION}`, "zyZY></?&_"],
    "la Y y la Z llegan al revés, y la puntuación cambiada",
  ],
  [
    "francés",
    [`aqAQzwZWmM${DIGITS}${PUNCTUATION}`, "qaQAwzWZ;:!@#$%^&*().,68>M"],
    "los números y varias letras llegan cambiados",
  ],
];

const READ_ALIKE = "La puerta lo entiende igual: los pases solo llevan letras y números.";

// `strokes` are {key, code, shift, at} of everything that came without a pause, Enter and Tab too.
// Returns {findings: [{key, tone, says, do}], text, state: "working" | "corrected" | "failing"}.
export function diagnose(strokes, expected) {
  const readings = divided(strokes);
  const text = readings.map(({ text: one }) => one).join(" ");
  const keyboard = readings.map((reading) => keyboardOf(reading, expected)).find(Boolean);
  const passes = passesIn(readings.map(({ text: one }) => one).join(""));
  if (!keyboard && !passes.length) {
    return { text, state: "failing", findings: [unreadable(text)] };
  }
  const findings = [
    ...(keyboard?.findings ?? []),
    ...caps(strokes, keyboard),
    ...glued(readings, keyboard, passes),
    ...endings(readings),
    ...pace(strokes),
  ];
  const state = findings.length ? "corrected" : "working";
  findings.unshift(keyboard ? fine(findings.length) : pass());
  return { text, state, findings };
}

function passesIn(text) {
  return meanings(text).map(wholeIn).find((codes) => codes.length) ?? [];
}

// Readings are what stands between the keys that end them; with those that followed each.
function divided(strokes) {
  const readings = [];
  let last = null;
  for (const stroke of strokes) {
    const isEnd = stroke.key === "Enter" || stroke.key === "Tab";
    if (isEnd) {
      last?.ends.push(stroke.key);
    } else {
      if (!last || last.ends.length) readings.push((last = { strokes: [], ends: [] }));
      last.strokes.push(stroke);
    }
  }
  for (const reading of readings) {
    reading.text = reading.strokes.map(({ key }) => (key === "Dead" ? "" : key)).join("");
  }
  return readings;
}

// Which keyboard makes this of the expected text, read once or up to four times: {times, isCapital,
// findings}; null where none does.
function keyboardOf({ text, strokes }, expected) {
  const times = strokes.length / expected.length;
  if (!Number.isInteger(times) || times < 1 || times > 4) return null;
  const whole = expected.repeat(times);
  const scenes = [
    [[]],
    ...AT_COMPUTER.map(([language, signs, effect]) => [[atComputer(language, effect)], signs]),
    ...AT_SCANNER.map(([language, signs, effect]) => [[atScanner(language, effect)], signs]),
  ];
  for (const [findings, signs] of scenes) {
    const typed = signs ? exchange(whole, table(signs)) : whole;
    if (text === typed) return { times, isCapital: false, findings };
    if (text === swapped(typed)) return { times, isCapital: true, findings };
  }
  if (asPressed(strokes) !== whole) return null;
  return { times, isCapital: strokes.some(({ caps: on }) => on), findings: [another()] };
}

function swapped(text) {
  return [...text]
    .map((character) => {
      const lower = character.toLowerCase();
      return character === lower ? character.toUpperCase() : lower;
    })
    .join("")
    .replaceAll("SS", "ß");
}

function atComputer(language, effect) {
  return {
    key: "keyboard",
    tone: "warning",
    says: `El lector escribe como un teclado de Estados Unidos y el de este dispositivo está en ${language}: ${effect}.`,
    do: `${READ_ALIKE} Si quieres corregirlo, busca en el manual del lector «Keyboard layout» o «Country» y lee el código de ese idioma.`,
  };
}

function atScanner(language, effect) {
  return {
    key: "keyboard",
    tone: "warning",
    says: `El lector está puesto para un teclado en ${language} y el de este dispositivo es de Estados Unidos: ${effect}.`,
    do: `${READ_ALIKE} Si quieres corregirlo, busca en el manual del lector «Keyboard layout» o «Country» y lee el código «USA».`,
  };
}

function another() {
  return {
    key: "keyboard",
    tone: "warning",
    says: "El teclado de este dispositivo está en otro idioma que el del lector: algunos caracteres llegan cambiados.",
    do: "La puerta lo entiende por el lugar de las teclas. Si quieres corregirlo, busca en el manual del lector «Keyboard layout» y lee el código del idioma de este dispositivo.",
  };
}

function caps(strokes, keyboard) {
  const isOn = keyboard ? keyboard.isCapital : strokes.some(({ caps: on }) => on);
  if (!isOn) return [];
  return [
    {
      key: "caps",
      tone: "warning",
      says: "Las mayúsculas llegan como minúsculas y al revés: Bloq Mayús está encendido.",
      do: "La puerta lo entiende igual. Apaga Bloq Mayús para que también lo que escribas a mano salga bien.",
    },
  ];
}

function glued(readings, keyboard, passes) {
  const isGlued = keyboard ? keyboard.times > 1 : passes.length > 1 && readings.length === 1;
  if (!isGlued) return [];
  return [
    {
      key: "glued",
      tone: "warning",
      says: "Llegaron dos lecturas pegadas, sin nada entre ellas.",
      do: "La puerta las separa. Para evitarlo, pon el lector para que termine cada lectura con Enter: en su manual, «Suffix: CR» o «Enter».",
    },
  ];
}

function endings(readings) {
  const ends = readings.map(({ ends: keys }) => keys.join("+"));
  const findings = [];
  if (ends.includes("")) {
    findings.push({
      key: "no-end",
      tone: "warning",
      says: "Falta el Enter al final de la lectura.",
      do: "La puerta espera un instante y la registra igual. Para que sea inmediato, busca en el manual del lector «Suffix: CR» o «Enter» y lee ese código.",
    });
  }
  if (ends.some((keys) => /Enter\+Enter|Tab\+Tab/.test(keys))) {
    findings.push({
      key: "twice",
      tone: "warning",
      says: "El Enter llega dos veces.",
      do: "La puerta cuenta una sola lectura. Si quieres corregirlo, deja un solo final en el manual del lector: «Suffix: CR», en lugar de «CR LF».",
    });
  }
  if (ends.some((keys) => keys.includes("Tab"))) {
    findings.push({
      key: "tab",
      tone: "warning",
      says: "La lectura termina con Tab, no con Enter.",
      do: "La puerta lo entiende igual. En otros programas el Tab cambia de campo; si estorba, busca en el manual del lector «Suffix: CR».",
    });
  }
  return findings;
}

function pace(strokes) {
  const written = strokes.filter(({ key }) => key !== "Enter" && key !== "Tab");
  const slowest = Math.max(...written.slice(1).map(({ at }, n) => at - written[n].at));
  if (!(slowest > SLOWEST)) return [];
  return [
    {
      key: "slow",
      tone: "warning",
      says: "El lector escribe despacio, y una lectura puede llegar partida.",
      do: "Busca en su manual «Inter-character delay» y ponlo en cero. Si va por Bluetooth, acércalo.",
    },
  ];
}

function unreadable(text) {
  const isShort = text.length < 10;
  return {
    key: "unreadable",
    tone: "danger",
    says: isShort
      ? "Llegó muy poco: parece escrito a mano, o la lectura se cortó."
      : "Lo que llegó no es el código de prueba ni un pase completo.",
    do: isShort
      ? "Lee el código de esta página sin tocar el teclado."
      : "Lee el código de esta página otra vez, de cerca y con buena luz. Si sigue igual, regresa el lector a su configuración de fábrica (en su manual, «Restore defaults») y lee con la cámara mientras tanto.",
  };
}

function pass() {
  return {
    key: "pass",
    tone: "success",
    says: "El lector leyó un pase completo. Aquí no se registra.",
    do: "Para revisar también su teclado, lee el código de esta página.",
  };
}

function fine(toCorrect) {
  return {
    key: "fine",
    tone: "success",
    says: toCorrect ? "El lector sirve: la puerta corrige sola lo que sigue." : "El lector lee bien.",
    do: "Ya puede usarse en la puerta.",
  };
}
