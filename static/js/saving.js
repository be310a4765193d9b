// What sheets share whose parts are saved one by one as they are written. What the server has not
// acknowledged stays in this browser, and is sent when there is a network again.

const PAUSE = 800;
const AGAIN = 5000;
const PATIENCE = 15_000;

// What is kept in this browser until it is acknowledged. Without such a place pages work as well.
export const kept = {
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
      // Full or forbidden: it is sent all the same.
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

// A part of a sheet. Each kind says whether it `isDirty`, what of it is `unsaved`, and how to `send`.
export class Part {
  constructor(sheet, name) {
    this.sheet = sheet;
    this.key = `${sheet.key}.${name}`;
    this.isSending = false;
    this.isRefused = false;
  }

  listen(control) {
    control.addEventListener("input", () => this.changed());
    control.addEventListener("change", () => this.changed(0));
  }

  changed(pause = PAUSE) {
    this.isRefused = false;
    this.remember();
    this.sheet.count();
    this.sendAfter(pause);
  }

  remember() {
    if (this.isDirty) kept.set(this.key, this.unsaved);
    else kept.drop(this.key);
  }

  sendAfter(pause) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.send(), pause);
  }

  // Send `data`; `acknowledge` is called once the server has it.
  deliver(data, acknowledge, how) {
    clearTimeout(this.timer);
    this.isSending = true;
    this.delivery = this.carry(data, acknowledge, how);
    return this.delivery;
  }

  async carry(data, acknowledge, { keepalive = false } = {}) {
    try {
      const answer = await fetch(this.sheet.url, {
        method: "POST",
        body: new URLSearchParams(data),
        headers: { "X-Requested-With": "fetch" },
        redirect: "manual",
        keepalive,
        signal: keepalive ? undefined : AbortSignal.timeout(PATIENCE),
      });
      if (answer.ok) {
        const { time } = await answer.json();
        acknowledge();
        this.remember();
        // Where more was written while it was on its way.
        if (this.isDirty) this.sendAfter(PAUSE);
        this.sheet.saved(`Guardado ${time}`);
      } else {
        await this.declined(answer);
      }
    } catch {
      this.sheet.say("Sin red: se guarda al volver", "warning");
    } finally {
      this.isSending = false;
    }
  }

  // What is on its way is waited for, then what was written meanwhile is sent.
  async settled() {
    await this.delivery;
    await this.send();
  }

  async declined(answer) {
    if (answer.status === 422) this.refused((await answer.json()).sentence);
    else if (answer.type === "opaqueredirect")
      this.refused("Tu sesión terminó. Entra otra vez: lo que escribiste espera en este equipo.");
    else if (answer.status < 500)
      this.refused("No se pudo guardar. Vuelve a abrir la página: lo que escribiste espera aquí.");
    else this.sheet.say("No se pudo guardar: se intenta otra vez", "warning");
  }

  refused(sentence) {
    this.isRefused = true;
    this.sheet.say(sentence, "danger");
  }
}

// A form with parts; each kind says how to `count` them.
export class Sheet {
  constructor(form, url, key) {
    this.form = form;
    this.url = url;
    this.key = key;
    this.token = form.querySelector("[name=csrfmiddlewaretoken]").value;
    this.status = form.querySelector("[data-saved]");
  }

  get pending() {
    return this.parts.filter((part) => part.isDirty);
  }

  start() {
    for (const part of this.parts) part.restore();
    this.count();
    window.addEventListener("online", () => this.flush());
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "hidden") this.flush({ keepalive: true });
    });
    setInterval(() => this.flush(), AGAIN);
  }

  flush(how) {
    return Promise.all(this.pending.map((part) => part.send(how)));
  }

  progress(done, all) {
    this.form.querySelector("[data-progress]").value = done;
    this.form.querySelector("[data-progress-words]").textContent = `${done} de ${all}`;
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
