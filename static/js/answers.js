// data-answers="url": a form whose answers are saved one by one as they are typed. Where two people
// change one answer at once, both texts are shown and the writer decides.
// data-answers-state="url": all answers as they are, so that a team sees what its others write.

import { kept, Part, Sheet } from "./saving.js";

const LOOK = 10_000;

class Answer extends Part {
  constructor(sheet, card) {
    super(sheet, card.dataset.answer);
    this.name = card.dataset.answer;
    this.control = card.querySelector(`[name="${this.name}"]`);
    this.start = card.querySelector(`[name="seen-${this.name}"]`);
    this.notice = card.querySelector("[data-conflict]");
    // The text this writer started from, and where another was found meanwhile, that one.
    this.seen = this.start.value;
    this.theirs = this.notice.hidden ? null : this.seen;
    card.querySelector("[data-choices]").hidden = false;
    card.querySelector("[data-keep-mine]").addEventListener("click", () => this.keepMine());
    card.querySelector("[data-take-theirs]").addEventListener("click", () => this.takeTheirs());
    this.listen(this.control);
  }

  get isDirty() {
    return this.control.value !== this.seen;
  }

  get unsaved() {
    return { value: this.control.value, seen: this.seen };
  }

  // What was typed here before the page was closed without a network.
  restore() {
    const before = kept.get(this.key);
    if (!before || this.theirs !== null) return;
    if (before.value === this.seen) {
      kept.drop(this.key);
      return;
    }
    this.control.value = before.value;
    this.seen = before.seen;
    this.send();
  }

  async send(how) {
    if (this.isSending || this.isRefused || this.theirs !== null || !this.isDirty) return;
    const { value } = this.control;
    const data = {
      csrfmiddlewaretoken: this.sheet.token,
      field: this.name,
      value,
      seen: this.seen,
    };
    await this.deliver(data, () => this.acknowledge(value), how);
  }

  acknowledge(value) {
    this.seen = value;
    this.start.value = value;
  }

  async declined(answer) {
    if (answer.status === 409) this.conflict((await answer.json()).theirs);
    else await super.declined(answer);
  }

  conflict(theirs) {
    this.theirs = theirs;
    const quoted = this.notice.querySelector("[data-theirs]");
    quoted.textContent = this.words(theirs) || "(sin respuesta)";
    this.notice.hidden = false;
    this.sheet.say("Hay una respuesta por decidir", "warning");
  }

  // The words of a choice, or the text itself.
  words(value) {
    if (this.control.tagName !== "SELECT") return value;
    return [...this.control.options].find((one) => one.value === value)?.text ?? value;
  }

  keepMine() {
    this.settle();
    this.changed(0);
  }

  takeTheirs() {
    this.control.value = this.theirs;
    this.settle();
    kept.drop(this.key);
    this.sheet.count();
    this.sheet.saved("Quedó la otra");
  }

  settle() {
    this.seen = this.theirs;
    this.start.value = this.theirs;
    this.theirs = null;
    this.notice.hidden = true;
    this.control.focus();
  }

  // What the others wrote, where this writer is not writing.
  renew(now) {
    const isMine = this.isDirty || this.isSending || this.theirs !== null;
    if (isMine || now === this.seen || document.activeElement === this.control) return;
    this.control.value = now;
    this.seen = now;
    this.start.value = now;
  }
}

class Answers extends Sheet {
  constructor(form) {
    super(form, form.dataset.answers, form.dataset.answersKey);
    this.parts = [...form.querySelectorAll("[data-answer]")].map((one) => new Answer(this, one));
    form.querySelector("[data-without-script]").hidden = true;
  }

  start() {
    super.start();
    setInterval(() => this.look(), LOOK);
    // Enter in a line saves, as any other change does.
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.flush();
    });
    for (const other of document.querySelectorAll("form[data-after-saving]")) {
      other.addEventListener("submit", (event) => this.first(event, other));
    }
  }

  // A form that goes on only once everything is saved.
  async first(event, other) {
    if (!this.pending.length) return;
    event.preventDefault();
    await Promise.all(this.pending.map((part) => part.settled()));
    delete other.dataset.sent;
    // Where it was pressed twice this takes the place of the submission before: one is sent.
    if (!this.pending.length) other.submit();
  }

  async look() {
    if (document.visibilityState !== "visible") return;
    try {
      const answer = await fetch(this.form.dataset.answersState, { redirect: "error" });
      if (!answer.ok) return;
      const now = await answer.json();
      for (const one of this.parts) one.renew(now.answers[one.name]);
      this.count();
      if (!now.is_open && !this.pending.length) location.reload();
    } catch {
      // No network for a moment: the next look tells.
    }
  }

  count() {
    this.progress(this.parts.filter((one) => one.control.value.trim()).length, this.parts.length);
  }
}

for (const form of document.querySelectorAll("form[data-answers]")) new Answers(form).start();
