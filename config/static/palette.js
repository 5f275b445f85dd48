// Search from anywhere. Ctrl K, or a link with `data-palette`, opens it; each key asks once more, and an answer to what was
// typed before never shows. Without this script the links lead to the page of the search.
(() => {
  const WAIT = 70;
  const dialog = document.getElementById("palette");
  if (!dialog) return;
  const input = document.getElementById("palette-q");
  const answer = dialog.querySelector(".palette-answer");
  const status = dialog.querySelector("[role=status]");
  let asking = null;
  let timer;
  let scope = "";
  let active = -1;

  const options = () => [...answer.querySelectorAll("[role=option]")];

  function activate(n) {
    const all = options();
    active = n >= 0 && all.length ? n % all.length : -1;
    all.forEach((option, at) => {
      option.id = `hit-${at}`;
      option.setAttribute("aria-selected", String(at === active));
    });
    if (active < 0) return input.removeAttribute("aria-activedescendant");
    input.setAttribute("aria-activedescendant", all[active].id);
    all[active].scrollIntoView({ block: "nearest" });
  }

  async function ask() {
    asking?.abort();
    const mine = new AbortController();
    asking = mine;
    answer.setAttribute("aria-busy", "true");
    const url = new URL(answer.dataset.url, location.href);
    url.searchParams.set("q", input.value);
    if (scope) url.searchParams.set("kind", scope);
    try {
      const got = await fetch(url, { signal: mine.signal, headers: { "HX-Request": "true", "HX-Target": "hits" } });
      if (!got.ok) throw new Error(String(got.status));
      const html = await got.text();
      if (mine.signal.aborted) return;
      answer.innerHTML = html;
      status.textContent = answer.querySelector("#hits")?.dataset.found ?? "";
      activate(input.value.trim() ? 0 : -1);
    } catch (error) {
      if (error.name === "AbortError") return;
      status.textContent = "The search did not answer.";
      const says = document.createElement("p");
      says.className = "palette-says";
      says.textContent = "The search did not answer. Enter opens its page.";
      answer.querySelector("#hits").replaceChildren(says);
      activate(-1);
    } finally {
      if (asking === mine) answer.removeAttribute("aria-busy");
    }
  }

  function later() {
    asking?.abort(); // what was asked is not wanted any more
    clearTimeout(timer);
    timer = setTimeout(ask, WAIT);
  }

  function open() {
    if (document.querySelector("dialog[open]")) return;
    const nav = document.getElementById("nav");
    if (nav?.matches(":popover-open")) nav.hidePopover();
    dialog.showModal();
    input.select();
    ask();
  }

  function choose(option) {
    const { complete, whole } = option.dataset;
    if (complete === undefined) return option.click();
    input.value = whole !== undefined ? complete : `${input.value.replace(/\S+$/, "")}${complete} `;
    input.focus();
    ask();
  }

  function next(step) {
    const chips = [...answer.querySelectorAll("[data-scope]")];
    if (!chips.length) return;
    const at = chips.findIndex((chip) => chip.dataset.scope === scope);
    scope = chips[(at + step + chips.length) % chips.length].dataset.scope;
    ask();
  }

  document.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey || event.key.toLowerCase() !== "k") return;
    if (document.body.dataset.shortcuts !== "on") return;
    event.preventDefault();
    if (dialog.open) dialog.close();
    else open();
  });
  document.addEventListener("click", (event) => {
    const opener = event.target.closest?.("[data-palette]");
    if (!opener || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    open();
  });

  input.addEventListener("input", later);
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const all = options();
    if (event.key === "ArrowDown") activate(active + 1);
    else if (event.key === "ArrowUp") activate(active > 0 ? active - 1 : all.length - 1);
    else if (event.key === "Tab" && answer.querySelector("[data-scope]")) next(event.shiftKey ? -1 : 1);
    else if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) answer.querySelector("[data-ctrl-enter]")?.click();
    else if (event.key === "Enter" && all[active] && !answer.hasAttribute("aria-busy")) choose(all[active]);
    else return;
    event.preventDefault();
  });
  answer.addEventListener("click", (event) => {
    const chip = event.target.closest("[data-scope]");
    if (chip) {
      scope = chip.dataset.scope;
      input.focus();
      return ask();
    }
    const option = event.target.closest("[data-complete]");
    if (!option || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    choose(option);
  });
  answer.addEventListener("click", (event) => {
    // a link to another place of this very page
    const option = event.target.closest("a[role=option]");
    if (option && !option.dataset.complete && option.pathname === location.pathname) dialog.close();
  });
  dialog.querySelector(".palette-close").addEventListener("click", () => dialog.close());
  dialog.addEventListener("close", () => { asking?.abort(); scope = ""; });
})();
