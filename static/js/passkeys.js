// Passkeys: forms with data-passkey="login|authenticate|add" ask the device, fill in `credential`
// and go. Without a script or a device that can, the page says what else one may do.
const words = {
  NotAllowedError: "No se completó. Vuelve a intentarlo o usa otra forma.",
  InvalidStateError: "Este dispositivo ya tiene una llave registrada en tu cuenta.",
};

async function options(form) {
  if (form.dataset.passkeyOptions) return JSON.parse(form.dataset.passkeyOptions);
  const answer = await fetch(form.dataset.passkeyFrom, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error("options");
  return (await answer.json()).request_options;
}

// A key that enters by itself is kept in the device and asks for finger, face or PIN.
function forRegistration(asked, form) {
  const copy = JSON.parse(JSON.stringify(asked));
  const alone = Boolean(form.elements.passwordless?.checked);
  const selection = copy.publicKey.authenticatorSelection;
  selection.residentKey = alone ? "required" : "discouraged";
  selection.requireResidentKey = alone;
  if (alone) selection.userVerification = "required";
  return copy;
}

function say(form, text) {
  let box = form.querySelector("[role=alert]");
  if (!box) {
    box = document.createElement("p");
    box.setAttribute("role", "alert");
    box.className = "notice";
    box.dataset.tone = "danger";
    form.append(box);
  }
  box.textContent = text;
}

for (const form of document.querySelectorAll("form[data-passkey]")) {
  if (!window.PublicKeyCredential || !window.webauthnJSON) continue;
  form.hidden = false;
  form.elements.credential.value = "";
  form.querySelector("[data-passkey-missing]")?.remove();
  for (const button of form.querySelectorAll("button[disabled]")) button.disabled = false;
  form.addEventListener("submit", async (event) => {
    if (form.elements.credential.value) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    try {
      const asked = await options(form);
      const adding = form.dataset.passkey === "add";
      const credential = adding
        ? await webauthnJSON.create(forRegistration(asked, form))
        : await webauthnJSON.get(asked);
      form.elements.credential.value = JSON.stringify(credential);
      form.submit();
    } catch (error) {
      say(form, words[error.name] ?? "No se pudo usar la llave. Inténtalo de nuevo o usa otra forma.");
    }
  });
}
