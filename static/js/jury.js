// data-jury="url": the sheet of a seat, saved criterion by criterion as it is written. What was not
// acknowledged stays in this browser and is sent when there is a network again.

const PAUSE = 800;
const AGAIN = 5000;
const PATIENCE = 15_000;

class Card {
  constructor(sheet, element) {
    this.sheet = sheet;
    this.element = element;
    this.fields = [...element.querySelectorAll("input, textarea")].filter(
      (one) => one.type !== "hidden",
    );
    this.text = element.querySelector("textarea");
    this.notice = element.querySelector("[data-refused]");
    this.key = `${sheet.form.dataset.juryKey}.${this.text.name}`;
    this.saved = this.written;
    this.isSending = false;
    this.isRefused = false;
    for (const one of this.fields) {
      one.addEventListener("input", () => this.changed());
      one.addEventListener("change", () => this.changed(0));
    }
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
    return this.written !== this.saved;
  }

  // A reason is kept with its level: without one it waits here.
  get isWaiting() {
    return this.hasLevels && !this.level;
  }

  restore() {
    let before = null;
    try {
      before = JSON.parse(localStorage.getItem(this.key));
    } catch {
      return;
    }
    if (!before || before.saved !== this.saved) {
      this.forget();
      return;
    }
    this.text.value = before.text;
    for (const one of this.fields) if (one.type === "radio") one.checked = one.value === before.level;
    this.send();
  }

  remember() {
    try {
      const now = { level: this.level, text: this.text.value, saved: this.saved };
      localStorage.setItem(this.key, JSON.stringify(now));
    } catch {
      // Full or forbidden: it is sent all the same.
    }
  }

  forget() {
    try {
      localStorage.removeItem(this.key);
    } catch {
      // As above.
    }
  }

  changed(pause = PAUSE) {
    this.isRefused = false;
    this.notice.hidden = true;
    if (this.isDirty) this.remember();
    else this.forget();
    this.sheet.count();
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.send(), pause);
  }

  // One after another: a sheet is one thing to the server. On leaving the page, at once.
  send(how) {
    if (how?.keepalive) return this.sendNow(how);
    this.sheet.turn = this.sheet.turn.then(() => this.sendNow());
    return this.sheet.turn;
  }

  async sendNow({ keepalive = false } = {}) {
    if (this.isSending || this.isRefused || !this.isDirty || this.sheet.isSubmitting) return;
    if (this.isWaiting) {
      this.sheet.say("Elige un nivel: tu razón se guarda con él", "warning");
      return;
    }
    clearTimeout(this.timer);
    const written = this.written;
    const data = new FormData();
    data.append("csrfmiddlewaretoken", this.sheet.token);
    for (const one of this.element.querySelectorAll("input, textarea")) {
      if (one.type !== "radio" || one.checked) data.append(one.name, one.value);
    }
    this.isSending = true;
    try {
      const answer = await fetch(this.sheet.form.dataset.jury, {
        method: "POST",
        body: new URLSearchParams(data),
        headers: { "X-Requested-With": "fetch" },
        redirect: "manual",
        keepalive,
        signal: keepalive ? undefined : AbortSignal.timeout(PATIENCE),
      });
      if (answer.ok) this.acknowledged(written, (await answer.json()).time);
      else if (answer.status === 422) this.refused((await answer.json()).sentence);
      else if (answer.type === "opaqueredirect")
        this.refused("Tu sesión terminó. Entra otra vez: lo que escribiste espera en este equipo.");
      else if (answer.status < 500)
        this.refused("No se pudo guardar. Vuelve a abrir la página: lo que escribiste espera aquí.");
      else this.sheet.say("No se pudo guardar: se intenta otra vez", "warning");
    } catch {
      this.sheet.say("Sin red: se guarda al volver", "warning");
    } finally {
      this.isSending = false;
    }
  }

  acknowledged(written, time) {
    const [level, text] = JSON.parse(written);
    this.saved = written;
    for (const one of this.element.querySelectorAll("input[type=hidden]")) {
      one.value = one.name.endsWith("seen_level") ? level : text;
    }
    if (this.isDirty) {
      this.remember();
      this.timer = setTimeout(() => this.send(), PAUSE);
    } else {
      this.forget();
      if (!this.sheet.cards.some((card) => card.isDirty)) this.sheet.say(`Guardado ${time}`);
    }
  }

  refused(sentence) {
    this.isRefused = true;
    this.notice.textContent = sentence;
    this.notice.hidden = false;
    this.sheet.say("Algo no se guardó", "danger");
  }
}

class Sheet {
  constructor(form) {
    this.form = form;
    this.token = form.querySelector("[name=csrfmiddlewaretoken]").value;
    this.status = form.querySelector("[data-saved]");
    this.turn = Promise.resolve();
    this.isSubmitting = false;
    this.cards = [...form.querySelectorAll("[data-score]")].map((one) => new Card(this, one));
  }

  start() {
    for (const card of this.cards) card.restore();
    this.count();
    window.addEventListener("online", () => this.flush());
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "hidden") this.flush({ keepalive: true });
    });
    setInterval(() => {
      if (!this.isSubmitting) this.flush();
    }, AGAIN);
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

  flush(how) {
    for (const card of this.cards) card.send(how);
  }

  count() {
    const asked = this.cards.filter((card) => card.hasLevels);
    const given = asked.filter((card) => card.level).length;
    this.form.querySelector("[data-progress]").value = given;
    this.form.querySelector("[data-progress-words]").textContent = `${given} de ${asked.length}`;
  }

  say(sentence, tone = "") {
    this.status.dataset.tone = tone;
    if (this.status.textContent !== sentence) this.status.textContent = sentence;
  }
}

for (const form of document.querySelectorAll("form[data-jury]")) new Sheet(form).start();
