// Comments: Ctrl Enter sends, and an @ offers colleagues. Without this script both are typed.
//   data-calls="/comments/colleagues/"   on a textarea: where names come from (?q= is added)
(() => {
  const WAIT = 140;
  const CALL = /(?:^|[^\p{L}\p{N}@.])@([\p{L}\p{M}\p{N}.'’-]*(?: [\p{L}\p{M}\p{N}.'’-]*){0,2})$/u;
  let serial = 0;

  class Names {
    constructor(field) {
      this.field = field;
      this.active = -1;
      this.asked = 0;
      this.list = document.createElement("ul");
      this.list.className = "options";
      this.list.id = `names-${++serial}`;
      this.list.setAttribute("role", "listbox");
      this.list.setAttribute("aria-label", "Colleagues");
      this.list.popover = "manual";
      this.status = document.createElement("span");
      this.status.className = "vh";
      this.status.setAttribute("role", "status");
      field.setAttribute("aria-autocomplete", "list");
      field.setAttribute("aria-controls", this.list.id);
      field.after(this.list, this.status);
      field.addEventListener("input", () => this.typed());
      field.addEventListener("keydown", (event) => this.key(event));
      field.addEventListener("blur", () => this.close());
      this.list.addEventListener("pointerdown", (event) => event.preventDefault()); // keeps the focus in the field
      this.list.addEventListener("click", (event) => {
        const option = event.target.closest("[role=option]");
        if (option) this.pick(option);
      });
    }

    get options() { return [...this.list.children]; }

    // What was typed after the last @ before the caret; null where the caret is in no name.
    called() {
      return this.field.value.slice(0, this.field.selectionStart).match(CALL)?.[1] ?? null;
    }

    typed() {
      clearTimeout(this.timer);
      if (this.called() === null) return this.close();
      this.timer = setTimeout(() => this.ask(), WAIT);
    }

    async ask() {
      const words = this.called();
      const asked = ++this.asked;
      if (words === null) return;
      let answer;
      try {
        answer = await fetch(`${this.field.dataset.calls}?q=${encodeURIComponent(words)}`);
      } catch {
        return this.close(); // offline: the name can be typed
      }
      const html = answer.ok ? await answer.text() : "";
      if (asked !== this.asked || this.called() !== words || document.activeElement !== this.field) return;
      this.list.innerHTML = html;
      this.options.forEach((option, number) => { option.id = `${this.list.id}-${number}`; });
      if (!this.options.length) return this.close();
      if (!this.list.matches(":popover-open")) this.list.showPopover();
      this.place();
      this.go(0);
      this.status.textContent = this.options.length === 1 ? "1 colleague" : `${this.options.length} colleagues`;
    }

    place() {
      const box = this.field.getBoundingClientRect();
      const above = innerHeight - box.bottom < this.list.offsetHeight && box.top > innerHeight - box.bottom;
      this.list.style.left = `${Math.max(4, Math.min(box.left, innerWidth - this.list.offsetWidth - 4))}px`;
      this.list.style.top = `${above ? Math.max(4, box.top - this.list.offsetHeight - 4) : box.bottom + 4}px`;
    }

    go(number) {
      this.active = number;
      this.options.forEach((option, at) => option.setAttribute("aria-selected", String(at === number)));
      this.field.setAttribute("aria-activedescendant", this.options[number].id);
      this.options[number].scrollIntoView({ block: "nearest" });
    }

    key(event) {
      if (event.isComposing || !this.list.matches(":popover-open")) return;
      const count = this.options.length;
      if (event.key === "ArrowDown") this.go((this.active + 1) % count);
      else if (event.key === "ArrowUp") this.go((this.active + count - 1) % count);
      else if ((event.key === "Enter" && !event.ctrlKey && !event.metaKey) || event.key === "Tab") this.pick(this.options[this.active]);
      else if (event.key === "Escape") this.close();
      else return;
      event.preventDefault();
    }

    pick(option) {
      const at = this.field.selectionStart;
      const from = at - this.called().length;
      this.field.setRangeText(`${option.dataset.value} `, from, at, "end");
      this.close();
      this.field.focus();
    }

    close() {
      clearTimeout(this.timer);
      this.asked += 1;
      this.field.removeAttribute("aria-activedescendant");
      this.status.textContent = "";
      if (this.list.matches(":popover-open")) this.list.hidePopover();
    }
  }

  // Fields that arrive later need nothing: the first focus sets them up.
  const known = new WeakMap();
  document.addEventListener("focusin", ({ target }) => {
    if (!target.matches?.("textarea[data-calls]") || known.has(target)) return;
    known.set(target, new Names(target));
  });

  // Who sent a comment goes on from it.
  document.addEventListener("htmx:afterSettle", () => {
    const fresh = document.querySelector(".comment[data-fresh]");
    fresh?.removeAttribute("data-fresh");
    fresh?.focus();
  });

  addEventListener("scroll", () => {
    const names = known.get(document.activeElement);
    if (names?.list.matches(":popover-open")) names.place();
  }, { capture: true, passive: true });

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.defaultPrevented || !(event.ctrlKey || event.metaKey) || !event.target.matches?.("textarea[data-calls]")) return;
    event.preventDefault();
    event.target.form.requestSubmit();
  });
})();
