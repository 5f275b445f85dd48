// The log screen: reads and writes its fields, keeps the draft at every key, and says how things stand.
(() => {
  const form = document.getElementById("log-form");
  const notes = document.getElementById("log-notes");
  const log = document.querySelector(".log");
  const shell = log.dataset.shell !== undefined;
  const field = (name) => form.elements.namedItem(name);
  const user = shell ? localStorage.getItem("groundwork:user") ?? "" : field("user").value;
  const { Sender, FIELDS, same } = window.LogSend;
  const painter = new window.LogPainter.Painter(notes, document.querySelector(".pad-paint"), JSON.parse(log.dataset.marks));
  const status = document.getElementById("log-saved");
  const say = document.getElementById("log-say");
  const chips = {};
  let sender;

  const initially = (element) =>
    element.options ? [...element.options].find((option) => option.defaultSelected)?.value ?? "" : element.defaultValue;

  function standing(state, icon, words) {
    status.hidden = false;
    status.dataset.state = state;
    status.querySelector("use")?.setAttribute("href", status.querySelector("use").getAttribute("href").replace(/#.*/, `#${icon}`));
    status.querySelector("span").replaceChildren(...words);
  }

  function tell(text, act = "", run = null, href = "") {
    if (say.dataset.text === text + act) return;
    say.dataset.text = text + act;
    say.replaceChildren();
    if (!text) return;
    const line = document.createElement("p");
    line.append(text, " ");
    if (act) {
      const control = document.createElement(href ? "a" : "button");
      control.className = href ? "link" : "btn small";
      control.textContent = act;
      if (href) Object.assign(control, { href, target: "_blank", rel: "opener" });
      else control.type = "button";
      if (run) control.addEventListener("click", run);
      line.append(control);
    }
    say.append(line);
  }

  const wide = (text) => Object.assign(document.createElement("span"), { className: "wide-only", textContent: text });

  const screen = {
    read: () => Object.fromEntries(FIELDS.map((name) => [name, field(name)?.value ?? ""])),
    focused: (name) => document.activeElement === field(name),
    typing: () => ["name", "company"].filter((name) => screen.focused(name)),
    position: () => (document.activeElement === notes ? notes.selectionStart : null),
    caretLine: () => (document.activeElement === notes ? notes.value.slice(0, notes.selectionStart).split("\n").length : 0),
    keep() {
      if (!user || !sender) return;
      if (sender.clean) window.LogDrafts.drop(sender);
      else window.LogDrafts.keep(sender.draft);
    },
    write(name, value) {
      if (name === "notes") return window.LogPanel.writeNotes(notes, value, () => painter.draw());
      field(name).value = value;
      chips[name]?.draw();
      summary();
    },
    words(name, mine, theirs) {
      const element = field(name);
      const shown = (value) => (element.options ? [...element.options].find((one) => one.value === value)?.textContent : value) ?? value;
      return { label: element.labels?.[0]?.textContent ?? name, mine: shown(mine), theirs: shown(theirs) };
    },
    saving: () => standing("saving", "loader", ["Saving"]),
    saved(at, all = true) {
      if (at) standing(all ? "saved" : "typed", "check", ["Saved", wide(` ${at}`)]);
      if (!say.dataset.stays) tell("");
    },
    partly: () => standing("offline", "circle-alert", ["Saved, but for one field"]),
    offline() {
      standing("offline", "cloud-off", ["Offline"]);
      tell("Offline. Kept in this browser, and sent as soon as the server answers.");
    },
    signedOut(login) {
      standing("offline", "cloud-off", ["Not saved"]);
      tell("You are signed out. What you typed is kept in this browser.", "Sign in again", null, login ?? document.body.dataset.login);
    },
    refused(message) {
      standing("offline", "circle-alert", ["Not saved"]);
      tell(message);
    },
    undecided(again) {
      standing("offline", "circle-alert", ["Not saved"]);
      tell("These notes were changed somewhere else as well. Yours are kept in this browser.", "Compare both texts", again);
    },
    confirmed(told, refused) {
      if (location.pathname !== told.url) history.replaceState(null, "", told.url + location.hash);
      form.action = told.url;
      field("version").value = told.version;
      document.getElementById("log-title").textContent = told.title;
      document.title = `${told.title} · Groundwork`;
      for (const place of document.querySelectorAll("[data-error]")) {
        if (refused.includes(place.dataset.error)) continue;
        const error = told.errors[place.dataset.error];
        place.hidden = !error;
        place.lastElementChild.textContent = error ?? "";
        const control = field(place.dataset.error);
        if (error) control?.setAttribute("aria-invalid", "true");
        else control?.removeAttribute("aria-invalid");
      }
      if (told.errors.notes) screen.refused(told.errors.notes);
      const met = document.getElementById("log-met");
      met.hidden = !told.met;
      met.querySelector("span").textContent = told.met;
      screen.show(told);
    },
    show(told) {
      const swap = (id, html) => {
        const place = document.getElementById(id);
        if (place && html !== undefined && place.dataset.html !== html && !place.contains(document.activeElement)) {
          place.innerHTML = html;
          place.dataset.html = html;
        }
      };
      swap("log-people", told.people);
      swap("log-questions", told.guide);
      if (told.asked !== undefined) document.getElementById("log-asked").textContent = told.asked;
      if (told.told_tools !== undefined) {
        log.querySelector('[data-chips="tools"]').dataset.told = told.told_tools;
        chips.tools.draw();
      }
      if (told.panel !== undefined) window.LogPanel.update(told.panel);
    },
  };

  function summary() {
    const name = field("name").value.trim();
    log.querySelector("[data-who=name]").textContent = name || "Who is it?";
    log.querySelector("[data-who=facts]").textContent = [field("role").value, field("company").value].filter(Boolean).join(", ");
    const words = name.split(/\s+/).filter(Boolean);
    log.querySelector("[data-who=initials]").textContent = [words[0], words.length > 1 ? words.at(-1) : ""].map((word) => [...(word ?? "")][0] ?? "").join("").toUpperCase();
  }

  // Browsers that cannot size a field by its content are told the height.
  function grow() {
    if (CSS.supports("field-sizing", "content")) return;
    notes.style.blockSize = "auto";
    notes.style.blockSize = `${notes.scrollHeight}px`;
  }

  function typed() {
    grow();
    delete say.dataset.stays;
    if (status.dataset.state === "saved") status.dataset.state = "typed"; // the words still tell of the last save
    painter.draw();
    screen.keep();
    sender.later();
  }

  // A draft that is being written belongs to its tab, which holds a lock of its name. Gives whether the lock is ours now.
  function claim({ key, tab }, signal) {
    if (!navigator.locks) return Promise.resolve(true);
    return new Promise((resolve) => {
      const held = navigator.locks.request(`groundwork:log:${key}:${tab}`, { signal }, () => {
        resolve(true);
        return new Promise(() => {});
      });
      held.catch(() => resolve(false));
    });
  }

  // The latest draft of a closed tab that holds something the server has not. One whose tab seems to be open is looked at
  // again once that tab let go of it, which on a busy machine a closed one does late.
  async function draftFor(key, id, server) {
    const drafts = user ? await window.LogDrafts.all(user) : [];
    const ours = id ? (draft) => String(draft.id) === String(id) || draft.key === key : (draft) => !draft.id;
    for (const draft of drafts.filter(ours)) {
      if (!(await claim(draft, AbortSignal.timeout(400)))) claim(draft).then(() => letGo(draft, server));
      else if (holdsMore(draft, server)) return draft;
      else window.LogDrafts.drop(draft); // the server has it
    }
    return null;
  }

  const holdsMore = (draft, server) => Boolean(draft.edits?.length) || !same(draft.state, server);

  async function letGo({ key, tab }, server) {
    const left = (await window.LogDrafts.all(user)).find((draft) => draft.key === key && draft.tab === tab);
    const fits = left && sender.clean && (left.id || !sender.id);
    if (fits && holdsMore(left, sender.base ?? server)) restore(left, server);
  }

  // What was typed since the page opened stays: in the notes below what is restored, where the two meet.
  function restore(draft, server) {
    const typing = notes.value !== (server.notes ?? "");
    for (const name of FIELDS) {
      const element = field(name);
      if (!element || (draft.state[name] ?? "") === element.value) continue;
      const [was, now, kept] = [server[name] ?? "", element.value, draft.state[name] ?? ""];
      if (name === "notes") notes.value = window.LogMerge.rebase(was, now, kept) ?? `${kept}\n${now}`;
      else if (now === was) element.value = kept;
    }
    sender.key = draft.key;
    sender.base = draft.base ?? server;
    sender.version = draft.version;
    sender.edits = draft.edits ?? [];
    screen.keep();
    window.LogDrafts.drop(draft);
    const at = new Date(draft.at).toTimeString().slice(0, 5);
    tell(`Restored what you typed at ${at}. It was only in this browser.`);
    say.dataset.stays = "1";
    if (!typing && draft.caret !== null && draft.caret !== undefined) {
      notes.focus();
      notes.setSelectionRange(draft.caret, draft.caret);
    }
    if (!shell) sender.later(0);
  }

  async function start() {
    const id = shell ? location.pathname.match(/\/(\d+)\/log\//)?.[1] ?? "" : form.dataset.id;
    const server = Object.fromEntries(FIELDS.map((name) => [name, field(name) ? initially(field(name)) : ""]));
    for (const name of FIELDS) if (field(name) && !form.querySelector("[aria-invalid]")) field(name).value = server[name];
    const key = shell && !id ? crypto.randomUUID() : field("key").value;
    const base = id ? { ...server } : Object.fromEntries(FIELDS.map((name) => [name, name === "held_at" ? server.held_at : ""]));
    sender = new Sender(screen, { url: form.action, id: id || null, key, user, version: Number(field("version").value || 1), base });
    window.LogPanel.setUp({ notes, painter, sender, screen, typed });
    window.LogGuide.setUp(screen);
    window.LogGuide.tabs();
    for (const holder of log.querySelectorAll("[data-chips]")) chips[holder.dataset.chips] = window.LogChips.setUp(holder, typed);
    listen();
    const prefilled = !id && (location.search !== "" || server.notes);
    const draft = prefilled ? null : await draftFor(key, id, server);
    if (draft) restore(draft, server);
    else {
      if (shell && id) wait();
      if (!id && server.notes) typed(); // written on the page before this one
    }
    claim(sender);
    if (!id && field("name").value === "" && document.activeElement === document.body) field("name").focus();
    else if (document.activeElement === document.body && !location.hash) notes.focus();
    for (const draw of Object.values(chips)) draw.draw();
    summary();
    painter.draw();
    grow();
    if (shell) comeBack();
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
    const stop = shell ? () => {} : null;
    if (stop) Object.assign(sender, { send: async () => false, later: stop });
    document.addEventListener("input", (event) => {
      if (event.target.form !== form) return;
      summary();
      typed();
    });
    document.addEventListener("focusout", (event) => {
      if (event.target.form === form) setTimeout(() => sender.send({ settle: event.target === notes && Boolean(sender.caretSent) }), 0);
    });
    document.addEventListener("selectionchange", () => {
      if (document.activeElement !== notes || !sender.caretSent || screen.caretLine() === sender.caretSent) return;
      const left = notes.value.split("\n")[sender.caretSent - 1] ?? "";
      sender.caretSent = null;
      if (/^\s*[!#]/.test(left)) {
        clearTimeout(sender.settling);
        sender.settling = setTimeout(() => sender.send({ settle: true }), 400);
      }
    });
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
    document.getElementById("log-leave")?.addEventListener("click", async (event) => {
      if (sender.clean) return;
      event.preventDefault();
      const { href } = event.target.closest("a");
      await sender.send({ all: true });
      location.href = href;
    });
    const toggle = log.querySelector(".who-toggle");
    notes.addEventListener("focus", () => { if (field("name").value) toggle.setAttribute("aria-expanded", "false"); }); // a phone has no room for both
    if (field("name").value) toggle.setAttribute("aria-expanded", "false");
    toggle.addEventListener("click", () => toggle.setAttribute("aria-expanded", String(toggle.getAttribute("aria-expanded") !== "true")));
  }

  async function finish(whole) {
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
