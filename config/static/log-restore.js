// Gives back what was typed and never reached the server: the draft of a tab that is closed.
window.LogRestore = (() => {
  const { FIELDS, same } = window.LogSend;
  const { screen, notes, field, summary } = window.LogScreen;
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
  function dated(draft) {
    if (shell || !draft.id || draft.state.held_at !== draft.base?.held_at) return draft;
    const { held_at, today } = server;
    return { ...draft, base: { ...draft.base, held_at, today }, state: { ...draft.state, held_at, today } };
  }

  const holdsMore = (draft, than) => Boolean(draft.edits?.length || draft.half?.length) || !same(draft.state, than);

  // The latest draft that holds something the server has not. One whose tab seems to be open is looked at again once that
  // tab let go of it, which on a busy machine a closed one does late.
  async function find(key, id) {
    const drafts = user ? await window.LogDrafts.all(user) : [];
    const ours = id ? (draft) => String(draft.id) === String(id) || draft.key === key : (draft) => !draft.id;
    for (const draft of drafts.filter(ours).map(dated)) {
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

  function drawn() {
    const { painter, chips, grow } = window.LogScreen;
    for (const one of Object.values(chips)) one.draw();
    summary();
    painter.draw();
    grow();
  }

  // `given`: the sender, the user, whether this is the shell, and the fields as the server gave them.
  function setUp(given) { ({ sender, user, shell, server } = given); }

  return { setUp, claim, find, put, drawn };
})();
