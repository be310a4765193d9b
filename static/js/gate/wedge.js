// A USB scanner types like a keyboard, only faster. This tells it from a person, whatever ends its
// reading: Enter, Tab, both, or nothing at all.

const SILENCE = 150;

export class Wedge {
  #text = "";
  #timer = 0;

  // `read(text)` gets what a scanner typed; `typed(text)` what a person began to type.
  constructor({ read, typed }) {
    // Capturing: a reading's Enter must not press the button that happens to have the focus.
    addEventListener(
      "keydown",
      (event) => {
        if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
        if (event.target.closest?.("input[type=text], textarea")) return;
        if ((event.key === "Enter" || event.key === "Tab") && this.#text) {
          event.preventDefault();
          event.stopPropagation();
          this.#end(read, typed);
        } else if (event.key.length === 1 && event.key !== " ") {
          event.preventDefault();
          this.#text += event.key;
          clearTimeout(this.#timer);
          this.#timer = setTimeout(() => this.#end(read, typed), SILENCE);
        }
      },
      { capture: true },
    );
  }

  #end(read, typed) {
    clearTimeout(this.#timer);
    const text = this.#text;
    this.#text = "";
    // Nobody types ten characters without a pause of a seventh of a second.
    if (text.length >= 10) read(text);
    else typed(text);
  }
}
