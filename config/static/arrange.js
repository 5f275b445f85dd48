// Arranging: a card is dragged to a place, by touch with its handle; or lifted with its handle, then carried with the
// arrow keys or put where a place is clicked or tapped. Without this script the forms on each card do the same.
//   [data-arrange] #board       what the server sends anew after every move
//   [data-lift="pain"]          a card; data-url takes the move, data-field names what is chosen, data-version its version,
//                               data-also the name of a record that is not there yet; data-order: it goes beside places
//                               where it stands now is the place around it, or the one that data-home names; what is in
//                               its own [data-branch] is no place for it
//   [data-drop~="pain"]         a place; data-place is its value, data-before that of the place in front of it
(() => {
  let lifted = null; // { card, at } while the keyboard carries a card
  let dragged = null;

  const said = document.getElementById("arrange-said");
  const say = (text) => { said.textContent = text; };
  const nameOf = (card) => card.querySelector("[data-handle]").getAttribute("aria-label").replace(/^Move /, "");
  const home = (card) => (card.dataset.home ? document.getElementById(card.dataset.home) : card.closest("[data-drop]"));
  const places = (card) => [...document.querySelectorAll(`[data-drop~="${card.dataset.lift}"]`)]
    .filter((place) => !card.closest("[data-branch]")?.contains(place) || place === home(card));
  const before = (one, other) => Boolean(one.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_FOLLOWING);

  // In an order a card goes to the far side of the place it is dropped on, so that it takes that place.
  const valueAt = (card, place) =>
    "order" in card.dataset && before(place, home(card)) ? place.dataset.before : place.dataset.place;

  function placeAt(card, element) {
    const place = element?.closest?.(`[data-drop~="${card.dataset.lift}"]`);
    return place && places(card).includes(place) ? place : null;
  }

  function mark(place) {
    for (const one of document.querySelectorAll(".drop-here")) one.classList.remove("drop-here");
    place?.classList.add("drop-here");
  }

  function send(card, place) {
    if (place === home(card)) return;
    const values = { [card.dataset.field]: valueAt(card, place) };
    if (card.dataset.version) values.version = card.dataset.version;
    if (card.dataset.also) values.name = card.dataset.also;
    const { id } = card;
    const board = document.getElementById("board");
    board.setAttribute("aria-busy", "true");
    htmx.ajax("POST", card.dataset.url, { source: board, target: board, swap: "outerHTML", values })
      .then(() => {
        document.getElementById("board").removeAttribute("aria-busy");
        document.getElementById(id)?.querySelector("[data-handle]")?.focus();
      });
  }

  function lift(card) {
    const all = places(card);
    lifted = { card, all, at: Math.max(0, all.indexOf(home(card))) };
    card.classList.add("lifted");
    const handle = card.querySelector("[data-handle]");
    handle.setAttribute("aria-pressed", "true");
    handle.focus({ preventScroll: true }); // a finger leaves the focus where it was
    hover(`${nameOf(card)} lifted. Arrow keys carry it, Space puts it down, Escape leaves it where it was. `);
  }

  function hover(first = "") {
    const { all, at } = lifted;
    mark(all[at]);
    all[at].scrollIntoView({ block: "nearest", inline: "nearest" });
    say(`${first}${all[at].dataset.name}, ${at + 1} of ${all.length}`);
  }

  function letGo(words = "") {
    if (!lifted) return;
    const { card } = lifted;
    lifted = null;
    card.classList.remove("lifted");
    card.querySelector("[data-handle]").removeAttribute("aria-pressed");
    mark(null);
    say(words);
  }

  document.addEventListener("click", (event) => {
    const handle = event.target.closest?.("[data-handle]");
    if (!handle) return putDown(event);
    if (event.timeStamp - laidAt > OF_ONE_TOUCH) pick(handle.closest("[data-lift]"));
  });

  function pick(card) {
    const again = lifted?.card === card;
    letGo();
    if (!again) lift(card);
  }

  // What is lifted goes where somebody clicks or taps, but for what has something to do there.
  function putDown(event) {
    const place = lifted && placeAt(lifted.card, event.target);
    if (!place || event.target.closest("button, summary, select, input, form")) return;
    event.preventDefault();
    const { card } = lifted;
    letGo();
    send(card, place);
  }

  document.addEventListener("keydown", (event) => {
    if (!lifted) return;
    const { card, all, at } = lifted;
    const to = { ArrowRight: at + 1, ArrowDown: at + 1, ArrowLeft: at - 1, ArrowUp: at - 1, Home: 0, End: all.length - 1 }[event.key];
    if (to !== undefined) {
      lifted.at = Math.min(Math.max(to, 0), all.length - 1);
      hover();
    } else if (event.key === " " || event.key === "Enter") {
      const stays = all[at] === home(card);
      letGo(stays ? `${nameOf(card)} stays where it was` : "");
      send(card, all[at]);
    } else if (event.key === "Escape") {
      letGo(`${nameOf(card)} stays where it was`);
    } else {
      if (event.key === "Tab") letGo();
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  }, true);

  document.addEventListener("focusout", (event) => {
    const { target, relatedTarget: to } = event;
    const around = lifted?.all.some((place) => to?.contains(place)); // a click on a place leaves the focus around it
    if (lifted?.card.contains(target) && to && !around) letGo();
  });

  // Browsers drag by mouse; a finger or a pen takes the handle, and the page follows it at its edges.
  const EDGE = 72;
  let touched = null; // { card, x, y, moved, rolling } while a finger is on a handle
  const OF_ONE_TOUCH = 500;
  let laidAt = -Infinity; // when the finger left the handle: the click that may follow is none

  document.addEventListener("pointerdown", (event) => {
    const handle = event.pointerType !== "mouse" && event.isPrimary && event.target.closest?.("[data-handle]");
    if (!handle) return;
    touched = { card: handle.closest("[data-lift]"), x: event.clientX, y: event.clientY, moved: false, rolling: 0 };
    handle.setPointerCapture(event.pointerId);
  });

  document.addEventListener("pointermove", (event) => {
    if (!touched) return;
    if (!touched.moved && Math.hypot(event.clientX - touched.x, event.clientY - touched.y) < 8) return;
    if (!touched.moved) {
      letGo();
      touched.moved = true;
      touched.card.classList.add("lifted");
      touched.rolling = requestAnimationFrame(roll);
    }
    Object.assign(touched, { x: event.clientX, y: event.clientY });
    mark(placeAt(touched.card, document.elementFromPoint(event.clientX, event.clientY)));
  });

  const towards = (at, size) => (at < EDGE ? at - EDGE : Math.max(0, at - size + EDGE)) / 6;

  function roll() {
    if (!touched) return;
    const { card, x, y } = touched;
    scrollBy({ top: towards(y, innerHeight), behavior: "instant" });
    card.closest(".scroll-x")?.scrollBy({ left: towards(x, innerWidth), behavior: "instant" });
    mark(placeAt(card, document.elementFromPoint(x, y)));
    touched.rolling = requestAnimationFrame(roll);
  }

  function lay(event) {
    if (!touched) return;
    const { card, x, y, moved, rolling } = touched;
    touched = null;
    laidAt = event.timeStamp;
    if (!moved) { // a tap, however long: browsers make no click of one that took its time
      if (event.type === "pointerup") pick(card);
      return;
    }
    cancelAnimationFrame(rolling);
    card.classList.remove("lifted");
    mark(null);
    const place = event.type === "pointerup" && placeAt(card, document.elementFromPoint(x, y));
    if (place) send(card, place);
  }
  document.addEventListener("pointerup", lay);
  document.addEventListener("pointercancel", lay);

  document.addEventListener("dragstart", (event) => {
    if (touched) return event.preventDefault();
    dragged = event.target.closest?.("[data-lift]");
    if (!dragged) return;
    letGo();
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", nameOf(dragged));
    dragged.classList.add("lifted");
  });

  const under = (event) => dragged && placeAt(dragged, event.target);

  document.addEventListener("dragover", (event) => {
    const place = under(event);
    if (!place) return mark(null);
    event.preventDefault();
    mark(place);
  });

  document.addEventListener("drop", (event) => {
    const place = under(event);
    if (!place) return;
    event.preventDefault();
    send(dragged, place);
  });

  document.addEventListener("dragend", () => {
    dragged?.classList.remove("lifted");
    dragged = null;
    mark(null);
  });

  function ready() {
    for (const handle of document.querySelectorAll("[data-handle][hidden]")) {
      handle.hidden = false;
      handle.closest("[data-lift]").draggable = true;
    }
  }
  // Only a new board takes what is in hand away; other parts of the page come and go meanwhile.
  document.addEventListener("htmx:afterSwap", () => {
    if (!lifted?.card.isConnected) lifted = null;
    if (!touched?.card.isConnected) touched = null;
    ready();
  });
  ready();
})();
