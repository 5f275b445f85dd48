// What the log screen shows and what it reads: its fields, how things stand, and what an answer of the server changes.
window.LogScreen = (() => {
  const form = document.getElementById("log-form");
  const notes = document.getElementById("log-notes");
  const log = document.querySelector(".log");
  const status = document.getElementById("log-saved");
  const say = document.getElementById("log-say");
  const { FIELDS } = window.LogSend;
  const painter = new window.LogPainter.Painter(notes, document.querySelector(".pad-paint"), JSON.parse(log.dataset.marks));
  const chips = {};
  const shown = {}; // pieces by name, as the server sent them
  const field = (name) => form.elements.namedItem(name);
  const toast = (detail) => document.dispatchEvent(new CustomEvent("toast", { detail }));
  let sender, user;

  function standing(state, icon, words) {
    status.hidden = false;
    status.dataset.state = state;
    status.querySelector("use")?.setAttribute("href", status.querySelector("use").getAttribute("href").replace(/#.*/, `#${icon}`));
    status.querySelector("span").replaceChildren(...words);
  }

  // A line above the notes; `acts` are [words, what a press does, or an address].
  function line(text, acts) {
    const made = document.createElement("p");
    made.append(text, " ");
    for (const [words, act] of acts) {
      const control = document.createElement(typeof act === "string" ? "a" : "button");
      control.className = typeof act === "string" ? "link" : "btn small";
      control.textContent = words;
      if (typeof act === "string") Object.assign(control, { href: act, target: "_blank", rel: "opener" });
      else control.type = "button";
      if (typeof act !== "string") control.addEventListener("click", act);
      made.append(control);
    }
    return made;
  }

  // How things stand in a sentence; the next one takes its place, and it goes when all is well.
  function tell(text, ...acts) {
    const told = text + acts.map(([words]) => words).join();
    if (say.dataset.text === told) return;
    say.dataset.text = told;
    delete say.dataset.stays;
    say.querySelector(".log-told")?.remove();
    if (!text) return;
    const made = line(text, acts);
    made.className = "log-told";
    say.prepend(made);
  }

  // Something that a person has to see: it stays until they do something about it or put it away.
  function notice(text, ...acts) {
    const done = (act) => () => { made.remove(); notes.focus(); act?.(); };
    const made = line(text, [...acts.map(([words, act]) => [words, typeof act === "string" ? act : done(act)]), ["Dismiss", done()]]);
    say.append(made);
  }

  // Whoever did something goes on where they were: the focus never falls off the screen with what was drawn anew.
  let last = notes;
  log.addEventListener("focusin", ({ target }) => { last = target; });
  function land() {
    if (document.activeElement && document.activeElement !== document.body) return;
    if (last.isConnected) last.focus({ preventScroll: true });
    if (document.activeElement === document.body) notes.focus({ preventScroll: true });
  }
  const landing = (run) => run && (async () => {
    land();
    await run();
    land();
  });

  const wide = (text) => Object.assign(document.createElement("span"), { className: "wide-only", textContent: text });
  const broken = () => standing("offline", "circle-alert", ["Not saved"]);

  const screen = {
    notice,
    land,
    done: (text, undo) => toast({ text, act: "Undo", run: landing(undo) }),
    failed: (text, again = null) => toast({ text, error: true, ...(again && { act: "Try again", run: landing(again) }) }),
    read: () => Object.fromEntries(FIELDS.map((name) => [name, field(name)?.value ?? ""])),
    focused: (name) => document.activeElement === field(name),
    typing: () => ["name", "company"].filter((name) => screen.focused(name)),
    position: () => (document.activeElement === notes ? notes.selectionStart : null),
    seen: () => Object.entries(shown).map(([name, { mark }]) => `${name}:${mark}`).join(),
    muchTooLong: () => notes.value.length > 2 * Number(notes.dataset.most),
    here: () => notes.value.slice(0, notes.selectionStart).split("\n").length,
    caretLine: () => (document.activeElement === notes ? screen.here() : 0),
    keep() {
      if (!user || !sender) return;
      const half = window.LogHalf.read();
      if (sender.clean && !half.length) window.LogDrafts.drop(sender);
      else window.LogDrafts.keep({ ...sender.draft, half });
    },
    write(name, value) {
      if (name === "notes") return window.LogPanel.writeNotes(notes, value, () => painter.draw());
      field(name).value = value;
      chips[name]?.draw();
      return summary();
    },
    words(name, mine, theirs) {
      const element = field(name);
      const shown = (value) => (element.options ? [...element.options].find((one) => one.value === value)?.textContent : value) ?? value;
      return { label: element.labels?.[0]?.textContent ?? name, mine: shown(mine), theirs: shown(theirs) };
    },
    typed() {
      if (status.dataset.state === "saved") status.dataset.state = "typed"; // the words still tell of the last save
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
      broken();
      tell("You are signed out. What you typed is kept in this browser.", ["Sign in again", login ?? document.body.dataset.login]);
    },
    refused(message, ...acts) {
      broken();
      tell(message, ...acts);
    },
    // Somebody closed the interview while it was open here.
    closed({ error, message, address }) {
      const acts = error === "withdrawn" ? [] : [["Copy the notes", copy]];
      if (address) acts.push(["Open the interview", address]);
      screen.refused(`${message} What you typed is kept in this browser.`, ...acts);
    },
    undecided(again) {
      broken();
      tell("These notes were changed somewhere else as well. Yours are kept in this browser.", ["Compare both texts", again]);
    },
    restored(at) {
      tell(`Restored what you typed at ${at}. It was only in this browser.`);
      say.dataset.stays = "until something is typed";
    },
    confirmed(told, refused) {
      if (location.pathname !== told.url) history.replaceState(null, "", told.url + location.hash);
      form.action = told.url;
      field("version").value = told.version;
      document.getElementById("log-title").textContent = told.title;
      document.title = `${told.title} · Groundwork`;
      for (const place of document.querySelectorAll("[data-error]")) if (!refused.includes(place.dataset.error)) wrong(place, told.errors);
      const met = document.getElementById("log-met");
      met.hidden = !told.met;
      met.querySelector("span").textContent = told.met;
      screen.show(told);
    },
    show(told) {
      if (told.marks) take(told);
      if (told.asked !== undefined) document.getElementById("log-asked").textContent = told.asked;
      for (const holder of log.querySelectorAll("[data-chips]")) {
        const texts = told.fields?.[`told_${holder.dataset.chips}`];
        if (texts === undefined) continue;
        holder.dataset.told = texts;
        chips[holder.dataset.chips].draw();
      }
    },
  };

  // Pieces of the screen: the server sends those whose mark it was not told.
  function take({ marks, texts, lines }) {
    for (const name of Object.keys(shown)) if (!(name in marks)) delete shown[name];
    for (const [name, mark] of Object.entries(marks)) shown[name] = { mark, text: texts[name] ?? shown[name]?.text };
    swap("log-people", shown.people.text);
    swap("log-questions", shown.questions.text);
    window.LogGuide.tickAgain();
    window.LogPanel.update(Object.keys(marks).filter((name) => name.startsWith("cap-")), shown, lines);
  }

  async function copy() {
    const held = [notes.selectionStart, notes.selectionEnd];
    try {
      await navigator.clipboard.writeText(notes.value);
    } catch { // only pages with a certificate have a clipboard of their own
      notes.select();
      document.execCommand("copy");
      notes.setSelectionRange(...held);
    }
    toast({ text: "Copied" });
  }

  function wrong(place, errors) {
    const error = errors[place.dataset.error];
    place.hidden = !error;
    place.lastElementChild.textContent = error ?? "";
    const control = field(place.dataset.error);
    if (error) control?.setAttribute("aria-invalid", "true");
    else control?.removeAttribute("aria-invalid");
  }

  function swap(id, html) {
    const place = document.getElementById(id);
    if (place.drawn === html) return;
    const lost = window.LogHalf.redraw(place, () => { place.innerHTML = html; });
    place.drawn = html;
    if (lost) place.querySelector("input:not([type=hidden])")?.focus();
  }

  // Who it is, in the one line that a phone shows.
  function summary() {
    const name = field("name").value.trim();
    log.querySelector("[data-who=name]").textContent = name || "Who is it?";
    log.querySelector("[data-who=facts]").textContent = [field("role").value, field("company").value].filter(Boolean).join(", ");
    const words = name.split(/\s+/).filter(Boolean);
    const letters = [words[0], words.length > 1 ? words.at(-1) : ""].map((word) => [...(word ?? "")][0] ?? "");
    log.querySelector("[data-who=initials]").textContent = letters.join("").toUpperCase();
  }

  // Browsers that cannot size a field by its content are told the height.
  function grow() {
    if (CSS.supports("field-sizing", "content")) return;
    notes.style.blockSize = "auto";
    notes.style.blockSize = `${notes.scrollHeight}px`;
  }

  function serve(given, who) { [sender, user] = [given, who]; }

  return { screen, serve, form, notes, log, painter, chips, field, tell, standing, summary, grow, say };
})();
