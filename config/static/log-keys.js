// Keys and buttons inside the notes: marks at the start of a line, and whys that go deeper.
window.LogKeys = (() => {
  function lineAt(notes) {
    const start = notes.value.lastIndexOf("\n", notes.selectionStart - 1) + 1;
    const end = notes.value.indexOf("\n", notes.selectionStart);
    return { start, text: notes.value.slice(start, end < 0 ? notes.value.length : end) };
  }

  // While an input method puts a word together, the field belongs to it: nothing is sent or written.
  let composition = null;
  document.addEventListener("compositionstart", () => {
    let done;
    composition ??= { over: new Promise((resolve) => { done = resolve; }), end: () => done() };
  });
  document.addEventListener("compositionend", () => {
    const ended = composition;
    composition = null;
    ended?.end();
  });

  // Whether leaving this control for a moment would hand over something half-typed.
  const halfTyped = (element) => element?.matches("input:not([type=radio]), textarea") && element.value !== element.defaultValue;

  // Puts `text` in the place of what stands from `start` to `end`, so that Ctrl+Z takes it back: that needs the focus.
  // Caret, selection and focus stay where they were.
  function replace(notes, text, start, end) {
    if (start === end && !text) return;
    const held = document.activeElement;
    const { selectionStart, selectionEnd } = notes;
    const long = text.length > 20000; // browsers take seconds to type that
    let done = false;
    if (!long && (held === notes || !halfTyped(held))) {
      notes.focus({ preventScroll: true });
      notes.setSelectionRange(start, end);
      done = document.execCommand(text ? "insertText" : "delete", false, text);
    }
    if (!done) notes.setRangeText(text, start, end, "preserve");
    const moved = (at) => (at <= start ? at : at < end ? start + text.length : at + text.length - (end - start));
    notes.setSelectionRange(moved(selectionStart), moved(selectionEnd));
    if (held !== notes && document.activeElement === notes) held === document.body ? notes.blur() : held.focus({ preventScroll: true });
    if (!done) notes.dispatchEvent(new Event("input", { bubbles: true }));
  }

  // Replaces the first `length` characters of the line; the caret stays on its letter.
  function lead(notes, start, length, text) {
    const { selectionStart, selectionEnd } = notes;
    replace(notes, text, start, start + length);
    const moved = (at) => Math.max(start, at < start + length ? start + text.length : at + text.length - length);
    notes.setSelectionRange(moved(selectionStart), moved(selectionEnd));
  }

  function mark(notes, painter, sign) {
    const { start, text } = lineAt(notes);
    const found = painter.read(text);
    if (!found) return lead(notes, start, text.length - text.trimStart().length, `${sign} `);
    const old = found.blanks + found.sign + found.body.match(/^\s*/)[0];
    const keeps = sign.startsWith("?") && found.kind === "why" ? found.blanks : "";
    lead(notes, start, old.length, found.sign === sign ? "" : `${keeps}${sign} `);
  }

  function setUp({ notes, painter }) {
    const level = painter.language.level;
    let leaving = false;
    notes.addEventListener("keydown", (event) => {
      if (event.key === "Escape") {
        leaving = true;
        return;
      }
      const free = leaving;
      if (event.key !== "Shift") leaving = false;
      if (event.key !== "Tab" || event.altKey || event.ctrlKey || event.isComposing || free) return;
      const { start, text } = lineAt(notes);
      if (painter.read(text)?.kind !== "why") return;
      if (!event.shiftKey) lead(notes, start, 0, level);
      else if (text.startsWith(level)) lead(notes, start, level.length, "");
      else return;
      event.preventDefault();
    });
    const bar = document.getElementById("marks");
    const buttons = [...bar.querySelectorAll("button")];
    const only = (button) => buttons.forEach((one) => { one.tabIndex = one === button ? 0 : -1; });
    only(buttons[0]);
    bar.addEventListener("pointerdown", (event) => event.preventDefault()); // the notes keep the focus, and a phone its keyboard
    bar.addEventListener("click", (event) => {
      const button = event.target.closest("button");
      if (!button || composition) return;
      notes.focus();
      mark(notes, painter, button.dataset.sign);
    });
    bar.addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (!step) return;
      const next = buttons[(buttons.indexOf(event.target) + step + buttons.length) % buttons.length];
      only(next);
      next.focus();
    });
  }

  return { setUp, replace, composing: () => composition !== null, composed: () => composition?.over };
})();
