// Choosing a transcript: drop a file anywhere on the field, see what was chosen, hear at once when it is too large.
(() => {
  const drop = document.querySelector("[data-drop]");
  if (!drop) return;
  const input = drop.querySelector("input[type=file]");
  const chosen = drop.querySelector("[data-chosen]");
  const error = drop.querySelector("[data-error]");
  const most = Number(input.dataset.maxBytes);

  const megabytes = (bytes) => (bytes < 104858 ? `${Math.max(1, Math.round(bytes / 1024))} KB` : `${(bytes / 1048576).toFixed(1)} MB`);

  function fault(text) {
    error.hidden = !text;
    error.querySelector("span").textContent = text;
    input.toggleAttribute("aria-invalid", Boolean(text));
    if (text) input.setAttribute("aria-invalid", "true");
    input.setCustomValidity(text);
  }

  function look() {
    const [file] = input.files;
    chosen.textContent = file ? `${file.name}, ${megabytes(file.size)}` : "";
    if (file && file.size > most) fault(`This file has ${megabytes(file.size)}; a transcript may have ${megabytes(most)}. Is it the recording?`);
    else if (file && !file.size) fault("This file is empty.");
    else fault("");
  }

  input.addEventListener("change", look);
  for (const name of ["dragenter", "dragover"]) {
    drop.addEventListener(name, (event) => { event.preventDefault(); drop.classList.add("over"); });
  }
  drop.addEventListener("dragleave", (event) => { if (!drop.contains(event.relatedTarget)) drop.classList.remove("over"); });
  drop.addEventListener("drop", (event) => {
    event.preventDefault();
    drop.classList.remove("over");
    if (!event.dataTransfer.files.length) return;
    input.files = event.dataTransfer.files;
    look();
  });
})();
