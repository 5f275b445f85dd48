// Ticks of the guide, which go the way of all edits and so are kept while there is no server, and people who took part.
window.LogGuide = (() => {
  async function post(address, data) {
    const answer = await fetch(address, {
      method: "POST",
      body: data,
      headers: { Accept: "application/json", "X-CSRFToken": document.cookie.match(/(?:^|; )csrftoken=([^;]*)/)?.[1] ?? "" },
    });
    const told = await answer.json();
    if (!answer.ok && !told.refused) throw new Error(told.message ?? `The server answered ${answer.status}.`);
    return told;
  }

  let sender;

  // What was ticked here and is not on the server yet, shown in what the server sent.
  function tickAgain() {
    for (const { act } of sender?.edits ?? []) {
      const [how, question, answered] = act.split(":");
      const form = ["ask", "unask"].includes(how) && document.querySelector(`[data-question="${CSS.escape(question)}"]`);
      if (!form) continue;
      form.elements.asked.checked = how === "ask";
      for (const radio of form.elements.answered) radio.checked = how === "ask" && radio.value === answered;
    }
  }

  function setUp(screen, given) {
    sender = given;
    const busy = new WeakSet();

    async function send(address, data, form = null) {
      if (form && busy.has(form)) return; // pressed twice
      if (form) busy.add(form);
      data.set("here", screen.here());
      data.set("seen", screen.seen());
      try {
        const told = await post(address, data);
        if (!told.refused) form?.reset();
        if (told.refused) screen.failed(told.refused);
        else if (told.undo) screen.done(told.done, () => send(told.undo, new FormData()));
        screen.show(told);
      } catch {
        screen.failed("Not saved.", () => send(address, data, form));
      } finally {
        if (form) busy.delete(form);
      }
    }
    document.addEventListener("change", (event) => {
      const form = event.target.closest("[data-question]");
      if (!form) return;
      if (event.target.name === "answered") form.elements.asked.checked = true;
      if (event.target.name === "asked" && !event.target.checked) for (const radio of form.elements.answered) radio.checked = false;
      const { asked, answered } = form.elements;
      sender.edit(asked.checked ? `ask:${form.dataset.question}:${answered.value}` : `unask:${form.dataset.question}:`);
    });
    document.addEventListener("submit", (event) => {
      if (event.target.matches("[data-people], [data-question]")) event.preventDefault();
      if (event.target.matches("[data-people]")) send(event.target.action, new FormData(event.target), event.target);
    });
  }

  function tabs() {
    const list = document.querySelector(".notes-head [role=tablist]");
    const all = [...list.querySelectorAll("[role=tab]")];
    const choose = (tab, focus) => {
      for (const one of all) {
        one.setAttribute("aria-selected", String(one === tab));
        one.tabIndex = one === tab ? 0 : -1;
        document.querySelector(one.hash).classList.toggle("on", one === tab);
      }
      if (focus) tab.focus();
    };
    list.addEventListener("click", (event) => {
      const tab = event.target.closest("[role=tab]");
      if (tab) { event.preventDefault(); choose(tab); }
    });
    list.addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      const at = all.indexOf(event.target);
      if (event.key === " " && at >= 0) { event.preventDefault(); choose(all[at]); }
      if (!step || at < 0) return;
      event.preventDefault();
      choose(all[(at + step + all.length) % all.length], true);
    });
    for (const tab of all) tab.setAttribute("aria-controls", tab.hash.slice(1));
    choose(all[0]);
  }

  return { setUp, tabs, tickAgain };
})();
