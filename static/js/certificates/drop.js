// data-drop-zone: a form with one file, which can also be dropped on it. It is sent at once.
for (const zone of document.querySelectorAll("[data-drop-zone]")) {
  const input = zone.querySelector("input[type=file]");
  const hint = document.createElement("p");
  hint.className = "muted";
  hint.textContent = "También puedes soltar el archivo aquí.";
  input.after(hint);
  zone.addEventListener("dragover", (event) => {
    event.preventDefault();
    zone.dataset.dropping = "";
  });
  zone.addEventListener("dragleave", () => delete zone.dataset.dropping);
  zone.addEventListener("drop", (event) => {
    event.preventDefault();
    delete zone.dataset.dropping;
    if (!event.dataTransfer.files.length) return;
    input.files = event.dataTransfer.files;
    zone.requestSubmit();
  });
}
