// Follow-ups by keyboard: J and K move, D ticks the one in hand, S opens what puts it off. The lines are forms that work
// without script; htmx puts the answer in their place.
const lines = () => [...document.querySelectorAll(".follow-ups > li")];
const inHand = () => document.activeElement?.closest(".follow-ups > li");
const holdOf = (line) => line?.querySelector("button.tick, p a");

const keys = {
  j: () => step(1),
  k: () => step(-1),
  d: () => inHand()?.querySelector("button.tick"),
  s: () => inHand()?.querySelector(".rest summary, .rest button"),
};

function step(by) {
  const all = lines();
  const at = all.indexOf(inHand());
  const next = at < 0 ? (by > 0 ? 0 : all.length - 1) : Math.min(Math.max(at + by, 0), all.length - 1);
  const hold = holdOf(all[next]);
  hold?.focus();
  all[next]?.scrollIntoView({ block: "nearest" });
  return null;
}

document.addEventListener("keydown", (event) => {
  if (document.body.dataset.shortcuts !== "on" || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "Escape") return close();
  if (event.target.matches("textarea, select, input:not([type=checkbox])")) return;
  const key = keys[event.key.toLowerCase()];
  if (!key || document.querySelector("dialog[open], [popover]:popover-open")) return;
  const pressed = key();
  if (pressed) {
    pressed.click();
    pressed.closest("details[open]")?.querySelector("form button").focus();
  }
  if (pressed || !"ds".includes(event.key.toLowerCase())) event.preventDefault();
});

// A menu that is open closes with Esc, and with a click beside it.
function close() {
  const open = document.querySelector("details.rest[open]");
  if (!open) return;
  open.open = false;
  open.querySelector("summary").focus();
}

document.addEventListener("click", (event) => {
  for (const open of document.querySelectorAll("details.rest[open]")) if (!open.contains(event.target)) open.open = false;
});

// The line that was put off or ticked is a new one; the hand stays on it.
document.addEventListener("htmx:afterSettle", (event) => {
  const line = event.target.closest?.(".follow-ups > li");
  if (line && (document.activeElement === document.body || !document.activeElement)) holdOf(line)?.focus();
});
