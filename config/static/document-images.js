// Images in the editor of a document: pasted, dropped, or chosen with the button in the row of marks. Each is asked what
// it shows, sent, and named where the caret was. Without this script the page of the images does the same.
//   form[data-images]   takes file and description; answers { markdown }, or 422 { errors } by field
(() => {
  const form = document.getElementById("document-form");
  const text = document.getElementById("id_body");
  const row = form?.querySelector(".marks-row");
  if (!row) return;
  const KINDS = "image/png,image/jpeg,image/webp,image/gif";
  const make = (tag, options = {}, ...inside) => {
    const made = Object.assign(document.createElement(tag), options);
    made.append(...inside);
    return made;
  };
  const token = () => document.cookie.match(/(?:^|; )csrftoken=([^;]*)/)?.[1] ?? "";

  const chooser = make("input", { type: "file", accept: KINDS, hidden: true });
  const button = make("button", { type: "button", className: "btn small quiet", textContent: "Image", tabIndex: -1 });
  button.addEventListener("click", () => chooser.click());
  chooser.addEventListener("change", () => { if (chooser.files.length) ask([...chooser.files]); chooser.value = ""; });
  row.append(button);

  const shows = make("input", { className: "input", id: "image-shows", maxLength: 300, autocomplete: "off" });
  const wrong = make("p", { className: "error", id: "image-wrong" });
  wrong.setAttribute("role", "alert");
  shows.setAttribute("aria-describedby", "image-wrong");
  const name = make("span", { className: "dim" });
  const add = make("button", { type: "button", className: "btn small", textContent: "Add image" });
  const leave = make("button", { type: "button", className: "btn small quiet", textContent: "Cancel" });
  const panel = make("div", { className: "image-panel", hidden: true },
    make("label", { htmlFor: "image-shows", textContent: "What does the image show?" }), name, shows, wrong, make("div", { className: "acts" }, add, leave), chooser);
  panel.setAttribute("role", "group");
  panel.setAttribute("aria-label", "Image");
  row.after(panel);

  let waiting = [];
  let at = 0;
  function ask(files) {
    waiting.push(...files);
    if (panel.hidden) { at = text.selectionEnd; next(); }
  }
  function next() {
    const file = waiting[0];
    panel.hidden = !file;
    wrong.textContent = "";
    shows.value = "";
    if (!file) { text.focus(); return; }
    name.textContent = file.name;
    add.disabled = !form.dataset.images;
    if (add.disabled) wrong.textContent = "Give the document a title first. Once it is saved it can have images.";
    shows.focus();
  }
  async function send() {
    const [file] = waiting;
    if (!file || add.disabled) return;
    const body = new FormData();
    body.append("file", file);
    body.append("description", shows.value);
    add.disabled = true;
    try {
      const answer = await fetch(form.dataset.images, { method: "POST", body, headers: { "X-CSRFToken": token(), Accept: "application/json" } });
      if (answer.ok) put((await answer.json()).markdown);
      else if (answer.status === 422) refuse(Object.values((await answer.json()).errors).flat().join(" "));
      else if (answer.status === 413) refuse("This image is too large.");
      else refuse("Not saved. Are you still signed in?");
    } catch {
      refuse("Offline: the image was not saved. Try again.");
    }
    add.disabled = false;
  }
  function refuse(words) {
    wrong.textContent = words;
    shows.focus();
  }
  function put(markdown) {
    const before = text.value.slice(0, at);
    const apart = !before || before.endsWith("\n\n") ? "" : before.endsWith("\n") ? "\n" : "\n\n";
    text.setRangeText(`${apart}${markdown}\n\n`, at, at, "end");
    at = text.selectionEnd;
    text.dispatchEvent(new Event("input", { bubbles: true }));
    waiting.shift();
    next();
  }
  add.addEventListener("click", send);
  leave.addEventListener("click", () => { waiting = []; add.disabled = false; next(); });
  panel.addEventListener("input", (event) => event.stopPropagation()); // what is typed here is no part of the text
  shows.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.isComposing) send();
    else if (event.key === "Escape") leave.click();
    else return;
    event.preventDefault();
  });

  const imagesIn = (data) => [...(data?.files ?? [])].filter((file) => file.type.startsWith("image/"));
  text.addEventListener("paste", (event) => {
    const files = imagesIn(event.clipboardData);
    if (!files.length || event.clipboardData.types.includes("text/plain")) return;
    event.preventDefault();
    ask(files);
  });
  for (const kind of ["dragover", "drop"]) {
    text.addEventListener(kind, (event) => {
      if (![...(event.dataTransfer?.types ?? [])].includes("Files")) return;
      event.preventDefault();
      if (kind === "drop") ask([...event.dataTransfer.files]);
    });
  }
})();
