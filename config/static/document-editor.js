// The editor of a document: a row of marks above the text, "/" that finds what customers said and names it, and saving
// while somebody types. Without this script the form is saved by its button.
//   form[data-autosave]   takes what is typed; answers the version to go on from, or 409 with what is stored
//   form[data-begin]      the same for a new document: answers where it is from then on
//   form[data-names]      gives options for ?q=, each with data-insert
//   [data-insert]         a button beside the form that puts its reference where the caret is
(() => {
  const form = document.getElementById("document-form");
  const text = document.getElementById("id_body");
  if (!form || !text) return;
  const WAIT = 1200;
  const told = document.getElementById("autosaved");
  const token = () => document.cookie.match(/(?:^|; )csrftoken=([^;]*)/)?.[1] ?? "";
  const make = (tag, options = {}, ...inside) => {
    const made = Object.assign(document.createElement(tag), options);
    made.append(...inside);
    return made;
  };

  // Writing. setRangeText keeps the caret; the event lets preview and autosave know.
  function put(words, from = text.selectionStart, to = text.selectionEnd, mode = "end") {
    text.setRangeText(words, from, to, mode);
    text.dispatchEvent(new Event("input", { bubbles: true }));
    text.focus();
  }
  function around(mark) {
    const { selectionStart: from, selectionEnd: to, value } = text;
    put(`${mark}${value.slice(from, to)}${mark}`, from, to);
    if (from === to) text.setSelectionRange(from + mark.length, from + mark.length);
  }
  function before(mark) {
    const from = text.value.lastIndexOf("\n", text.selectionStart - 1) + 1;
    const lines = text.value.slice(from, text.selectionEnd).split("\n");
    put(lines.map((line, at) => (mark === "1. " ? `${at + 1}. ` : mark) + line).join("\n"), from, text.selectionEnd);
  }
  function insert(reference) {
    const at = text.selectionEnd;
    const space = at && !/[\s(]/.test(text.value[at - 1]) ? " " : "";
    put(`${space}${reference} `, at, at);
  }

  // The row of marks. One stop for Tab, arrows move inside.
  const MARKS = [
    ["Bold", () => around("**")], ["Italic", () => around("*")], ["Heading", () => before("## ")],
    ["List", () => before("- ")], ["Numbers", () => before("1. ")], ["Quote", () => before("> ")],
    ["Evidence /", () => open(false)],
  ];
  const row = make("div", { className: "marks-row" });
  row.setAttribute("role", "toolbar");
  row.setAttribute("aria-label", "Marks");
  for (const [name, act] of MARKS) {
    const button = make("button", { type: "button", className: "btn small quiet", textContent: name, tabIndex: row.childElementCount ? -1 : 0 });
    button.addEventListener("click", act);
    row.append(button);
  }
  row.addEventListener("keydown", (event) => {
    const all = [...row.children];
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    const next = all[(all.indexOf(document.activeElement) + step + all.length) % all.length];
    for (const one of all) one.tabIndex = one === next ? 0 : -1;
    next.focus();
    event.preventDefault();
  });
  text.before(row);
  text.addEventListener("keydown", (event) => {
    if (event.isComposing || event.altKey || !(event.ctrlKey || event.metaKey)) return;
    const mark = { b: "**", i: "*" }[event.key.toLowerCase()];
    if (!mark) return;
    event.preventDefault();
    around(mark);
  });

  // "/" at the beginning of a word.
  const field = make("input", { className: "input", type: "search", autocomplete: "off", placeholder: "What was said? A few words, or a reference" });
  const list = make("ul", { className: "names", id: "names" });
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "Found");
  for (const [name, value] of Object.entries({ role: "combobox", "aria-label": "Find evidence", "aria-controls": "names", "aria-expanded": "true", "aria-autocomplete": "list" })) field.setAttribute(name, value);
  const panel = make("div", { className: "slash", hidden: true }, field, list);
  row.after(panel);
  let typedSlash = false;
  let turn = 0;
  let timer;
  const options = () => [...list.querySelectorAll("[role=option]")];
  const chosen = () => list.querySelector("[aria-selected=true]");

  function choose(option) {
    for (const one of options()) one.setAttribute("aria-selected", one === option);
    if (option) {
      field.setAttribute("aria-activedescendant", option.id);
      option.scrollIntoView({ block: "nearest" });
    } else field.removeAttribute("aria-activedescendant");
  }
  async function look() {
    const mine = ++turn;
    const url = new URL(form.dataset.names, location.href);
    url.searchParams.set("q", field.value.trim());
    try {
      const answer = await fetch(url, { headers: { "HX-Request": "true" } });
      const html = answer.ok ? await answer.text() : "";
      if (mine !== turn) return;
      list.replaceChildren(...new DOMParser().parseFromString(html, "text/html").body.children);
      choose(options()[0]);
    } catch { /* the network is gone: what is typed stays, and the next key asks again */ }
  }
  function open(slash) {
    typedSlash = slash;
    panel.hidden = false;
    field.value = "";
    field.focus();
    look();
  }
  function close(words = "") {
    panel.hidden = true;
    text.focus();
    if (words) put(words);
  }
  text.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (text.selectionStart && !/\s/.test(text.value[text.selectionStart - 1])) return;
    event.preventDefault();
    open(true);
  });
  field.addEventListener("input", (event) => {
    event.stopPropagation();
    clearTimeout(timer);
    timer = setTimeout(look, 160);
  });
  field.addEventListener("keydown", (event) => {
    const all = options();
    const at = all.indexOf(chosen());
    if (event.key === "ArrowDown") choose(all[Math.min(at + 1, all.length - 1)]);
    else if (event.key === "ArrowUp") choose(all[Math.max(at - 1, 0)]);
    else if (event.key === "Enter") pick(chosen());
    else if (event.key === "Escape") close(typedSlash ? "/" : "");
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  function pick(option) {
    if (!option) return;
    close();
    insert(option.dataset.insert);
  }
  list.addEventListener("pointerdown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => pick(event.target.closest("[role=option]")));
  panel.addEventListener("focusout", (event) => { if (event.relatedTarget && !panel.contains(event.relatedTarget)) panel.hidden = true; });
  for (const button of document.querySelectorAll("button[data-insert]")) {
    button.hidden = false;
    button.addEventListener("click", () => insert(button.dataset.insert));
  }

  // Saving. What the server does not have yet is kept in this browser, by user and document.
  let autosave = form.dataset.autosave ?? form.dataset.begin;
  let begins = Boolean(form.dataset.begin);
  const keyOf = (place) => `groundwork:document:${document.body.dataset.user ?? ""}:${place}`;
  let key = keyOf(form.dataset.autosave ?? location.pathname + location.search);
  const overtaken = document.getElementById("overtaken");
  let stored = text.value;
  let busy = false;
  let stopped = false;
  let wait;
  const say = (words) => { told.textContent = words; };

  function later() {
    try { localStorage.setItem(key, text.value); } catch { say("This browser keeps nothing. Save often."); }
    if (!autosave || stopped) return;
    say("Typing…");
    clearTimeout(wait);
    if (begins && !form.elements.title.value.trim()) say("Kept in this browser until it has a title");
    else wait = setTimeout(save, WAIT);
  }
  async function save() {
    if (busy) { wait = setTimeout(save, WAIT); return; }
    busy = true;
    const sent = text.value;
    try {
      const answer = await fetch(autosave, { method: "POST", body: new FormData(form), headers: { "X-CSRFToken": token(), "HX-Request": "true" } });
      if (answer.ok) kept(await answer.json(), sent);
      else if (answer.status === 409) conflict(await answer.json());
      else if (answer.status === 422) say(`Not saved, kept in this browser. ${(await answer.json()).errors.join(" ")}`);
      else if (answer.status === 401) { say("Not saved"); document.dispatchEvent(new Event("signed-out")); }
      else { stopped = true; say("Not saved: this document can no longer be changed. What you typed is kept in this browser."); }
    } catch {
      say("Offline. What you typed is kept in this browser.");
      wait = setTimeout(save, 5 * WAIT);
    }
    busy = false;
  }
  function kept({ version, status, at, refused, ...places }, sent) {
    if (begins) begun(places);
    form.elements.version.value = version;
    if (form.elements.status.value === "approved") form.elements.status.value = status; // the draft goes on
    stored = sent;
    say(refused ? `Saved ${at}, not the title` : `Saved ${at}`);
    refuse(refused);
    if (text.value === sent) localStorage.removeItem(key);
    else later();
  }
  // Why the title stays as it was, below its field; nothing once it is taken.
  const title = form.elements.title;
  const why = make("span", { className: "error", id: "title-refused" });
  why.setAttribute("role", "alert");
  function refuse(words) {
    if (!words && !why.isConnected) return;
    why.textContent = words;
    if (words) title.closest(".field").append(why);
    else why.remove();
    title.setAttribute("aria-invalid", Boolean(words));
  }
  function begun({ edit, autosave: next, images, read, reference }) {
    localStorage.removeItem(key);
    [begins, autosave, key, form.action, form.dataset.images] = [false, next, keyOf(next), edit, images];
    history.replaceState(history.state, "", edit);
    document.title = document.title.replace("New document", `Edit ${reference}`);
    document.querySelector("h1").textContent = `Edit ${reference}`;
    document.querySelector(".page-head p")?.remove();
    const here = document.querySelector(".crumbs [aria-current]");
    here.before(make("li", {}, make("a", { href: read, textContent: reference })));
    here.textContent = "Edit";
  }
  function conflict({ conflicts, version }) {
    stopped = true;
    form.elements.version.value = version;
    say("Not saved: somebody else saved in between");
    const told = make("dl");
    for (const { label, stored: theirs } of conflicts) told.append(make("div", {}, make("dt", { textContent: label }), make("dd", { textContent: theirs || "Empty" })));
    const mine = make("button", { type: "button", className: "btn", textContent: "Save what I typed" });
    const theirs = make("button", { type: "button", className: "btn", textContent: "Take theirs" });
    const note = make("div", { className: "conflict" }, make("h2", { textContent: "Somebody else saved in between" }),
      make("p", { textContent: "What you typed is in the fields. This is what is stored now." }), told, make("p", { className: "acts" }, mine, theirs));
    note.setAttribute("role", "alert");
    const goOn = () => { overtaken.replaceChildren(); stopped = false; text.focus(); };
    mine.addEventListener("click", () => { goOn(); save(); });
    theirs.addEventListener("click", () => location.assign(new URL(form.action).pathname)); // mine stays in this browser
    overtaken.replaceChildren(note);
    note.scrollIntoView({ block: "nearest" });
  }
  form.addEventListener("input", later);
  form.addEventListener("change", later);
  // A save on its way comes first: the form then goes on in the document and from the version which that one made.
  form.addEventListener("submit", (event) => {
    clearTimeout(wait);
    if (!busy) { if (begins) localStorage.removeItem(key); return; }
    event.preventDefault();
    const { submitter } = event;
    const once = () => {
      if (busy) setTimeout(once, 50);
      else if (!stopped) form.requestSubmit(submitter); // else that save was overtaken, which is read first
    };
    once();
  });

  const left = localStorage.getItem(key);
  if (left !== null && left !== stored) {
    const back = make("button", { type: "button", className: "btn small", textContent: "Bring it back" });
    const drop = make("button", { type: "button", className: "btn small quiet", textContent: "Drop it" });
    const note = make("p", { className: "left-behind" }, "This browser kept a text of this document that was not saved. ", back, drop);
    back.addEventListener("click", () => { note.remove(); put(left, 0, text.value.length); });
    drop.addEventListener("click", () => { note.remove(); localStorage.removeItem(key); text.focus(); });
    overtaken.replaceChildren(note);
  } else localStorage.removeItem(key);
})();
