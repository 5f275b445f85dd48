// Writing a weekly update: what is changed is saved while somebody works, lines move by their buttons and by Alt with an
// arrow, Ctrl Enter publishes. Without this script the same buttons send the form.
//   form[data-autosave]   takes the whole draft; answers the version to go on from, or 409 with what is stored
//   [data-line]           a line; [data-move] inside it moves it up (-1) or down (1) among those of its [data-lines]
//   [data-version]        a field elsewhere on the page that has to know the version
// What the server does not have yet is kept in this browser, by user and update, with the version it goes on from.
(() => {
  const form = document.getElementById("update-form");
  if (!form) return;
  const WAIT = 900;
  const told = document.getElementById("autosaved");
  const overtaken = document.getElementById("overtaken");
  const order = form.elements.order;
  const say = (words) => { told.textContent = words; };
  const token = () => document.cookie.match(/(?:^|; )csrftoken=([^;]*)/)?.[1] ?? "";
  const make = (tag, options = {}, ...inside) => {
    const made = Object.assign(document.createElement(tag), options);
    made.append(...inside);
    return made;
  };
  let busy = false;
  let stopped = false;
  let again = false;
  let leaving = false;
  let wait;

  // Keeping. `sent` marks what went off with the form: once a later version is stored, it arrived.
  const key = `groundwork:update:${document.body.dataset.user ?? ""}:${form.dataset.autosave}`;
  const OURS = ["csrfmiddlewaretoken", "version"];
  const typed = () => [...new FormData(form)].filter(([name]) => !OURS.includes(name));
  const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);
  function keep(sent = false) {
    const left = { version: form.elements.version.value, sent, fields: typed() };
    try { localStorage.setItem(key, JSON.stringify(left)); } catch { say("This browser keeps nothing. Save often."); }
  }
  function bringBack({ version, fields }) {
    const told = new Map(fields);
    for (const one of form.elements) {
      if (!one.name || OURS.includes(one.name) || one.type === "submit") continue;
      if (one.type === "checkbox") { if (told.has(one.name.replace("shown_", "text_"))) one.checked = told.has(one.name); }
      else if (!told.has(one.name)) continue;
      else if (one.type === "radio") one.checked = told.get(one.name) === one.value;
      else one.value = told.get(one.name);
    }
    for (const pk of order.value.split(",")) {
      const line = document.getElementById(`line-${pk}`);
      line?.parentElement.append(line);
    }
    setOrder();
    setVersion(version); // what somebody else stored since is told before it is replaced
    later();
  }
  function offer() {
    if (form.querySelector(".conflict, .form-error")) { keep(); return; } // in the fields is what was not saved
    const left = JSON.parse(localStorage.getItem(key) ?? "null");
    const arrived = left?.sent && Number(form.elements.version.value) > Number(left.version);
    if (left === null || arrived || same(left.fields, typed())) { localStorage.removeItem(key); return; }
    const back = make("button", { type: "button", className: "btn small", textContent: "Bring it back" });
    const drop = make("button", { type: "button", className: "btn small quiet", textContent: "Drop it" });
    const note = make("p", { className: "left-behind" }, "This browser kept changes of this update that were not saved. ", back, drop);
    back.addEventListener("click", () => { note.remove(); bringBack(left); form.elements.title.focus(); });
    drop.addEventListener("click", () => { note.remove(); localStorage.removeItem(key); form.elements.title.focus(); });
    overtaken.replaceChildren(note);
  }

  // Saving. A line of one's own is added by its button, not while it is typed.
  function later() {
    keep();
    if (stopped) return;
    say("Saving…");
    clearTimeout(wait);
    wait = setTimeout(save, WAIT);
  }
  async function save() {
    if (busy) { again = true; return; }
    busy = true;
    const shown = typed();
    const sent = new FormData(form);
    sent.delete("new_text");
    try {
      const answer = await fetch(form.dataset.autosave, { method: "POST", body: sent, headers: { "X-CSRFToken": token(), "HX-Request": "true" } });
      if (leaving) return;
      if (answer.ok) kept(await answer.json(), shown);
      else if (answer.status === 409) conflict(await answer.json());
      else if (answer.status === 422) say(`Not saved. ${(await answer.json()).errors.join(" ")}`);
      else if (answer.status === 401) { say("Not saved"); document.dispatchEvent(new Event("signed-out")); }
      else { stopped = true; say("Not saved: this update can no longer be changed. What you changed is kept in this browser."); }
    } catch {
      say("Offline. What you changed is kept in this browser.");
      wait = setTimeout(save, 5 * WAIT);
    }
    busy = false;
    if (again) { again = false; later(); }
  }
  function setVersion(version) {
    form.elements.version.value = version;
    for (const one of document.querySelectorAll("[data-version]")) one.value = version;
  }
  function kept({ version, at }, shown) {
    setVersion(version);
    say(`Saved ${at}`);
    if (same(shown, typed()) && !form.elements.new_text.value) localStorage.removeItem(key);
    else keep();
  }
  function conflict({ conflicts, version }) {
    stopped = true;
    setVersion(version);
    keep();
    say("Not saved: somebody else saved in between");
    const list = make("dl");
    for (const { label, stored } of conflicts) list.append(make("div", {}, make("dt", { textContent: label }), make("dd", { textContent: stored || "Empty" })));
    const mine = make("button", { type: "button", className: "btn", textContent: "Save what I have" });
    const theirs = make("button", { type: "button", className: "btn", textContent: "Take theirs" });
    const note = make("div", { className: "conflict" }, make("h2", { textContent: "Somebody else saved in between" }),
      make("p", { textContent: "What you have is in the fields. This is what is stored now." }), list, make("p", { className: "acts" }, mine, theirs));
    note.setAttribute("role", "alert");
    mine.addEventListener("click", () => { overtaken.replaceChildren(); stopped = false; save(); });
    theirs.addEventListener("click", () => location.reload());
    overtaken.replaceChildren(note);
    note.scrollIntoView({ block: "nearest" });
  }
  const isNew = (field) => ["new_text", "new_section"].includes(field.name);
  form.addEventListener("input", (event) => { (isNew(event.target) ? keep : later)(); });
  // The form itself says the version it goes on from, so that a save on its way comes before it.
  form.addEventListener("submit", (event) => {
    clearTimeout(wait);
    if (!busy) { leaving = true; keep(true); return; }
    event.preventDefault();
    const { submitter } = event;
    const once = () => {
      if (busy) setTimeout(once, 50);
      else if (!stopped) form.requestSubmit(submitter); // else that save was overtaken, which is read first
    };
    once();
  });

  // Order.
  function setOrder() {
    order.value = [...form.querySelectorAll("[data-line]")].map((one) => one.dataset.line).join(",");
  }
  function move(line, steps) {
    const other = steps < 0 ? line.previousElementSibling : line.nextElementSibling;
    if (!other) return;
    if (steps < 0) other.before(line);
    else other.after(line);
    setOrder();
    later();
  }
  form.addEventListener("click", (event) => {
    const button = event.target.closest("[data-move]");
    if (!button) return;
    event.preventDefault();
    move(button.closest("[data-line]"), Number(button.dataset.move));
    button.focus();
  });
  form.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const steps = event.altKey && { ArrowUp: -1, ArrowDown: 1 }[event.key];
    const line = event.target.closest("[data-line]");
    if (steps && line) {
      event.preventDefault();
      const { target } = event;
      move(line, steps);
      target.focus();
      line.scrollIntoView({ block: "nearest" });
    }
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.isComposing) return;
    event.preventDefault();
    form.requestSubmit(form.querySelector("[data-publish]"));
  });

  offer();
})();
