// Saved views over a list: which tab is current while filters change in place, and "Save changes" to the view that this
// tab of the browser opened last. Without it the page says both when it is loaded, and a view is saved anew.
(() => {
  const views = document.querySelector(".views[data-of]");
  if (!views) return;
  const opened = `groundwork:view:${views.dataset.of}`;

  function mark() {
    const acts = document.getElementById("view-acts");
    const { current, all } = acts.dataset;
    for (const tab of views.querySelectorAll(".tabs [data-view]")) {
      const here = tab.dataset.view === "" ? all !== undefined : tab.dataset.view === current;
      if (here) tab.setAttribute("aria-current", "page");
      else tab.removeAttribute("aria-current");
    }
    if (current) sessionStorage.setItem(opened, current);
    else if (all !== undefined) sessionStorage.removeItem(opened);
    const last = sessionStorage.getItem(opened);
    for (const form of acts.querySelectorAll("[data-changes]")) form.hidden = form.dataset.changes !== last;
  }

  mark();
  document.addEventListener("htmx:oobAfterSwap", (event) => {
    if (event.detail.target.id !== "view-acts") return;
    document.getElementById("view-form").replaceChildren(); // it was about another filter
    mark();
  });
  views.addEventListener("click", (event) => {
    if (!event.target.closest("#view-form [data-close]")) return;
    event.preventDefault();
    document.getElementById("view-form").replaceChildren();
    document.querySelector('[data-key="v"]')?.focus();
  });
})();
