// data-key="1" or "0 n": the key that presses this button or link, or enters this field. Never while
// somebody types, nor with Ctrl, Alt or ⌘, nor held down. [data-keys-switch] is a box that turns
// them off, and the browser remembers it (WCAG 2.1.4).
const KEPT = "teclas-apagadas";
// A second press of the same key, meant for the page before, decides nothing on this one.
const SETTLES = 250;
const page = document.documentElement;
const box = document.querySelector("[data-keys-switch]");
let isReady = false;

function show(isOn) {
  page.dataset.keys = isOn ? "on" : "off";
  for (const element of document.querySelectorAll("[data-keys-help]")) element.hidden = !isOn;
}

function press(element) {
  if (element.matches("input, select, textarea")) {
    element.focus();
    element.select?.();
    return;
  }
  isReady = false;
  element.click();
}

document.addEventListener("keydown", (event) => {
  if (!isReady || event.repeat || event.ctrlKey || event.altKey || event.metaKey) return;
  if (page.dataset.keys !== "on") return;
  if (event.target.closest("input:not([type=checkbox]), select, textarea")) return;
  const named = (element) => element.dataset.key.split(" ").includes(event.key.toLowerCase());
  const element = [...document.querySelectorAll("[data-key]")].find(named);
  if (!element) return;
  event.preventDefault();
  press(element);
});

window.addEventListener("pageshow", () => {
  setTimeout(() => {
    isReady = true;
    page.dataset.keysReady = "";
  }, SETTLES);
});

if (box) {
  box.closest("[hidden]")?.removeAttribute("hidden");
  box.checked = localStorage.getItem(KEPT) !== "1";
  box.addEventListener("change", () => {
    localStorage.setItem(KEPT, box.checked ? "0" : "1");
    show(box.checked);
  });
  show(box.checked);
}
