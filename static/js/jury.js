// data-jury="url": the sheet of a seat, saved criterion by criterion as it is written.

import { kept, Part, Sheet } from "./saving.js";

class Card extends Part {
  constructor(sheet, element) {
    const text = element.querySelector("textarea");
    super(sheet, text.name);
    this.element = element;
    this.fields = [...element.querySelectorAll("input, textarea")].filter(
      (one) => one.type !== "hidden",
    );
    this.text = text;
    this.notice = element.querySelector("[data-refused]");
    this.acknowledged = this.written;
    for (const one of this.fields) this.listen(one);
  }

  get level() {
    return this.fields.find((one) => one.type === "radio" && one.checked)?.value ?? "";
  }

  get hasLevels() {
    return this.fields.some((one) => one.type === "radio");
  }

  get written() {
    return JSON.stringify([this.level, this.text.value]);
  }

  get isDirty() {
    return this.written !== this.acknowledged;
  }

  get unsaved() {
    return { level: this.level, text: this.text.value, saved: this.acknowledged };
  }

  // A reason is kept with its level: without one it waits here.
  get isWaiting() {
    return this.hasLevels && !this.level;
  }

  restore() {
    const before = kept.get(this.key);
    if (before?.saved !== this.acknowledged) {
      kept.drop(this.key);
      return;
    }
    this.text.value = before.text;
    for (const one of this.fields) if (one.type === "radio") one.checked = one.value === before.level;
    this.send();
  }

  changed(pause) {
    this.notice.hidden = true;
    super.changed(pause);
  }

  // One after another: a sheet is one thing to the server. On leaving the page, at once.
  send(how) {
    if (how?.keepalive) return this.sendNow(how);
    this.sheet.turn = this.sheet.turn.then(() => this.sendNow());
    return this.sheet.turn;
  }

  async sendNow(how) {
    if (this.isSending || this.isRefused || !this.isDirty || this.sheet.isSubmitting) return;
    if (this.isWaiting) {
      this.sheet.say("Elige un nivel: tu razón se guarda con él", "warning");
      return;
    }
    const { written } = this;
    const data = new FormData();
    data.append("csrfmiddlewaretoken", this.sheet.token);
    for (const one of this.element.querySelectorAll("input, textarea")) {
      if (one.type !== "radio" || one.checked) data.append(one.name, one.value);
    }
    await this.deliver(data, () => this.acknowledge(written), how);
  }

  acknowledge(written) {
    const [level, text] = JSON.parse(written);
    this.acknowledged = written;
    for (const one of this.element.querySelectorAll("input[type=hidden]")) {
      one.value = one.name.endsWith("seen_level") ? level : text;
    }
  }

  refused(sentence) {
    super.refused("Algo no se guardó");
    this.notice.textContent = sentence;
    this.notice.hidden = false;
  }
}

class Scores extends Sheet {
  constructor(form) {
    super(form, form.dataset.jury, form.dataset.juryKey);
    this.turn = Promise.resolve();
    this.isSubmitting = false;
    this.parts = [...form.querySelectorAll("[data-score]")].map((one) => new Card(this, one));
  }

  start() {
    super.start();
    // Whoever presses a button while something is on its way waits for that first.
    this.form.addEventListener("submit", (event) => {
      if (this.isSubmitting) return;
      event.preventDefault();
      event.stopPropagation();
      this.isSubmitting = true;
      // Not from within this event: a form that is being submitted is not submitted anew.
      this.turn.then(() => setTimeout(() => this.form.requestSubmit(event.submitter)));
    });
    window.addEventListener("pageshow", () => {
      this.isSubmitting = false;
    });
  }

  count() {
    const asked = this.parts.filter((card) => card.hasLevels);
    this.progress(asked.filter((card) => card.level).length, asked.length);
  }
}

for (const form of document.querySelectorAll("form[data-jury]")) new Scores(form).start();
