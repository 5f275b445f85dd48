// The explorer: J and K move through the pain points, and the filter dialog of a phone closes when what it
// found is shown. Everything else is htmx on a form that works without script.
const links = () => [...document.querySelectorAll("#pains h3 a")];

document.addEventListener("keydown", (event) => {
  if (document.body.dataset.shortcuts !== "on" || event.ctrlKey || event.metaKey || event.altKey) return;
  if (/^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName) && event.target.type !== "checkbox") return;
  const step = { j: 1, k: -1 }[event.key.toLowerCase()];
  if (!step || document.querySelector("dialog[open], [popover]:popover-open")) return;
  const all = links();
  const at = all.indexOf(document.activeElement);
  const next = all[at < 0 ? (step > 0 ? 0 : all.length - 1) : Math.min(Math.max(at + step, 0), all.length - 1)];
  if (!next) return;
  event.preventDefault();
  next.focus();
  next.closest("li").scrollIntoView({ block: "nearest" });
});

// From the search to what it found: Esc gives it up, or leaves it when it is empty; the arrow goes down to the first.
const search = document.getElementById("q");
search.addEventListener("keydown", (event) => {
  if (event.isComposing || !["Escape", "ArrowDown"].includes(event.key)) return;
  event.preventDefault();
  if (event.key === "ArrowDown") return links()[0]?.focus();
  if (!search.value) return document.getElementById("main").focus({ preventScroll: true });
  search.value = "";
  search.dispatchEvent(new Event("input", { bubbles: true }));
});

document.getElementById("filters").addEventListener("submit", () => {
  const facets = document.getElementById("facets");
  if (facets.matches(":popover-open")) facets.hidePopover();
});
