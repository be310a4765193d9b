// What the door sounds and feels like: a different sound for each kind of answer.

import { load, save } from "./store.js";

// Frequency in hertz and length in seconds, one after the other.
const SOUNDS = {
  admitted: [[880, 0.09], [1320, 0.16]],
  exit: [[990, 0.09], [660, 0.16]],
  duplicate: [[440, 0.14], [0, 0.06], [440, 0.14]],
  waitlisted: [[392, 0.16], [330, 0.16], [392, 0.16]],
  refused: [[196, 0.5]],
  pending: [[660, 0.1]],
};
const SHAKES = {
  admitted: [60],
  exit: [60],
  duplicate: [80, 60, 80],
  waitlisted: [80, 60, 80, 60, 80],
  refused: [350],
  pending: [40],
};

let audio = null;
let muted = load("muted", false);

// Browsers let a page sound only after somebody has touched it.
for (const gesture of ["pointerdown", "keydown"]) {
  addEventListener(gesture, () => {
    audio ??= globalThis.AudioContext ? new AudioContext() : null;
    if (audio?.state === "suspended") audio.resume();
  });
}

export function isMuted() {
  return muted;
}

export function mute(value) {
  muted = value;
  save("muted", value);
}

export function signal(result) {
  const kind = SOUNDS[result] ? result : "refused";
  navigator.vibrate?.(SHAKES[kind]);
  if (muted || audio?.state !== "running") return;
  let at = audio.currentTime;
  for (const [frequency, length] of SOUNDS[kind]) {
    if (frequency) tone(frequency, at, length, kind === "refused" ? "sawtooth" : "sine");
    at += length;
  }
}

function tone(frequency, at, length, shape) {
  const wave = audio.createOscillator();
  const volume = audio.createGain();
  wave.type = shape;
  wave.frequency.value = frequency;
  // Rounded ends: a wave cut short clicks.
  volume.gain.setValueAtTime(0, at);
  volume.gain.linearRampToValueAtTime(0.4, at + 0.01);
  volume.gain.setValueAtTime(0.4, at + length - 0.02);
  volume.gain.linearRampToValueAtTime(0, at + length);
  wave.connect(volume).connect(audio.destination);
  wave.start(at);
  wave.stop(at + length);
}
