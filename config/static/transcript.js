// Reading a transcript. J and K go from turn to turn. Words that are selected, by mouse, touch or keyboard, become a
// quote with H or the button beside them; then a dialog asks what the quote speaks for. The server has the last word:
// it compares what is sent with what it stored. Offsets are sent as the browser counts them.
(() => {
  const turns = document.getElementById("turns");
  if (!turns) return;
  const quoteUrl = turns.dataset.quoteUrl;
  const float = document.getElementById("quote-float");
  const dialog = document.getElementById("attach");
  const say = document.createElement("p");
  say.className = "vh";
  say.setAttribute("role", "status");
  turns.before(say);

  const all = () => [...turns.querySelectorAll(".turn")];
  const wordsIn = (turn) => turn.querySelector(":scope > div > p");
  const toast = (detail) => document.dispatchEvent(new CustomEvent("toast", { detail }));
  const busyElsewhere = (event) =>
    document.body.dataset.shortcuts !== "on" || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey ||
    /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName) || document.querySelector("dialog[open]");

  // ── Where we are ─────────────────────────────────────────────────────────
  let current = null;

  function goTo(turn) {
    if (!turn) return;
    take(turn);
    turn.focus({ preventScroll: true });
    turn.scrollIntoView({ block: "nearest" });
  }

  // The turn in hand is marked, and named by who speaks and when, which is what a screen reader says of it.
  function take(turn) {
    if (current !== turn) current?.removeAttribute("aria-current");
    current = turn;
    turn.tabIndex = -1;
    turn.setAttribute("aria-current", "true");
    turn.setAttribute("role", "group");
    turn.setAttribute("aria-label", [...turn.querySelectorAll(".sp b, .sp a:not(.play)")].map((one) => one.textContent).join(", "));
  }

  function firstInView() {
    const target = turns.querySelector(":target");
    return target || all().find((turn) => turn.getBoundingClientRect().bottom > 80);
  }

  function neighbour(turn, step) {
    let at = turn;
    do at = step > 0 ? at.nextElementSibling : at.previousElementSibling; while (at && !at.classList.contains("turn"));
    return at;
  }

  turns.addEventListener("focusin", (event) => {
    const turn = event.target.closest(".turn");
    if (turn) take(turn);
  });
  document.addEventListener("turn", (event) => goTo(event.detail)); // from the search and the player

  // ── Selecting words by keyboard ──────────────────────────────────────────
  let words = null; // { from: [turn, n], to: [turn, n] } while words are selected by keyboard

  const spansOf = (turn) => [...wordsIn(turn).textContent.matchAll(/\S+/g)].map((found) => [found.index, found.index + found[0].length]);

  function place(turn, offset) {
    const walker = document.createTreeWalker(wordsIn(turn), NodeFilter.SHOW_TEXT);
    let seen = 0;
    let last = null;
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      if (offset <= seen + node.length) return [node, offset - seen];
      seen += node.length;
      last = node;
    }
    return [last, last.length];
  }

  const before = (a, b) => (a[0] === b[0] ? a[1] <= b[1] : Boolean(a[0].compareDocumentPosition(b[0]) & Node.DOCUMENT_POSITION_FOLLOWING));

  function showWords() {
    const [first, last] = before(words.from, words.to) ? [words.from, words.to] : [words.to, words.from];
    const start = place(first[0], spansOf(first[0])[first[1]][0]);
    const end = place(last[0], spansOf(last[0])[last[1]][1]);
    getSelection().setBaseAndExtent(...start, ...end);
    const [turn] = words.to;
    turn.tabIndex = -1;
    turn.focus({ preventScroll: true });
    turn.scrollIntoView({ block: "nearest" });
    say.textContent = getSelection().toString();
  }

  function step([turn, n], by) {
    const count = spansOf(turn).length;
    if (n + by >= 0 && n + by < count) return [turn, n + by];
    const next = neighbour(turn, by);
    if (!next) return [turn, n];
    return [next, by > 0 ? 0 : spansOf(next).length - 1];
  }

  function moveWords(event) {
    const [turn, n] = words.to;
    const last = spansOf(turn).length - 1;
    const moves = {
      ArrowRight: () => step(words.to, 1),
      ArrowLeft: () => step(words.to, -1),
      ArrowDown: () => (event.shiftKey && n < last ? [turn, last] : step([turn, last], 1)),
      ArrowUp: () => (event.shiftKey && n > 0 ? [turn, 0] : step([turn, 0], -1)),
      Home: () => [turn, 0],
      End: () => [turn, last],
    };
    const move = moves[event.key];
    if (!move) return false;
    words.to = move();
    if (!event.shiftKey) words.from = words.to;
    showWords();
    return true;
  }

  function leaveWords() {
    words = null;
    getSelection().removeAllRanges();
    say.textContent = "";
  }

  // ── What is selected ─────────────────────────────────────────────────────
  function selected() {
    const selection = getSelection();
    if (!selection.rangeCount || selection.isCollapsed) return [];
    const range = selection.getRangeAt(0);
    if (!range.intersectsNode(turns)) return [];
    const spans = [];
    for (const turn of all()) {
      const text = wordsIn(turn);
      if (!range.intersectsNode(text)) continue;
      const whole = document.createRange();
      whole.selectNodeContents(text);
      const start = offsetIn(whole, range.startContainer, range.startOffset, 0);
      const end = offsetIn(whole, range.endContainer, range.endOffset, text.textContent.length);
      if (start < end) spans.push({ segment: Number(turn.dataset.n), start, end, text: text.textContent.slice(start, end) });
    }
    return spans;
  }

  function offsetIn(whole, container, offset, outside) {
    if (whole.comparePoint(container, offset) !== 0) return outside;
    const upTo = whole.cloneRange();
    upTo.setEnd(container, offset);
    return upTo.toString().length;
  }

  const wholeTurn = (turn) => {
    const text = wordsIn(turn).textContent;
    return [{ segment: Number(turn.dataset.n), start: 0, end: text.length, text }];
  };

  // ── Quoting ──────────────────────────────────────────────────────────────
  async function send(url, form, again) {
    let answer;
    try {
      answer = await fetch(url, { method: "POST", body: form, headers: { Accept: "application/json", "X-CSRFToken": csrfToken() } });
    } catch {
      toast({ text: "Not saved. The server did not answer.", error: true, act: "Try again", run: again });
      return null;
    }
    if (answer.status === 401) { document.dispatchEvent(new Event("signed-out")); return null; }
    const told = await answer.json().catch(() => ({}));
    if (answer.ok || told.panel) return { ...told, ok: answer.ok };
    const [act, run] = answer.status === 409 ? ["Load again", () => location.reload()] : ["", null];
    toast({ text: told.message || `Not done. The server answered ${answer.status}.`, error: true, act, run });
    return null;
  }

  function redraw({ turns: inner, quotes }) {
    for (const [number, html] of Object.entries(inner || {})) {
      const turn = document.getElementById(`s${number}`);
      if (turn) turn.innerHTML = html;
    }
    document.getElementById("quotes-here").textContent = `${quotes} quote${quotes === 1 ? "" : "s"}`;
    const remove = document.getElementById("transcript-remove"); // a transcript with quotes stays
    if (remove) remove.hidden = quotes > 0;
  }

  async function act(url, done) {
    const told = await send(url, new FormData(), () => act(url, done));
    if (!told) return;
    redraw(told);
    if (done) toast({ text: done });
    else toast({ text: told.said, act: "Undo", run: () => act(told.undo, "Taken back") });
  }

  let quoted = null; // the quote whose dialog is open, while nothing was attached

  async function quote(spans) {
    if (!spans.length) return;
    const form = new FormData();
    form.append("spans", JSON.stringify(spans));
    const told = await send(quoteUrl, form, () => quote(spans));
    if (!told) return;
    leaveWords();
    float.hidden = true;
    redraw(told);
    take(document.getElementById(`s${spans[0].segment}`));
    quoted = told;
    dialog.innerHTML = told.panel;
    dialog.showModal();
    dialog.querySelector(".attach-form input:not([type=hidden])")?.focus();
  }

  if (quoteUrl) {
    dialog.addEventListener("submit", async (event) => {
      if (!event.target.classList.contains("attach-form")) return;
      event.preventDefault();
      const form = event.target;
      const told = await send(form.action, new FormData(form), () => form.requestSubmit());
      if (!told) return;
      if (!told.ok) {
        dialog.innerHTML = told.panel;
        dialog.querySelector("[aria-invalid=true]")?.focus();
        return;
      }
      quoted = null;
      dialog.close();
      redraw(told);
      toast({ text: told.said, act: "Undo", run: () => act(told.undo, "Taken back") });
    });
    dialog.addEventListener("close", () => {
      if (quoted) {
        const { archive } = quoted;
        toast({ text: "Quoted, not attached yet.", act: "Undo", run: () => act(archive, "The quote is gone") });
      }
      quoted = null;
      if (current) goTo(current);
    });

    let settle = 0;
    document.addEventListener("selectionchange", () => {
      clearTimeout(settle);
      settle = setTimeout(() => {
        const selection = getSelection();
        const inside = selection.rangeCount && !selection.isCollapsed && turns.contains(selection.anchorNode) && selection.toString().trim();
        float.hidden = !inside;
        if (!inside) return;
        const boxes = selection.getRangeAt(0).getClientRects();
        const box = boxes[boxes.length - 1];
        if (!box) return;
        const width = float.offsetWidth;
        float.style.left = `${Math.max(8, Math.min(box.right - width / 2, innerWidth - width - 8))}px`;
        float.style.top = `${Math.min(box.bottom + 8, innerHeight - 48)}px`;
      }, 120);
    });
    addEventListener("scroll", () => { float.hidden = true; }, { passive: true });
    float.addEventListener("pointerdown", (event) => event.preventDefault()); // keeps the selection
    float.addEventListener("click", () => quote(selected()));
  }

  // ── Keys ─────────────────────────────────────────────────────────────────
  document.addEventListener("keydown", (event) => {
    if (busyElsewhere(event)) return;
    const key = event.key.toLowerCase();
    if (words && (moveWords(event) || (key === "escape" && (leaveWords(), true)))) return event.preventDefault();
    if (event.shiftKey) return;
    if (key === "j" || key === "k") {
      leaveWords();
      goTo(current ? neighbour(current, key === "j" ? 1 : -1) || current : firstInView());
    } else if (quoteUrl && key === "h") {
      const spans = selected();
      quote(spans.length || !current ? spans : wholeTurn(current));
    } else if (quoteUrl && key === "enter" && event.target.classList.contains("turn")) {
      words = { from: [event.target, 0], to: [event.target, 0] };
      showWords();
    } else return;
    event.preventDefault();
  });

  // ── Our own lines step back ──────────────────────────────────────────────
  // The address says it, so that it can be sent to somebody; without a word there it is as it was last time.
  const DIM = "groundwork:dim-our-lines";
  const link = document.querySelector("[data-dim]");

  function dim(dimmed) {
    turns.classList.toggle("dim-us", dimmed);
    link.lastChild.textContent = dimmed ? link.dataset.undim : link.dataset.dim;
    link.setAttribute("href", dimmed ? "?dim=0" : "?dim=1");
  }

  link?.addEventListener("click", (event) => {
    const dimmed = !turns.classList.contains("dim-us");
    dim(dimmed);
    localStorage.setItem(DIM, dimmed ? "1" : "0");
    history.replaceState(null, "", `${location.pathname}${dimmed ? "?dim=1" : ""}${location.hash}`);
    event.preventDefault();
  });
  if (link && !new URLSearchParams(location.search).has("dim") && localStorage.getItem(DIM) === "1") dim(true);
})();
