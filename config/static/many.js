// Choosing rows of a list for a change of many: shift-click takes a range, X the row in hand, Esc lets go. The bar and the
// boxes are a form that works without script; this only counts and spares clicks.
const boxes = () => [...document.querySelectorAll('.pick input[name="row"]')];
let last = null;

function count() {
  const bar = document.getElementById("many");
  if (!bar) return;
  const chosen = boxes().filter((box) => box.checked).length;
  const all = bar.elements.all?.checked ?? false;
  for (const box of boxes()) box.closest("li, tr").classList.toggle("chosen", box.checked || all);
  const said = all ? "All that fit are selected" : `${chosen} selected`;
  const shown = bar.querySelector("[data-count]");
  if (shown.textContent !== said) shown.textContent = said;
}

document.addEventListener("click", (event) => {
  const box = event.target.closest?.('.pick input[name="row"]');
  if (!box) return;
  if (event.shiftKey && last?.isConnected) {
    const all = boxes();
    const [from, to] = [all.indexOf(last), all.indexOf(box)].sort((a, b) => a - b);
    for (const one of all.slice(from, to + 1)) one.checked = box.checked;
  }
  last = box;
  count();
});

document.addEventListener("change", (event) => { if (event.target.form?.id === "many") count(); });
document.addEventListener("reset", (event) => { if (event.target.id === "many") setTimeout(count); });
document.addEventListener("htmx:afterSettle", count);

document.addEventListener("keydown", (event) => {
  if (document.body.dataset.shortcuts !== "on" || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.matches("textarea, select, input:not([type=checkbox])") || document.querySelector("dialog[open], [popover]:popover-open")) return;
  if (event.key.toLowerCase() === "x") {
    const box = document.activeElement.closest("li, tr")?.querySelector('.pick input[name="row"]');
    if (!box) return;
    event.preventDefault();
    box.checked = !box.checked;
    last = box;
    count();
  } else if (event.key === "Escape" && boxes().some((box) => box.checked)) {
    document.getElementById("many").reset();
  }
});

count();
