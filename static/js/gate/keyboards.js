// What a USB scanner meant, when its keyboard and the computer's are not the same. It types like a
// keyboard, usually one of the United States; the computer makes of the same keys what its own
// language has there. Spanish changes only punctuation, which no code has. (asistencia/keyboards.py)

const DIGITS = "1234567890";
const GERMAN = ["yzYZ", "zyZY"];
// A scanner of the United States at a French computer, and a French scanner at one of the States.
const FRENCH = ["&é\"'(-è_çà" + "aqAQzwZW,?!", DIGITS + "qaQAwzWZmM/"];
const FRENCH_SCANNER = ["!@#$%^&*()" + "aqAQzwZW;:", DIGITS + "qaQAwzWZmM"];
const KEYBOARDS = [GERMAN, FRENCH, FRENCH_SCANNER].map(table);

// The text as it came, and as each of these keyboards would have meant it.
export function meanings(text) {
  return [text, ...KEYBOARDS.map((keyboard) => exchange(text, keyboard))];
}

// What the keys pressed would have written in the United States, whatever the computer made of
// them: browsers name the place of a key as well as what is printed on it.
export function asPressed(strokes) {
  return strokes.map(({ key, code, shift }) => PLACES.get(code)?.[shift ? 1 : 0] ?? key).join("");
}

export function table([from, to]) {
  return new Map([...from].map((character, at) => [character, to[at]]));
}

export function exchange(text, keyboard) {
  return [...text].map((character) => keyboard.get(character) ?? character).join("");
}

const PLACES = new Map([
  ...[..."abcdefghijklmnopqrstuvwxyz"].map((letter) => {
    const capital = letter.toUpperCase();
    return [`Key${capital}`, letter + capital];
  }),
  ...[...DIGITS].map((digit, at) => [`Digit${digit}`, digit + "!@#$%^&*()"[at]]),
  ["Minus", "-_"],
  ["Equal", "=+"],
  ["BracketLeft", "[{"],
  ["BracketRight", "]}"],
  ["Backslash", "\\|"],
  ["Semicolon", ";:"],
  ["Quote", "'\""],
  ["Backquote", "`~"],
  ["Comma", ",<"],
  ["Period", ".>"],
  ["Slash", "/?"],
  ["Space", "  "],
]);
