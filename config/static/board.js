// The board of hypotheses: a card is dragged to another status, which opens the form that asks what this needs. By
// keyboard, and without this script, the links below "Move" on each card do the same.
//   [data-status]     a column
//   a[data-leads]     in a card: the form that leads to these statuses
(() => {
  const columns = [...document.querySelectorAll(".hyp-board [data-status]")];
  const linkTo = (card, status) => [...card.querySelectorAll("a[data-leads]")].find((link) => link.dataset.leads.split(" ").includes(status));
  let dragged = null;

  for (const card of document.querySelectorAll(".hyp-card")) card.draggable = Boolean(card.querySelector("a[data-leads]"));

  document.addEventListener("dragstart", (event) => {
    dragged = event.target.closest?.(".hyp-card[draggable=true]") ?? null;
    if (!dragged) return;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", dragged.querySelector("h3").textContent);
    for (const column of columns) column.classList.toggle("may-drop", Boolean(linkTo(dragged, column.dataset.status)));
  });
  document.addEventListener("dragover", (event) => {
    const column = dragged && event.target.closest?.(".may-drop");
    for (const one of columns) one.classList.toggle("drop-here", one === column);
    if (column) event.preventDefault();
  });
  document.addEventListener("drop", (event) => {
    const column = dragged && event.target.closest?.(".may-drop");
    if (!column) return;
    event.preventDefault();
    const { status } = column.dataset;
    const link = new URL(linkTo(dragged, status).href);
    link.searchParams.set("to", status);
    location.assign(link);
  });
  document.addEventListener("dragend", () => {
    dragged = null;
    for (const column of columns) column.classList.remove("may-drop", "drop-here");
  });
})();
