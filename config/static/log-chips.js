// Fields of short texts, one a line, as chips. The text field stays: it is what is saved. Beside what was typed there stand
// the texts that lines of the notes tell; taking one of those away changes the notes.
window.LogChips = (() => {
  const remover = (text) => {
    const button = document.createElement("button");
    button.type = "button";
    button.setAttribute("aria-label", `Remove ${text}`);
    button.append(document.querySelector('#log-glyphs [data-glyph="remove"]').firstElementChild.cloneNode(true));
    return button;
  };

  // `changed` is called after each change of the field; `untell(text, line)` takes a text out of the notes.
  function setUp(holder, { changed, untell }) {
    const field = holder.querySelector("textarea");
    const box = document.createElement("div");
    box.className = "chip-input";
    const input = document.createElement("input");
    input.id = `${field.id}-add`;
    input.placeholder = "Add";
    input.autocomplete = "off";
    input.setAttribute("aria-label", `Add: ${holder.querySelector("label").textContent}`);
    box.append(input);
    field.hidden = true;
    field.after(box);
    holder.querySelector("label").htmlFor = input.id;
    const values = () => field.value.split("\n").map((text) => text.trim()).filter(Boolean);

    function chip(text, line) {
      const made = document.createElement("span");
      made.className = "chip plain";
      made.append(text);
      if (line) made.title = "From your notes";
      const button = remover(text);
      button.addEventListener("click", () => {
        input.focus();
        if (line) untell(text, line);
        else remove(values().indexOf(text));
      });
      made.append(button);
      return made;
    }

    // The field itself is left where it is: somebody may be typing in it.
    function draw() {
      const own = values();
      const told = JSON.parse(holder.dataset.told || "[]").filter(([text]) => !own.includes(text));
      const held = box.contains(document.activeElement) && document.activeElement !== input ? document.activeElement.ariaLabel : null;
      for (const old of box.querySelectorAll(".chip")) old.remove();
      input.before(...told.map(([text, line]) => chip(text, line)), ...own.map((text) => chip(text)));
      if (held) box.querySelector(`[aria-label="${CSS.escape(held)}"]`)?.focus();
    }

    function set(texts) {
      field.value = [...new Set(texts)].join("\n");
      draw();
      changed();
    }

    function remove(at) {
      const [text] = values().splice(at, 1);
      set(values().filter((_, n) => n !== at));
      const undo = () => {
        const now = values();
        now.splice(Math.min(at, now.length), 0, text);
        set(now);
      };
      window.LogScreen.screen.done(`Removed ${text}`, undo);
    }

    function add() {
      const text = input.value.trim();
      if (!text) return;
      input.value = "";
      set([...values(), ...(holder.dataset.chips === "tools" ? text.split(",").map((one) => one.trim()) : [text])].filter(Boolean));
    }

    input.addEventListener("keydown", (event) => {
      if (event.isComposing) return;
      const ends = event.key === "Enter" && !event.ctrlKey && !event.metaKey && input.value.trim();
      if (ends || (event.key === "," && holder.dataset.chips === "tools")) {
        event.preventDefault();
        add();
        input.focus();
      } else if (event.key === "Backspace" && !input.value && values().length) remove(values().length - 1);
    });
    input.addEventListener("blur", add);
    draw();
    return { draw };
  }

  return { setUp };
})();
