// Comments on passages of a document: words are selected with the mouse, or with C and the arrows; what was said opens
// from the mark in the margin. Without this script the words are typed into the form of their section.
//   .part[data-section]    the text of a section; [data-say] beside it is its form, details with words, before and after
//   [data-passages="3 7"]  marked words, by the passages they belong to; #passage-3 is what was said about them
(() => {
  const AROUND = 60;
  const IN_WORD = /[\p{L}\p{N}\p{M}_]/u;
  const parts = () => [...document.querySelectorAll(".part[data-section]")];
  if (!parts().length) return;
  const selection = getSelection();
  const partOf = (node) => (node instanceof Element ? node : node?.parentElement)?.closest(".part[data-section]");
  const formOf = (part) => part.parentElement.querySelector(`[data-say="${CSS.escape(part.dataset.section)}"]`);
  const heading = (part) => part.querySelector(":scope > h2");

  // The text of a section without its heading, as a range.
  function whole(part) {
    const range = document.createRange();
    range.selectNodeContents(part);
    if (heading(part)) range.setStartAfter(heading(part));
    return range;
  }

  // What is selected of one section, whole words; null where that is nothing.
  function selected() {
    if (!selection.rangeCount || selection.isCollapsed) return null;
    const range = selection.getRangeAt(0).cloneRange();
    const part = partOf(range.startContainer) ?? partOf(range.endContainer);
    if (!part || !formOf(part)) return null;
    const all = whole(part);
    if (range.compareBoundaryPoints(Range.START_TO_START, all) < 0) range.setStart(all.startContainer, all.startOffset);
    if (range.compareBoundaryPoints(Range.END_TO_END, all) > 0) range.setEnd(all.endContainer, all.endOffset);
    if (range.collapsed) return null;
    toWords(range);
    return range.toString().trim() ? { part, range } : null;
  }
  function toWords(range) {
    const inWord = (node, at) => node.nodeType === Node.TEXT_NODE && at > 0 && at < node.length && IN_WORD.test(node.data[at - 1]) && IN_WORD.test(node.data[at]);
    while (inWord(range.startContainer, range.startOffset)) range.setStart(range.startContainer, range.startOffset - 1);
    while (inWord(range.endContainer, range.endOffset)) range.setEnd(range.endContainer, range.endOffset + 1);
    // A reference is one word, its hyphen too.
    const { startContainer: first, endContainer: last } = range;
    if (isReference(first) && range.startOffset < first.length) range.setStart(first, 0);
    if (isReference(last) && range.endOffset > 0) range.setEnd(last, last.length);
  }
  const isReference = (node) => node.nodeType === Node.TEXT_NODE && node.parentElement.tagName === "A" && /^[A-Z]+-\d+$/.test(node.data);

  // The form with the words in it.
  function commentOn({ part, range }) {
    const say = formOf(part);
    const before = whole(part);
    before.setEnd(range.startContainer, range.startOffset);
    const after = whole(part);
    after.setStart(range.endContainer, range.endOffset);
    const fields = say.querySelector("form").elements;
    fields.words.value = range.toString().trim();
    fields.before.value = before.toString().slice(-AROUND);
    fields.after.value = after.toString().slice(0, AROUND);
    const about = say.querySelector(".said-about");
    about.hidden = false;
    about.firstElementChild.textContent = fields.words.value;
    say.classList.add("chosen");
    say.parentElement.prepend(say); // beside the words, above the evidence
    say.open = true;
    if (CSS.highlights) CSS.highlights.set("choosing", new Highlight(range));
    selection.removeAllRanges();
    here.hidden = true;
    fields.text.focus();
  }
  function forget(say) {
    const fields = say.querySelector("form").elements;
    for (const name of ["words", "before", "after"]) fields[name].value = "";
    say.querySelector(".said-about").hidden = true;
    say.classList.remove("chosen");
    if (say.nextElementSibling) { // moved back; what has the focus in it keeps it
      const held = say.contains(document.activeElement) ? document.activeElement : null;
      say.parentElement.append(say);
      held?.focus({ preventScroll: true });
    }
    CSS.highlights?.delete("choosing");
  }

  // With the mouse: a button at the end of what is selected.
  const here = document.createElement("button");
  here.type = "button";
  here.className = "btn small say-here";
  here.textContent = "Comment";
  here.hidden = true;
  document.body.append(here);
  here.addEventListener("pointerdown", (event) => event.preventDefault()); // keeps what is selected
  here.addEventListener("click", () => { const chosen = selected(); if (chosen) commentOn(chosen); });
  function offer() {
    const chosen = choosing ? null : selected();
    here.hidden = !chosen;
    if (!chosen) return;
    const boxes = chosen.range.getClientRects();
    const box = boxes[boxes.length - 1];
    here.style.left = `${Math.max(4, Math.min(box.right + scrollX, document.documentElement.clientWidth - here.offsetWidth - 4))}px`;
    here.style.top = `${box.bottom + scrollY + 4}px`;
  }
  document.addEventListener("selectionchange", () => { clearTimeout(offer.timer); offer.timer = setTimeout(offer, 150); });

  // With the keyboard: C begins at the section in view, arrows move by words, with Shift they choose.
  let choosing = null;
  const how = document.createElement("p");
  how.className = "choose-how";
  how.setAttribute("role", "status");
  how.textContent = "Arrows move by words, Shift and arrows choose, Enter comments, Esc leaves.";

  function choose(part) {
    leave();
    choosing = part;
    part.tabIndex = -1;
    part.after(how);
    const start = whole(part);
    start.collapse(true);
    selection.removeAllRanges();
    selection.addRange(start);
    selection.modify("extend", "forward", "word");
    part.focus({ preventScroll: true });
    part.scrollIntoView({ block: "nearest" });
  }
  function leave() {
    choosing?.removeAttribute("tabindex");
    choosing = null;
    how.remove();
  }
  const STEPS = { ArrowRight: ["forward", "word"], ArrowLeft: ["backward", "word"], ArrowDown: ["forward", "line"], ArrowUp: ["backward", "line"], End: ["forward", "sentence"] };
  function step(event) {
    if (event.key === "Escape") {
      selection.removeAllRanges();
      const part = choosing;
      leave();
      formOf(part).querySelector("summary").focus();
    } else if (event.key === "Enter") {
      const chosen = selected();
      leave();
      if (chosen) commentOn(chosen);
    } else if (STEPS[event.key]) {
      const [way, by] = STEPS[event.key];
      if (!event.shiftKey) selection[way === "forward" ? "collapseToEnd" : "collapseToStart"]();
      selection.modify("extend", way, by);
      if (!partOf(selection.focusNode) || partOf(selection.focusNode) !== choosing) selection.modify("extend", way === "forward" ? "backward" : "forward", by);
    } else return;
    event.preventDefault();
    event.stopPropagation();
  }
  document.addEventListener("keydown", (event) => {
    if (choosing && !event.ctrlKey && !event.metaKey && !event.altKey) return step(event);
    if (event.key.toLowerCase() !== "c" || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    if (document.body.dataset.shortcuts !== "on" || document.querySelector("dialog[open]") || event.target.matches("input, textarea, select")) return;
    event.preventDefault();
    const chosen = selected();
    if (chosen) return commentOn(chosen);
    const own = document.activeElement?.closest?.(".beside")?.querySelector(".part[data-section]");
    const inView = parts().filter(formOf).find((part) => part.getBoundingClientRect().bottom > 120);
    if (own && formOf(own)) choose(own);
    else if (inView) choose(inView);
  }, true);
  document.addEventListener("pointerdown", () => { if (choosing) leave(); });
  const sectionOf = (say) => document.querySelector(`.part[data-section="${CSS.escape(say.dataset.say)}"]`);
  const offerWords = () => { for (const button of document.querySelectorAll(".say [data-choose]")) button.hidden = false; };
  document.addEventListener("click", (event) => {
    const say = event.target.closest?.("[data-choose]")?.closest(".say");
    if (!say) return;
    forget(say);
    choose(sectionOf(say));
  });
  document.addEventListener("toggle", ({ target }) => { if (target.matches(".say:not([open])")) forget(target); }, true);
  document.addEventListener("keydown", (event) => {
    const say = event.target.closest?.(".say[open]");
    if (event.key !== "Escape" || event.defaultPrevented || !say) return;
    say.open = false;
    say.querySelector("summary").focus();
  });

  // What was said: opened from the margin, from the words, and from an address.
  const threadOf = (key) => document.getElementById(`passage-${key}`);
  function open(thread, focus) {
    if (!thread) return;
    thread.open = true;
    if (focus) thread.querySelector("summary").focus();
  }
  function fromAddress() {
    const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const thread = target?.closest?.(".thread");
    if (!thread) return;
    open(thread, false);
    read(target);
  }
  // A comment that is led to is read from there; the words it is about stand out meanwhile.
  function read(target) {
    target.tabIndex = -1;
    target.focus({ preventScroll: true });
    target.scrollIntoView({ block: "nearest" });
  }
  addEventListener("hashchange", fromAddress);
  document.addEventListener("click", (event) => {
    const words = event.target.closest?.("mark.passage");
    if (words && !event.target.closest("a") && selection.isCollapsed) open(threadOf(words.dataset.passages.split(" ")[0]), true);
    const mark = event.target.closest?.(".margin-mark");
    const thread = mark && threadOf(mark.hash.replace("#passage-", ""));
    if (!thread) return;
    event.preventDefault(); // the words stay in view beside what was said
    open(thread, true);
    thread.scrollIntoView({ block: "nearest" });
  });
  // Words and what was said about them stand out together.
  function light(key, on) {
    for (const mark of document.querySelectorAll("mark.passage")) {
      if (mark.dataset.passages.split(" ").includes(key)) mark.classList.toggle("at", on);
    }
  }
  for (const [name, on] of [["pointerover", true], ["focusin", true], ["pointerout", false], ["focusout", false]]) {
    document.addEventListener(name, ({ target }) => {
      const thread = target.closest?.(".thread");
      if (thread) light(thread.dataset.passage, on);
    });
  }

  // What was sent is put in place with its section, and whoever sent it goes on from it.
  document.addEventListener("htmx:afterSettle", ({ detail }) => {
    offerWords();
    if (!detail.requestConfig.elt.matches(".say form")) return;
    const said = document.getElementById(`comment-${new URL(detail.xhr.responseURL).searchParams.get("said")}`);
    if (!said) return document.querySelector(".say[open] [aria-invalid=true]")?.focus();
    CSS.highlights?.delete("choosing");
    open(said.closest(".thread"), false);
    read(said);
  });
  offerWords();
  fromAddress();
})();
