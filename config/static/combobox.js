// Offers what exists while somebody types, on any input with these attributes:
//   data-suggest="/people/suggest/"   where the options come from (?q= is added)
//   data-suggest-id="person"          name of the hidden input of the same form that takes the id of what was picked;
//                                     it is made where the form has none, and emptied as soon as the text is edited
//   data-suggest-first="/…?like=words" what is offered before anything is typed, where that can be guessed
// Picking an option fires input on the field, then "suggest:pick" with {id, value, input}, then change unless that was
// prevented.
// Without this script the field is a plain text input, and the server goes by the words.
// Fields that arrive later need nothing: the first focus sets them up.
(() => {
  const WAIT = 140;
  let serial = 0;

  class Combobox {
    constructor(input) {
      this.input = input;
      this.active = -1;
      this.asked = 0;
      this.cache = new Map();
      this.list = document.createElement("ul");
      this.list.className = "options";
      this.list.id = `options-${++serial}`;
      this.list.setAttribute("role", "listbox");
      this.list.setAttribute("aria-label", "Suggestions");
      this.list.popover = "manual";
      this.status = document.createElement("span");
      this.status.className = "vh";
      this.status.setAttribute("role", "status");
      input.setAttribute("role", "combobox");
      input.setAttribute("aria-autocomplete", "list");
      input.setAttribute("aria-expanded", "false");
      input.setAttribute("aria-controls", this.list.id);
      input.autocomplete = "off";
      input.after(this.list, this.status);
      input.addEventListener("input", (event) => event.detail?.picked || this.typed());
      input.addEventListener("keydown", (event) => this.key(event));
      input.addEventListener("blur", () => this.close());
      this.list.addEventListener("pointerdown", (event) => event.preventDefault()); // keeps the focus in the field
      this.list.addEventListener("click", (event) => {
        const option = event.target.closest("[role=option]");
        if (option) this.pick(option);
      });
    }

    get open() { return this.input.getAttribute("aria-expanded") === "true"; }
    get options() { return [...this.list.children]; }

    idField() {
      const { form, dataset } = this.input;
      if (!form || !dataset.suggestId) return null;
      const found = form.elements.namedItem(dataset.suggestId);
      if (found) return found instanceof RadioNodeList ? found[0] : found;
      const made = document.createElement("input");
      made.type = "hidden";
      made.name = dataset.suggestId;
      this.input.after(made);
      return made;
    }

    typed() {
      const id = this.idField();
      if (id) id.value = "";
      this.activate(-1);
      this.asked++; // what was asked before comes too late: an empty answer would take the next question with it
      clearTimeout(this.timer);
      if (!this.input.value.trim()) return this.close();
      this.timer = setTimeout(() => this.ask(), WAIT);
    }

    async ask() {
      const q = this.input.value.trim();
      const turn = ++this.asked;
      let html = this.cache.get(q);
      if (html === undefined) {
        const { suggest, suggestFirst } = this.input.dataset;
        const url = new URL(q ? suggest : suggestFirst, location.href);
        if (q) url.searchParams.set("q", q);
        try {
          const answer = await fetch(url, { headers: { "HX-Request": "true" } });
          if (!answer.ok) return; // a field without suggestions still takes what is typed
          html = await answer.text();
        } catch {
          return;
        }
        this.cache.set(q, html);
      }
      if (turn === this.asked && document.activeElement === this.input) this.show(html);
    }

    show(html) {
      const chosen = this.options[this.active]?.dataset.id; // an answer that comes late does not take it back
      this.list.innerHTML = html;
      this.options.forEach((option, n) => { option.id = `${this.list.id}-${n}`; });
      const count = this.options.length;
      this.status.textContent = count ? `${count} ${count === 1 ? "suggestion" : "suggestions"}` : "";
      if (!count) return this.close();
      this.activate(this.options.findIndex((option) => chosen !== undefined && option.dataset.id === chosen));
      this.input.setAttribute("aria-expanded", "true");
      if (!this.list.matches(":popover-open")) this.list.showPopover();
      this.place();
    }

    place() {
      const box = this.input.getBoundingClientRect();
      const below = innerHeight - box.bottom;
      const height = this.list.offsetHeight;
      const above = below < height && box.top > below;
      this.list.style.minWidth = `${box.width}px`;
      this.list.style.left = `${Math.max(4, Math.min(box.left, innerWidth - this.list.offsetWidth - 4))}px`;
      this.list.style.top = `${above ? Math.max(4, box.top - height - 4) : box.bottom + 4}px`;
    }

    close() {
      clearTimeout(this.timer);
      this.asked++;
      this.activate(-1);
      this.input.setAttribute("aria-expanded", "false");
      if (this.list.matches(":popover-open")) this.list.hidePopover();
    }

    activate(n) {
      const { options } = this;
      this.active = n;
      options.forEach((option, at) => option.setAttribute("aria-selected", String(at === n)));
      if (options[n]) {
        this.input.setAttribute("aria-activedescendant", options[n].id);
        options[n].scrollIntoView({ block: "nearest" });
      } else this.input.removeAttribute("aria-activedescendant");
    }

    key(event) {
      if (event.isComposing || event.ctrlKey || event.metaKey) return;
      const count = this.options.length;
      if (event.key === "ArrowDown" && !this.open && !event.altKey) {
        if (this.input.value.trim() || this.input.dataset.suggestFirst) { this.ask(); event.preventDefault(); }
        return;
      }
      if (!this.open) return;
      if (event.key === "ArrowDown") this.activate(this.active + 1 >= count ? -1 : this.active + 1);
      else if (event.key === "ArrowUp") this.activate(this.active < 0 ? count - 1 : this.active - 1);
      else if (event.key === "Enter" && this.active >= 0) this.pick(this.options[this.active]);
      else if (event.key === "Escape") { this.close(); event.stopPropagation(); }
      else if (event.key === "Tab" && this.active >= 0) return void this.pick(this.options[this.active]);
      else return;
      event.preventDefault();
    }

    pick(option) {
      const { id, value } = option.dataset;
      const { input } = this;
      input.value = value;
      const field = this.idField();
      if (field) field.value = id;
      this.close();
      input.dispatchEvent(new CustomEvent("input", { bubbles: true, detail: { picked: true } }));
      const picked = new CustomEvent("suggest:pick", { bubbles: true, cancelable: true, detail: { id, value, input } });
      if (input.dispatchEvent(picked)) input.dispatchEvent(new Event("change", { bubbles: true }));
    }
  }

  const known = new WeakMap();
  document.addEventListener("focusin", (event) => {
    const input = event.target;
    if (!input.matches?.("input[data-suggest]")) return;
    if (!known.has(input)) known.set(input, new Combobox(input));
    if (input.dataset.suggestFirst && !input.value.trim()) known.get(input).ask();
  });
  addEventListener("scroll", () => {
    const box = known.get(document.activeElement);
    if (box?.open) box.place();
  }, { capture: true, passive: true });
})();
