// What pages ask for by attribute. Every page works without it.

// data-autosubmit: a form of filters that answers as soon as something is chosen.
document.addEventListener("change", (event) => {
  const form = event.target.closest("form[data-autosubmit]");
  if (form && event.target.matches("select, input[type=checkbox], input[type=radio]")) {
    form.requestSubmit();
  }
});

// data-print: a button that prints. It is hidden in HTML, since without a script it does nothing.
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

// data-copy="#selector": copies the text of that element and says so.
for (const button of document.querySelectorAll("[data-copy]")) {
  const source = document.querySelector(button.dataset.copy);
  if (!source || !navigator.clipboard) continue;
  button.hidden = false;
  const said = document.createElement("span");
  said.setAttribute("role", "status");
  button.after(said);
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText((source.value ?? source.textContent).trim());
      said.textContent = "Copiado.";
    } catch {
      said.textContent = "No se pudo copiar: selecciónalo y cópialo a mano.";
    }
  });
}

// data-live="url" data-live-every="5": the element shows the fragment at url, fetched again and
// again while the page is looked at. An error leaves what was there, marks the element with
// data-live-lost and tries again later; data-live-at tells when it was asked last.
for (const element of document.querySelectorAll("[data-live]")) {
  const every = Math.max(1, Number(element.dataset.liveEvery) || 5) * 1000;
  let shown = "";
  const ask = async () => {
    try {
      // The browser asks with the ETag of what it has, and gets nothing where nothing changed.
      const answer = await fetch(element.dataset.live, {
        headers: { "X-Requested-With": "fetch" },
        redirect: "error",
        cache: "no-cache",
      });
      if (!answer.ok) return false;
      const text = await answer.text();
      if (text !== shown) element.innerHTML = shown = text;
      return true;
    } catch {
      return false; // no network for a moment: the next round tries again
    }
  };
  const refresh = async () => {
    if (document.visibilityState === "visible" && !element.contains(document.activeElement)) {
      const reached = await ask();
      element.toggleAttribute("data-live-lost", !reached);
      if (element.querySelector("[data-live-done]")) {
        location.reload();
        return;
      }
      if (reached) {
        for (const clock of document.querySelectorAll("[data-live-at]")) {
          clock.textContent = new Date().toLocaleTimeString("es-MX", { hour12: false });
        }
      }
    }
    setTimeout(refresh, every);
  };
  setTimeout(refresh, every);
}

// A form that was sent is not sent twice by an impatient second click.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post") return;
  if (form.dataset.sent) event.preventDefault();
  form.dataset.sent = "1";
});
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});

// Errors are read first: the summary takes the focus.
document.querySelector(".error-summary:not(.example *)")?.focus();
