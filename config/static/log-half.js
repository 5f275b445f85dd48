// Words that are half-typed in fields which are not saved by themselves: in a card, a field of chips, the name of somebody
// else. They are part of the draft, and a card that is drawn anew keeps them.
window.LogHalf = (() => {
  const FIELDS = "[data-words]:not([readonly]), .chip-input input, .also-add input:not([type=hidden])";
  const OUTSIDE = /^#/;
  let homeless = []; // from a draft, and their field is not there (yet)

  const nameOf = (field) => field.dataset.words ?? `#${field.id}`;
  const find = (name, within) => within.querySelector(OUTSIDE.test(name) ? `#${CSS.escape(name.slice(1))}` : `[data-words="${CSS.escape(name)}"]`);

  function read(within = document) {
    const fields = [...within.querySelectorAll(FIELDS)].filter((field) => field.value !== field.defaultValue);
    const found = fields.map((field) => ({ at: nameOf(field), words: field.value }));
    return within === document ? [...found, ...homeless] : found;
  }

  function reveal(field) {
    field.hidden = false;
    field.closest(".cap.shut")?.classList.remove("shut");
    const details = field.closest("details");
    if (details) details.open = true;
  }

  // Puts words back into their fields; gives those that have none.
  function put(list, within = document) {
    return list.filter(({ at, words }) => {
      const field = find(at, within);
      if (!field || field.readOnly) return true;
      field.value = words;
      reveal(field);
      return false;
    });
  }

  function restore(list) { homeless = put([...homeless, ...(list ?? [])]); }

  // Those whose field is gone for good, to be told; they are no longer kept here.
  function lost() {
    const found = homeless;
    homeless = [];
    return found;
  }

  // How a control is found again after its part of the screen was drawn anew.
  function handle(control) {
    const { id, dataset, name, value, form } = control;
    if (control.matches("summary")) return "summary";
    for (const act of ["open", "shut", "goto"]) if (act in dataset) return `[data-${act}]`;
    if (dataset.words) return `[data-words="${CSS.escape(dataset.words)}"]`;
    if (dataset.edit) return `[data-edit="${CSS.escape(dataset.edit)}"]`;
    if (id) return `#${CSS.escape(id)}`;
    const within = form?.getAttribute("action");
    return name && within ? `form[action="${CSS.escape(within)}"] [name="${CSS.escape(name)}"][value="${CSS.escape(value)}"]` : null;
  }

  // Draws a part anew by `draw`; focus, caret and what is half-typed in it stay.
  function redraw(part, draw) {
    const held = part.contains(document.activeElement) ? document.activeElement : null;
    const again = held && handle(held);
    const caret = held?.matches("textarea, input:not([type=radio], [type=checkbox])") ? [held.selectionStart, held.selectionEnd] : null;
    const half = read(part);
    draw();
    put(half, part);
    const found = again && part.querySelector(again);
    if (!found) return held !== null;
    found.focus();
    if (caret) found.setSelectionRange(...caret);
    return false;
  }

  return { read, put, restore, lost, handle, redraw };
})();
