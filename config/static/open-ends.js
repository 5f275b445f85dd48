// Naming root causes by keyboard: J and K from group to group, a number chooses a suggestion, N types a new one, Enter
// in the group sends it. Everything works without; this spares the way with Tab.
(() => {
  const groups = () => [...document.querySelectorAll(".open-end")];
  const inHand = () => document.activeElement?.closest?.(".open-end");

  function move(step) {
    const all = groups();
    const at = all.indexOf(inHand());
    const next = all[at < 0 ? 0 : Math.max(0, Math.min(all.length - 1, at + step))];
    next?.focus({ preventScroll: true });
    next?.scrollIntoView({ block: "nearest" });
  }

  document.addEventListener("keydown", (event) => {
    if (document.body.dataset.shortcuts !== "on" || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    if (typing(event.target) || document.querySelector("dialog[open]")) return;
    const key = event.key.toLowerCase();
    const group = inHand();
    if (key === "j" || key === "k") move(key === "j" ? 1 : -1);
    else if (group && /^[1-9]$/.test(key)) {
      const choice = group.querySelector(`[data-n="${key}"]`);
      if (!choice) return;
      choice.checked = true;
      choice.focus();
    } else if (group && key === "n") group.querySelector('[name="title"]')?.focus();
    else if (group && key === "enter" && !event.target.closest("a, button")) group.requestSubmit();
    else return;
    event.preventDefault();
  });
})();
