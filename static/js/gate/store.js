// Choices that stay on this device: sound, camera. Nothing of the event: that is in the vault.
// Where the browser keeps nothing, memory serves until the page closes.

const PREFIX = "control.";
const memory = new Map();

export function load(name, otherwise = null) {
  try {
    const kept = localStorage.getItem(PREFIX + name);
    if (kept !== null) return JSON.parse(kept);
  } catch {
    // Private windows and full or broken storage: fall through to memory.
  }
  return memory.has(name) ? memory.get(name) : otherwise;
}

export function save(name, value) {
  memory.set(name, value);
  try {
    localStorage.setItem(PREFIX + name, JSON.stringify(value));
    return true;
  } catch {
    return false;
  }
}

export function forget(name) {
  memory.delete(name);
  try {
    localStorage.removeItem(PREFIX + name);
  } catch {
    // Nothing was kept.
  }
}

export function forgetAll() {
  memory.clear();
  try {
    for (const name of Object.keys(localStorage)) {
      if (name.startsWith(PREFIX)) localStorage.removeItem(name);
    }
  } catch {
    // Nothing was kept.
  }
}
