// data-answers="url": a form whose answers are saved one by one as they are typed. What the server
// has not acknowledged stays in this browser, and is sent when there is a network again. Where two
// people change one answer at once, both texts are shown and the writer decides.
// data-answers-state="url": all answers as they are, so that a team sees what its others write.

const PAUSE = 800;
const AGAIN = 5000;
const LOOK = 10_000;
const PATIENCE = 15_000;

// What is kept in this browser until it is acknowledged. Without such a place pages work as well.
const kept = {
  get(key) {
    try {
      return JSON.parse(localStorage.getItem(key));
    } catch {
      return null;
    }
  },
  set(key, value) {
    try {
      localStorage.setItem(key, JSON.stringify(value));
    } catch {
      // Full or forbidden: the answer is sent all the same.
    }
  },
  drop(key) {
    try {
      localStorage.removeItem(key);
    } catch {
      // As above.
    }
  },
};

class Answer {
  constructor(sheet, card) {
    this.sheet = sheet;
    this.name = card.dataset.answer;
    this.control = card.querySelector(`[name="${this.name}"]`);
    this.start = card.querySelector(`[name="seen-${this.name}"]`);
    this.notice = card.querySelector("[data-conflict]");
    this.key = `${sheet.form.dataset.answersKey}.${this.name}`;
    // The text this writer started from, and where another was found meanwhile, that one.
    this.seen = this.start.value;
    this.theirs = this.notice.hidden ? null : this.seen;
    this.isSending = false;
    this.isRefused = false;
    card.querySelector("[data-choices]").hidden = false;
    card.querySelector("[data-keep-mine]").addEventListener("click", () => this.keepMine());
    card.querySelector("[data-take-theirs]").addEventListener("click", () => this.takeTheirs());
    this.control.addEventListener("input", () => this.changed());
    this.control.addEventListener("change", () => this.changed(0));
  }

  get isDirty() {
    return this.control.value !== this.seen;
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

  changed(pause = PAUSE) {
    this.isRefused = false;
    if (this.isDirty) kept.set(this.key, { value: this.control.value, seen: this.seen });
    else kept.drop(this.key);
    this.sheet.count();
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.send(), pause);
  }

  async send({ keepalive = false } = {}) {
    if (this.isSending || this.isRefused || this.theirs !== null || !this.isDirty) return;
    clearTimeout(this.timer);
    const value = this.control.value;
    this.isSending = true;
    try {
      const answer = await fetch(this.sheet.form.dataset.answers, {
        method: "POST",
        body: new URLSearchParams({
          csrfmiddlewaretoken: this.sheet.token,
          field: this.name,
          value,
          seen: this.seen,
        }),
        headers: { "X-Requested-With": "fetch" },
        redirect: "manual",
        keepalive,
        signal: keepalive ? undefined : AbortSignal.timeout(PATIENCE),
      });
      await this.answered(answer, value);
    } catch {
      this.sheet.say("Sin red: se guarda al volver", "warning");
    } finally {
      this.isSending = false;
    }
  }

  async answered(answer, value) {
    if (answer.ok) {
      const { time } = await answer.json();
      this.acknowledged(value);
      this.sheet.saved(`Guardado ${time}`);
    } else if (answer.status === 409) {
      this.conflict((await answer.json()).theirs);
    } else if (answer.status === 422) {
      this.refused((await answer.json()).sentence);
    } else if (answer.type === "opaqueredirect") {
      this.refused("Tu sesión terminó. Entra otra vez: lo que escribiste espera en este equipo.");
    } else if (answer.status < 500) {
      this.refused("No se pudo guardar. Vuelve a abrir la página: lo que escribiste espera aquí.");
    } else {
      this.sheet.say("No se pudo guardar: se intenta otra vez", "warning");
    }
  }

  acknowledged(value) {
    this.seen = value;
    this.start.value = value;
    if (!this.isDirty) {
      kept.drop(this.key);
      return;
    }
    // Typed while the last was on its way.
    kept.set(this.key, { value: this.control.value, seen: value });
    this.timer = setTimeout(() => this.send(), PAUSE);
  }

  refused(sentence) {
    this.isRefused = true;
    this.sheet.say(sentence, "danger");
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
    if (!this.isDirty) kept.drop(this.key);
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

class Answers {
  constructor(form) {
    this.form = form;
    this.token = form.querySelector("[name=csrfmiddlewaretoken]").value;
    this.status = form.querySelector("[data-saved]");
    this.answers = [...form.querySelectorAll("[data-answer]")].map((one) => new Answer(this, one));
    form.querySelector("[data-without-script]").hidden = true;
  }

  start() {
    for (const answer of this.answers) answer.restore();
    this.count();
    window.addEventListener("online", () => this.flush());
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "hidden") this.flush({ keepalive: true });
    });
    setInterval(() => this.flush(), AGAIN);
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

  get pending() {
    return this.answers.filter((answer) => answer.isDirty);
  }

  flush(how) {
    return Promise.all(this.pending.map((answer) => answer.send(how)));
  }

  // A form that goes on only once everything is saved.
  async first(event, other) {
    if (!this.pending.length) return;
    event.preventDefault();
    await this.flush();
    delete other.dataset.sent;
    if (!this.pending.length) other.submit();
  }

  async look() {
    if (document.visibilityState !== "visible") return;
    try {
      const answer = await fetch(this.form.dataset.answersState, { redirect: "error" });
      if (!answer.ok) return;
      const now = await answer.json();
      for (const one of this.answers) one.renew(now.answers[one.name]);
      this.count();
      if (!now.is_open && !this.pending.length) location.reload();
    } catch {
      // No network for a moment: the next look tells.
    }
  }

  count() {
    const answered = this.answers.filter((one) => one.control.value.trim()).length;
    this.form.querySelector("[data-progress]").value = answered;
    const words = `${answered} de ${this.answers.length}`;
    this.form.querySelector("[data-progress-words]").textContent = words;
  }

  // Said only where nothing is left to save.
  saved(sentence) {
    if (!this.pending.length) this.say(sentence);
  }

  say(sentence, tone = "") {
    this.status.dataset.tone = tone;
    if (this.status.textContent !== sentence) this.status.textContent = sentence;
  }
}

for (const form of document.querySelectorAll("form[data-answers]")) new Answers(form).start();
