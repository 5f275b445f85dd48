// The captured cards beside the notes: what the server captured is shown there and can be edited there.
// A card that holds the focus is not replaced under somebody's hands; it catches up when they leave it.
window.LogPanel = (() => {
  const panel = document.getElementById("captured");
  const news = document.getElementById("log-news");
  const chip = document.getElementById("log-count");
  const opened = new Map();
  let latest = null;
  let lines = JSON.parse(panel.dataset.lines);
  let replacing = false;
  let notes, painter, sender, screen, typed;

  const cards = () => [...panel.querySelectorAll("article.cap")];
  const cardOf = (element) => element?.closest?.(".cap[id]") ?? null;
  const current = () => cardOf(document.activeElement) ?? panel.querySelector("article.now") ?? cards().at(-1) ?? null;

  // The card of the pain point that somebody is at in the notes; null while it is not captured yet, undefined where there
  // is none above. Lines that were added or taken out since the last answer are counted in.
  function written() {
    const isPain = (line) => painter.read(line)?.kind === "pain";
    const now = notes.value.split("\n");
    let at = sender.screen.here();
    while (at && !isPain(now[at - 1])) at--;
    if (!at) return undefined;
    const old = (sender.base.notes ?? "").split("\n");
    const [start, end] = window.LogPainter.sameEnds(old, now);
    let number = at <= start ? at : at > now.length - end ? at - now.length + old.length : null;
    if (number === null) {
      const pains = (lines) => lines.flatMap((line, n) => (n >= start && n < lines.length - end && isPain(line) ? [n + 1] : []));
      const [before, after] = [pains(old), pains(now)];
      if (before.length === after.length) number = before[after.indexOf(at)];
    }
    return cards().find((card) => lines[card.id] === number) ?? null;
  }

  // A pain point that was typed a moment ago has no card yet: its next why is a line of the notes.
  function whyInNotes() {
    const text = notes.value.split("\n");
    let last = sender.screen.here();
    for (let n = last + 1; n <= text.length && !["pain", "break"].includes(kindOf(text[n - 1])); n++) if (kindOf(text[n - 1]) === "why") last = n;
    const end = text.slice(0, last).join("\n").length;
    window.LogKeys.replace(notes, "\n? ", end, end);
    notes.focus();
    notes.setSelectionRange(end + 3, end + 3);
  }

  const kindOf = (line) => (line.trim().startsWith(painter.language.break) ? "break" : painter.read(line)?.kind);

  // Only what differs is written, so that caret and selection stay where they are.
  function writeNotes(field, value, draw) {
    const old = field.value;
    const [start, end] = window.LogPainter.sameEnds(old, value);
    window.LogKeys.replace(field, value.slice(start, value.length - end), start, old.length - end);
    draw();
  }

  function fold(card, shut) {
    card.classList.toggle("shut", shut);
    opened.set(card.id, !shut);
  }

  // A card in which somebody types stays as it is until they leave it; one that only holds the focus keeps it.
  function place(id, html, before) {
    const there = document.getElementById(id);
    const held = there?.contains(document.activeElement) ? document.activeElement : null;
    const busy = held?.matches("input:not([type=radio]), textarea, select");
    if (there && (there.drawn === html || busy)) {
      if (there.previousElementSibling !== before) before.after(there);
      return there;
    }
    const fresh = made(html);
    fresh.drawn = html;
    if (opened.has(id) && fresh.matches("article")) fresh.classList.toggle("shut", !opened.get(id) && !fresh.matches(".now"));
    if (there?.querySelector("details")?.open) fresh.querySelector("details").open = true;
    const half = there ? window.LogHalf.read(there) : [];
    const again = held && window.LogHalf.handle(held);
    there?.remove();
    before.after(fresh);
    window.LogHalf.put(half, fresh);
    if (held) ((held !== there && again && fresh.querySelector(again)) || fresh).focus({ preventScroll: true });
    return fresh;
  }

  const made = (html) => {
    const template = document.createElement("template");
    template.innerHTML = html;
    return template.content.querySelector("[id], .cap-head");
  };

  // `names` are the pieces of the panel in their order, `texts` has the text of each, `at` the line of each card.
  function update(names, texts, at) {
    latest = { names, texts, at };
    lines = at;
    const held = panel.contains(document.activeElement);
    const before = new Set(cards().map((card) => card.id));
    const ids = new Set(names);
    for (const old of [...panel.children].slice(1)) if (!ids.has(old.id) && !old.contains(document.activeElement)) drop(old);
    const [head, ...rest] = names;
    if (panel.firstElementChild.drawn !== texts[head].text) {
      panel.firstElementChild.replaceWith(made(texts[head].text));
      panel.firstElementChild.drawn = texts[head].text;
    }
    let last = panel.firstElementChild;
    for (const name of rest) last = place(name, texts[name].text, last);
    const added = cards().filter((card) => !before.has(card.id));
    if (added.length) news.textContent = `Pain point ${cards().indexOf(added.at(-1)) + 1} added`;
    window.LogHalf.restore([]);
    if (held) screen.land();
    count();
    follow();
  }

  // What came while a card was held.
  function catchUp() { update(latest.names, latest.texts, latest.at); }

  function drop(card) {
    const half = window.LogHalf.read(card);
    card.remove();
    window.LogHalf.restore(half);
  }

  // While somebody types, the card they are at stays in sight, where the panel scrolls by itself.
  function follow() {
    const now = panel.querySelector("article.now");
    if (!now || document.activeElement !== notes || panel.scrollHeight <= panel.clientHeight) return;
    const [card, view] = [now.getBoundingClientRect(), panel.getBoundingClientRect()];
    if (card.bottom > view.bottom) panel.scrollTop += Math.min(card.bottom - view.bottom + 16, card.top - view.top - 16);
    else if (card.top < view.top) panel.scrollTop -= view.top - card.top + 16;
  }

  function count() {
    const number = cards().length;
    chip.hidden = !number;
    chip.textContent = `${number} captured`;
  }

  // After an edit made in a card: show the card as it is now. Somebody may have gone on to another control of it: the
  // focus stays there, with what is typed in it.
  function refresh(id) {
    if (latest === null) return;
    const held = document.activeElement;
    const inside = document.getElementById(id)?.contains(held);
    const selector = inside ? window.LogHalf.handle(held) : null;
    const caret = selector && held.matches("input:not([type=radio]), textarea") ? [held.selectionStart, held.selectionEnd] : null;
    replacing = true; // leaving the field for this is no end of typing in it
    if (inside) held.blur();
    catchUp();
    replacing = false;
    const again = selector && document.getElementById(id)?.querySelector(selector);
    if (inside && !again) document.getElementById(id)?.focus();
    if (!again) return;
    again.hidden = false;
    again.focus();
    if (caret) again.setSelectionRange(...caret);
  }

  // Shows a field of the card that is only there when it is wanted.
  function open(card, name) {
    const input = card?.querySelector(`[data-words="${CSS.escape(name)}"]`);
    if (!input) return;
    fold(card, false);
    input.hidden = false;
    input.focus();
  }

  async function edit(act, words, control, was = null) {
    const id = cardOf(control)?.id;
    await sender.edit(act, words, was);
    if (id) refresh(id);
  }

  function commit(control) {
    const words = control.value.trim();
    if (control.matches("[data-adds]")) {
      if (!words) return;
      control.value = "";
      return edit(control.dataset.words, words, control);
    }
    if (control.value === control.defaultValue || control.readOnly) return;
    if (!words && control.matches("textarea")) {
      control.value = control.defaultValue;
      return;
    }
    const was = control.dataset.words.startsWith("words:") ? control.defaultValue : null;
    control.defaultValue = control.value;
    return edit(control.dataset.words, words, control, was);
  }

  // Before the page is left: what stands in a field and was not sent yet.
  function commitAll() {
    for (const field of panel.querySelectorAll("[data-words]")) if (field.value !== field.defaultValue) commit(field);
  }

  function goTo(number) {
    const lines = notes.value.split("\n").slice(0, number);
    const end = lines.join("\n").length;
    notes.focus();
    notes.setSelectionRange(end, end);
    painter.line(number)?.scrollIntoView({ block: "center" });
  }

  function listen() {
    panel.addEventListener("change", (event) => {
      const { target } = event;
      if (replacing) return;
      if (target.dataset.edit) edit(target.dataset.edit, "", target);
      else if (target.dataset.choose) edit(`${target.dataset.choose}:${target.value}`, "", target);
      else if (target.dataset.words !== undefined) commit(target);
    });
    panel.addEventListener("suggest:pick", (event) => {
      const { id, input } = event.detail;
      event.preventDefault();
      input.value = input.defaultValue;
      edit(input.dataset.words + id, "", input);
    });
    panel.addEventListener("keydown", (event) => {
      const { target, key } = event;
      if (event.isComposing || event.defaultPrevented) return;
      if (key === "Enter" && !event.ctrlKey && !event.metaKey && target.dataset.words !== undefined) {
        event.preventDefault();
        commit(target);
      } else if (key === "Enter" && target === cardOf(target) && target.classList.contains("shut")) {
        event.preventDefault();
        fold(target, false);
        target.querySelector("[data-shut]").focus();
      } else if (key === "Escape" && cardOf(target)) {
        if (target.dataset.words !== undefined) target.value = target.defaultValue;
        goTo(lines[cardOf(target).id] ?? 1);
      } else if (/^[1-5]$/.test(key) && !event.ctrlKey && !event.altKey && !target.matches("textarea, select, input:not([type=radio])")) {
        const radio = cardOf(target)?.querySelector(`.sevseg input[value="${key}"]:enabled`);
        if (!radio) return;
        event.preventDefault();
        radio.checked = true;
        if (target.name === radio.name) radio.focus();
        edit(radio.dataset.edit, "", radio);
      }
    });
    panel.addEventListener("click", (event) => {
      const { target } = event;
      const card = cardOf(target);
      if (target.closest("[data-open]")) {
        fold(card, false);
        card.querySelector("[data-shut]").focus();
      } else if (target.closest("[data-shut]")) {
        fold(card, true);
        card.querySelector("[data-open]").focus();
      } else if (target.closest("[data-goto]")) {
        event.preventDefault();
        goTo(lines[card.id]);
      } else if (target.closest("[data-branch]")) {
        event.preventDefault();
        open(card, target.closest("[data-branch]").dataset.branch);
      }
    });
    document.getElementById("log-edit").addEventListener("submit", async (event) => {
      event.preventDefault();
      const { value, dataset: { done, undo } } = event.submitter;
      const { id } = cardOf(event.submitter);
      const went = await sender.edit(value);
      refresh(id);
      if (went && undo) screen.done(done, () => sender.edit(undo).then(() => refresh(id)));
      if (document.activeElement === document.body) (document.getElementById(id) ?? notes).focus(); // else they went on
    });
    panel.addEventListener("focusout", (event) => {
      const { target } = event; // a field that was given its words back never says that it changed
      if (!replacing && target.dataset.words !== undefined && target.value !== target.defaultValue) commit(target);
      if (latest !== null && cardOf(event.target) && cardOf(event.relatedTarget) !== cardOf(event.target)) setTimeout(catchUp, 0);
    });
    chip.addEventListener("click", () => {
      panel.scrollIntoView();
      cards()[0]?.focus();
    });
    document.addEventListener("keydown", keys);
  }

  function keys(event) {
    if (event.isComposing || document.querySelector("dialog[open]")) return;
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      window.LogFinish();
    } else if (event.altKey && event.code === "KeyW") {
      event.preventDefault();
      const card = document.activeElement === notes ? written() : current();
      if (card === null) return whyInNotes();
      const next = (card ?? current())?.querySelector("[data-next]");
      if (!next) return;
      fold(card ?? current(), false);
      next.focus();
    } else if (event.altKey && event.code === "KeyR") {
      event.preventDefault();
      const card = document.activeElement === notes ? written() : current();
      const ends = [...(card?.querySelectorAll('[data-words^="cause:"]') ?? [])];
      if (ends.length) open(card, ends.at(-1).dataset.words);
    } else if (event.altKey && event.code === "KeyZ") {
      const offer = document.querySelector("#toasts .toast:last-child button");
      if (!offer) return;
      event.preventDefault();
      offer.click();
    } else if (event.altKey && (event.key === "ArrowUp" || event.key === "ArrowDown")) {
      event.preventDefault();
      const all = cards();
      if (!all.length) return;
      const at = all.indexOf(cardOf(document.activeElement));
      const down = event.key === "ArrowDown";
      const here = document.activeElement === notes && written();
      const next = at < 0 ? all.indexOf(here || current()) : Math.max(0, Math.min(all.length - 1, at + (down ? 1 : -1)));
      all[next].focus();
      all[next].scrollIntoView({ block: "nearest" });
    }
  }

  function setUp(given) {
    ({ notes, painter, sender, screen, typed } = given);
    latest = null;
    count();
    listen();
    window.LogKeys.setUp(given);
    const card = location.hash.startsWith("#cap-") && document.querySelector(location.hash);
    if (card) {
      fold(card, false);
      card.focus();
    } else if (location.hash === "#log-name") document.getElementById("log-name").focus();
  }

  return { setUp, update, writeNotes, commitAll };
})();
