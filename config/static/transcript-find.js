// Find in a transcript: all matches are counted and marked, the one in hand more so, however long the transcript is.
// Marks are highlights of the browser, so nothing of the page is touched and quotes go on working.
(() => {
  const find = document.getElementById("find");
  const turns = document.getElementById("turns");
  if (!find || !turns) return;
  const MARKED = 2000; // highlights at once; the count is of all
  const [input, count] = [find.querySelector("input"), find.querySelector("output")];
  const buttons = [...find.querySelectorAll("[data-step]")];
  const highlights = "highlights" in CSS;
  find.hidden = false;

  let texts = null; // [turn, words], read when first needed: words do not change while the page is open
  let matches = []; // [turn, start, end]
  let at = -1;
  let waiting = 0;

  const wordsIn = (turn) => turn.querySelector(":scope > div > p");

  function rangeOf([turn, start, end]) {
    const range = document.createRange();
    const walker = document.createTreeWalker(wordsIn(turn), NodeFilter.SHOW_TEXT);
    let seen = 0;
    let begun = false;
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      if (!begun && start < seen + node.length) { range.setStart(node, start - seen); begun = true; }
      if (begun && end <= seen + node.length) { range.setEnd(node, end - seen); break; }
      seen += node.length;
    }
    return range;
  }

  function look() {
    texts ??= [...turns.querySelectorAll(".turn")].map((turn) => [turn, wordsIn(turn).textContent]);
    const words = input.value.trim();
    const pattern = new RegExp(words.replace(/[.*+?^${}()|[\]\\/-]/g, "\\$&").replace(/\s+/g, "\\s+"), "gi");
    matches = !words ? [] : texts.flatMap(([turn, text]) => [...text.matchAll(pattern)].map((found) => [turn, found.index, found.index + found[0].length]));
    // the first match from where the reader is
    at = matches.findIndex(([turn]) => turn.getBoundingClientRect().bottom > 80);
    if (at < 0 && matches.length) at = 0;
    if (highlights) {
      CSS.highlights.delete("found");
      if (matches.length) CSS.highlights.set("found", new Highlight(...matches.slice(0, MARKED).map(rangeOf)));
    }
    show();
  }

  function show() {
    const total = matches.length.toLocaleString("en");
    count.textContent = !input.value.trim() ? "" : matches.length ? `${(at + 1).toLocaleString("en")} of ${total}` : "Not found";
    for (const button of buttons) button.disabled = !matches.length;
    if (highlights) CSS.highlights.delete("found-now");
    if (at < 0) return;
    if (highlights) CSS.highlights.set("found-now", new Highlight(rangeOf(matches[at])));
    matches[at][0].scrollIntoView({ block: "center" });
  }

  function step(by) {
    if (!matches.length) return;
    at = (at + by + matches.length) % matches.length;
    show();
  }

  function settle() {
    if (!waiting) return;
    clearTimeout(waiting);
    waiting = 0;
    look();
  }

  input.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(settle, 150);
  });
  find.addEventListener("submit", (event) => event.preventDefault());
  for (const button of buttons) button.addEventListener("click", () => step(Number(button.dataset.step)));
  input.addEventListener("keydown", (event) => {
    if (event.isComposing || !["Enter", "Escape"].includes(event.key)) return;
    event.preventDefault();
    if (event.key === "Enter") {
      if (waiting) settle(); // typed and sent in one breath: the first match, not the second
      else step(event.shiftKey ? -1 : 1);
      return;
    }
    const found = matches[at]?.[0];
    input.value = "";
    clearTimeout(waiting);
    waiting = 0;
    look();
    input.blur();
    if (found) document.dispatchEvent(new CustomEvent("turn", { detail: found }));
  });
})();
