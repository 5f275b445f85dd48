// Fields of short texts, one a line, as chips. The text field stays: it is what is saved.
window.LogChips = (() => {
  function setUp(holder, changed) {
    const field = holder.querySelector("textarea");
    const box = document.createElement("div");
    box.className = "chip-input";
    const input = document.createElement("input");
    input.id = `${field.id}-add`;
    input.placeholder = "Add";
    input.setAttribute("aria-label", `Add: ${holder.querySelector("label").textContent}`);
    field.hidden = true;
    field.after(box);
    holder.querySelector("label").htmlFor = input.id;
    const values = () => field.value.split("\n").map((text) => text.trim()).filter(Boolean);

    function chip(text, told) {
      const made = document.createElement("span");
      made.className = "chip plain";
      made.append(text);
      if (told) made.title = "From your notes";
      else {
        const remove = document.createElement("button");
        remove.type = "button";
        remove.setAttribute("aria-label", `Remove ${text}`);
        remove.append(document.querySelector('#log-glyphs [data-glyph="remove"]').firstElementChild.cloneNode(true));
        remove.addEventListener("click", () => {
          set(values().filter((value) => value !== text));
          input.focus();
        });
        made.append(remove);
      }
      return made;
    }

    function draw() {
      const own = values();
      const told = (holder.dataset.told ?? "").split("\n").filter((text) => text && !own.includes(text));
      box.replaceChildren(...told.map((text) => chip(text, true)), ...own.map((text) => chip(text, false)), input);
    }

    function set(texts) {
      field.value = [...new Set(texts)].join("\n");
      draw();
      changed();
    }

    function add() {
      const text = input.value.trim();
      if (!text) return;
      input.value = "";
      set([...values(), ...(holder.dataset.chips === "tools" ? text.split(",").map((one) => one.trim()) : [text])].filter(Boolean));
      input.focus();
    }

    input.addEventListener("keydown", (event) => {
      if (event.isComposing) return;
      if (event.key === "Enter" && !event.ctrlKey && !event.metaKey && input.value.trim()) {
        event.preventDefault();
        add();
      } else if (event.key === "," && holder.dataset.chips === "tools") {
        event.preventDefault();
        add();
      } else if (event.key === "Backspace" && !input.value) set(values().slice(0, -1));
    });
    input.addEventListener("blur", () => {
      const text = input.value.trim();
      if (text) {
        input.value = "";
        set([...values(), text]);
      }
    });
    draw();
    return { draw: () => document.activeElement === input || draw(), pending: () => input.value.trim() };
  }

  return { setUp };
})();
