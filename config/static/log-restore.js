// Gives back what was typed and never reached the server: the draft of a tab that is closed.
window.LogRestore = (() => {
  const { FIELDS, same } = window.LogSend;
  const { screen, notes, field, summary } = window.LogScreen;
  const KEPT = 30 * 24 * 60 * 60 * 1000;
  const SWEPT = 5; // at a time
  let sender, user, shell, server;

  // A draft that is being written belongs to its tab, which holds a lock of its name. Gives whether the lock is ours now.
  function claim({ key, tab }, signal) {
    if (!navigator.locks) return Promise.resolve(true);
    return new Promise((resolve) => {
      const held = navigator.locks.request(`groundwork:log:${key}:${tab}`, { signal }, () => {
        resolve(true);
        return new Promise(() => {});
      });
      held.catch(() => resolve(false));
    });
  }

  // "Today, 14:09" of another day: a time that nobody touched is the server's.
  function dated(draft, { held_at, today } = server) {
    if (shell || !draft.id || draft.state.held_at !== draft.base?.held_at) return draft;
    return { ...draft, base: { ...draft.base, held_at, today }, state: { ...draft.state, held_at, today } };
  }

  const holdsMore = (draft, than) => Boolean(draft.edits?.length || draft.half?.length) || !same(draft.state, than);

  // The latest draft that holds something the server has not. One whose tab seems to be open is looked at again once that
  // tab let go of it, which on a busy machine a closed one does late.
  async function find(key, id) {
    const drafts = user ? await window.LogDrafts.all(user) : [];
    const ours = id ? (draft) => String(draft.id) === String(id) || draft.key === key : (draft) => !draft.id;
    for (const draft of drafts.filter(ours).map((one) => dated(one))) {
      if (!(await claim(draft, AbortSignal.timeout(400)))) claim(draft).then(() => letGo(draft));
      else if (holdsMore(draft, server)) return draft;
      else window.LogDrafts.drop(draft); // the server has it
    }
    return null;
  }

  async function letGo({ key, tab }) {
    const left = (await window.LogDrafts.all(user)).find((draft) => draft.key === key && draft.tab === tab);
    const fits = left && sender.clean && (left.id || !sender.id);
    if (fits && holdsMore(dated(left), sender.base)) put(dated(left));
  }

  // What was typed since the page opened stays: in the notes below what is restored, where the two meet.
  function put(draft) {
    notes.readOnly = false;
    const typing = notes.value !== (server.notes ?? "");
    for (const name of FIELDS) {
      const element = field(name);
      if (!element || (draft.state[name] ?? "") === element.value) continue;
      const [was, now, kept] = [server[name] ?? "", element.value, draft.state[name] ?? ""];
      if (name === "notes") notes.value = window.LogMerge.rebase(was, now, kept) ?? `${kept}\n${now}`;
      else if (now === was) element.value = kept;
    }
    sender.key = draft.key;
    sender.base = draft.base ?? server;
    sender.version = draft.version;
    sender.edits = draft.edits ?? [];
    window.LogHalf.restore(draft.half);
    window.LogGuide.tickAgain();
    screen.keep();
    window.LogDrafts.drop(draft);
    screen.restored(new Date(draft.at).toTimeString().slice(0, 5));
    if (!shell) tellOfLost();
    if (!typing && draft.caret !== null && draft.caret !== undefined) {
      notes.focus();
      notes.setSelectionRange(draft.caret, draft.caret);
    }
    drawn();
    if (!shell) sender.later(0);
  }

  // Words for a card that is no longer there.
  function tellOfLost() {
    for (const { words } of window.LogHalf.lost()) {
      const take = () => {
        notes.setRangeText(`\n${words}`, notes.value.length, notes.value.length, "end");
        notes.dispatchEvent(new Event("input", { bubbles: true }));
      };
      screen.notice(`You were typing “${words}” in a card that is no longer there.`, ["Put it into the notes", take]);
    }
  }

  // Drafts of other interviews. What is not on the server is told of, once in a while; what is there is of no use, and goes
  // after a month.
  async function sweep(id) {
    if (shell || !user) return;
    const others = (await window.LogDrafts.all(user)).filter((draft) => draft.id && String(draft.id) !== String(id));
    const some = others.sort(() => Math.random() - 0.5).slice(0, SWEPT); // any of them, so that none is passed over for ever
    for (const draft of some) await whileClosed(draft, () => check(draft));
  }

  function whileClosed({ key, tab }, act) {
    if (!navigator.locks) return act();
    return navigator.locks.request(`groundwork:log:${key}:${tab}`, { ifAvailable: true }, (lock) => lock && act());
  }

  async function check(draft) {
    const answer = await fetch(`/interviews/${draft.id}/log/`, { headers: { Accept: "application/json" } }).catch(() => null);
    const fields = answer?.ok ? (await answer.json()).fields : null;
    if (!fields) return;
    if (!holdsMore(dated(draft, fields), fields)) {
      if (Date.now() - draft.at > KEPT) window.LogDrafts.drop(draft);
    } else if (!sessionStorage.getItem(`groundwork:told:${draft.tab}`)) {
      sessionStorage.setItem(`groundwork:told:${draft.tab}`, "1");
      const when = new Date(draft.at);
      const words = `This browser keeps words of INT-${draft.id} that were never saved, typed on ${when.toLocaleDateString("en-GB", { day: "numeric", month: "short", year: "numeric" })} at ${when.toTimeString().slice(0, 5)}.`;
      screen.notice(words, ["Open INT-" + draft.id, `/interviews/${draft.id}/log/`]);
    }
  }

  function drawn() {
    const { painter, chips, grow } = window.LogScreen;
    for (const one of Object.values(chips)) one.draw();
    summary();
    painter.draw();
    grow();
  }

  // `given`: the sender, the user, whether this is the shell, and the fields as the server gave them.
  function setUp(given) { ({ sender, user, shell, server } = given); }

  return { setUp, claim, find, put, drawn, sweep };
})();
