// The log screen: keeps the draft at every key, sends it when somebody pauses, and finishes.
(() => {
  const { screen, form, notes, log, painter, chips, field, tell, standing, summary, grow, say } = window.LogScreen;
  const { Sender, FIELDS } = window.LogSend;
  const shell = log.dataset.shell !== undefined;
  const user = shell ? localStorage.getItem("groundwork:user") ?? "" : field("user").value;
  const day = (when) => [when.getFullYear(), when.getMonth() + 1, when.getDate()].map((part) => String(part).padStart(2, "0")).join("-");
  let sender;
  document.querySelector('[data-key="l"]')?.removeAttribute("data-key"); // one key beside a field begins no other interview

  const initially = (element) =>
    element.options ? [...element.options].find((option) => option.defaultSelected)?.value ?? "" : element.defaultValue;

  function typed() {
    grow();
    delete say.dataset.stays;
    screen.typed();
    painter.draw();
    screen.keep();
    sender.later();
  }

  // Takes what a line of the notes tells out of them; undo puts the line back into whatever the notes are by then.
  async function untell(act, text, line) {
    const before = notes.value;
    if (!(await sender.edit(`${act}:${line}:`, text))) return;
    const after = notes.value;
    const undo = () => {
      const back = window.LogMerge.rebase(after, notes.value, before);
      if (back === null) return screen.failed("The notes changed there meanwhile. Write the line again.");
      screen.write("notes", back);
      return typed();
    };
    if (after !== before) screen.done(`Removed ${text}`, undo);
  }

  async function start() {
    const id = shell ? location.pathname.match(/\/(\d+)\/log\//)?.[1] ?? "" : form.dataset.id;
    const server = Object.fromEntries(FIELDS.map((name) => [name, field(name) ? initially(field(name)) : ""]));
    for (const name of FIELDS) if (field(name) && !form.querySelector("[aria-invalid]")) field(name).value = server[name];
    const key = shell && !id ? crypto.randomUUID() : field("key").value;
    const base = id ? { ...server } : Object.fromEntries(FIELDS.map((name) => [name, name === "held_at" ? server.held_at : ""]));
    sender = new Sender(screen, { url: form.action, id: id || null, key, user, version: Number(field("version").value || 1), base });
    window.LogScreen.serve(sender, user);
    window.LogRestore.setUp({ sender, user, shell, server });
    window.LogPanel.setUp({ notes, painter, sender, screen, typed });
    window.LogGuide.setUp(screen, sender);
    window.LogGuide.tabs();
    for (const holder of log.querySelectorAll("[data-chips]")) {
      const act = holder.dataset.chips === "tools" ? "untool" : "drop";
      chips[holder.dataset.chips] = window.LogChips.setUp(holder, { changed: typed, untell: (text, line) => untell(act, text, line) });
    }
    listen();
    const prefilled = !id && (location.search !== "" || server.notes);
    const draft = prefilled ? null : await window.LogRestore.find(key, id);
    if (draft) window.LogRestore.put(draft);
    else {
      if (shell && id) wait();
      if (!id && server.notes) typed(); // written on the page before this one
    }
    window.LogRestore.claim(sender);
    if (!id && field("name").value === "" && document.activeElement === document.body) field("name").focus();
    else if (document.activeElement === document.body && !location.hash) notes.focus();
    window.LogRestore.drawn();
    if (shell) comeBack();
    else setTimeout(() => window.LogRestore.sweep(id), 2000);
    document.documentElement.dataset.log = "ready";
  }

  // The shell knows nothing of an interview that has no draft here: typing over it would be a second text.
  function wait() {
    notes.readOnly = true;
    tell("The server does not answer. These notes open as soon as it is back.");
  }

  function comeBack() {
    standing("offline", "cloud-off", ["Offline"]);
    if (!say.textContent) tell("The server does not answer. Type on: it is kept in this browser, and sent when the server is back.");
    const ask = async () => {
      const answer = await fetch("/healthz", { cache: "no-store" }).catch(() => null);
      if (answer?.ok) location.replace(location.pathname);
    };
    setInterval(ask, 2500);
    addEventListener("online", ask);
  }

  function listen() {
    if (shell) Object.assign(sender, { send: async () => false, later: () => {} });
    document.addEventListener("input", ({ target }) => {
      if (target.form !== form) return screen.keep(); // half-typed in a card, or for a chip
      date(target);
      summary();
      return typed();
    });
    document.addEventListener("focusout", ({ target }) => {
      if (target.form === form) setTimeout(() => sender.send({ settle: target === notes && Boolean(sender.caretSent) }), 0);
    });
    document.addEventListener("selectionchange", leaveLine);
    addEventListener("online", () => sender.send());
    document.addEventListener("visibilitychange", () => { screen.keep(); sender.send(); });
    addEventListener("focus", () => sender.send());
    addEventListener("pagehide", () => screen.keep());
    addEventListener("beforeunload", (event) => {
      if (!sender.clean && !user) event.preventDefault(); // nowhere to keep it
    });
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      finish(event.submitter?.id === "log-finish");
    });
    document.getElementById("log-leave")?.addEventListener("click", leave);
    phone();
  }

  // Words like "today" in the field of the time mean the day on which they are typed. Without a server that says when an
  // interview began it began with its first key.
  function date(target) {
    const now = new Date();
    const begins = shell && !sender.id && !field("held_at").value;
    if (begins && target !== field("held_at")) field("held_at").value = `Today, ${now.toTimeString().slice(0, 5)}`;
    if (begins || target === field("held_at")) field("today").value = day(now);
  }

  // A pain point or tool is made when the caret leaves its line.
  function leaveLine() {
    if (document.activeElement !== notes || !sender.caretSent || screen.caretLine() === sender.caretSent) return;
    const left = notes.value.split("\n")[sender.caretSent - 1] ?? "";
    sender.caretSent = null;
    if (!/^\s*[!#]/.test(left)) return;
    clearTimeout(sender.settling);
    sender.settling = setTimeout(() => sender.send({ settle: true }), 400);
  }

  // A phone has no room for the notes and who it is at once.
  function phone() {
    const toggle = log.querySelector(".who-toggle");
    const show = (open) => toggle.setAttribute("aria-expanded", String(open));
    const workOn = () => { if (field("name").value) show(false); };
    notes.addEventListener("focus", workOn);
    log.querySelector(".notes-head").addEventListener("click", workOn);
    if (field("name").value) show(false);
    toggle.addEventListener("click", () => show(toggle.getAttribute("aria-expanded") !== "true"));
  }

  async function leave(event) {
    window.LogPanel.commitAll();
    if (sender.clean) return;
    event.preventDefault();
    const { href } = event.target.closest("a");
    await sender.send({ all: true });
    location.href = href;
  }

  async function finish(whole) {
    window.LogPanel.commitAll();
    const went = await sender.send({ all: true });
    if (!whole) return;
    if (!went) document.querySelector("[aria-invalid=true]")?.focus();
    if (!field("name").value.trim()) {
      log.querySelector(".who-toggle").setAttribute("aria-expanded", "true");
      const place = document.querySelector('[data-error="name"]');
      place.hidden = false;
      place.lastElementChild.textContent = "Say who it was, then finish.";
      field("name").setAttribute("aria-invalid", "true");
      field("name").focus();
    } else if (went && sender.id) location.href = `/interviews/${sender.id}/finish/`;
  }

  window.LogFinish = () => finish(Boolean(document.getElementById("log-finish")));
  navigator.serviceWorker?.register("/sw.js").catch(() => {}); // without it a closed tab needs the server to open again
  start();
})();
