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

  return { read, put, restore, lost };
})();
