// Two texts of one interview: what both changed apart is put together; a person decides where they meet.
window.LogMerge = (() => {
  const dialog = document.getElementById("log-merge");
  const text = document.getElementById("log-merge-text");
  const fields = document.getElementById("log-merge-fields");

  // Lines `from` to `to` of `base` that became `lines` in `side`.
  function changeOf(base, side) {
    const [start, end] = window.LogPainter.sameEnds(base, side);
    return { from: start, to: base.length - end, lines: side.slice(start, side.length - end) };
  }

  // The server rewrote a line while somebody went on typing: both changes when they do not meet, else null.
  function rebase(base, mine, theirs) {
    if (mine === base) return theirs;
    const old = base.split("\n");
    const ours = changeOf(old, mine.split("\n"));
    const other = changeOf(old, theirs.split("\n"));
    if (ours.from < other.to && other.from < ours.to) return null;
    const both = [ours, other].sort((a, b) => b.from - a.from || b.to - a.to);
    for (const change of both) old.splice(change.from, change.to - change.from, ...change.lines);
    return old.join("\n");
  }

  function choice(name, label, mine, theirs) {
    const set = document.createElement("fieldset");
    set.className = "field";
    const legend = document.createElement("legend");
    legend.className = "label";
    legend.textContent = label;
    set.append(legend);
    for (const [value, words, whose] of [["mine", mine, "Mine"], ["theirs", theirs, "Theirs"]]) {
      const line = document.createElement("label");
      line.className = "check";
      const radio = Object.assign(document.createElement("input"), { type: "radio", name: `field-${name}`, value, checked: value === "mine" });
      const shown = document.createElement("span");
      shown.textContent = `${whose}: ${words || "empty"}`;
      line.append(radio, shown);
      set.append(line);
    }
    return set;
  }

  // Asks; gives { notes, fields: names that take their value } or null when it is put off.
  function ask({ mine, theirs, merged, clashes }) {
    const texts = { mine, theirs, merged };
    text.value = merged;
    dialog.querySelector('[name="text"][value="merged"]').checked = true;
    fields.replaceChildren(...clashes.map(({ name, label, mine, theirs }) => choice(name, label, mine, theirs)));
    dialog.onchange = (event) => { if (event.target.name === "text") text.value = texts[event.target.value]; };
    dialog.returnValue = "";
    dialog.showModal();
    return new Promise((resolve) => {
      dialog.onclose = () => {
        if (dialog.returnValue !== "use") return resolve(null);
        const taken = clashes.filter(({ name }) => dialog.querySelector(`[name="field-${name}"]:checked`)?.value === "theirs");
        resolve({ notes: text.value, fields: taken.map(({ name }) => name) });
      };
    });
  }

  return { ask, rebase };
})();
