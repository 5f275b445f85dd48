// Drafts of the log screen: written at every key to two storages of this browser, kept until the server has exactly that.
// localStorage is written before the next key can come; IndexedDB is on the disk even if the machine goes down.
// A draft belongs to a user; nobody else signed in to this browser is shown it. Each tab has its own: two at one interview
// do not overwrite or drop what the other has not sent yet.
window.LogDrafts = (() => {
  const PREFIX = "groundwork:draft:";
  const STORE = "drafts";
  const name = (user, key, tab) => `${PREFIX}${user}:${key}:${tab}`;
  let opening = null;

  function database() {
    opening ??= new Promise((resolve, reject) => {
      const request = indexedDB.open("groundwork", 1);
      request.onupgradeneeded = () => request.result.createObjectStore(STORE);
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
    return opening;
  }

  async function change(act) {
    const transaction = (await database()).transaction(STORE, "readwrite", { durability: "strict" });
    act(transaction.objectStore(STORE));
    await new Promise((resolve, reject) => {
      transaction.oncomplete = resolve;
      transaction.onabort = transaction.onerror = () => reject(transaction.error);
    });
  }

  // One write at a time; of those that come meanwhile only the last of a draft is worth writing.
  const waiting = new Map();
  let writing = false;
  async function write() {
    writing = true;
    while (waiting.size) {
      const [at, act] = waiting.entries().next().value;
      waiting.delete(at);
      try { await change(act); } catch { broken(); }
    }
    writing = false;
  }

  let told = false;
  function broken() {
    if (told) return;
    told = true;
    const text = "This browser does not keep drafts. Stay on this page until it says Saved.";
    document.dispatchEvent(new CustomEvent("toast", { detail: { text, error: true } }));
  }

  function later(at, act) {
    waiting.set(at, act);
    if (!writing) write();
  }

  function keep(draft) {
    const at = name(draft.user, draft.key, draft.tab);
    try { localStorage.setItem(at, JSON.stringify(draft)); } catch { localStorage.removeItem(at); } // too long for it
    later(at, (store) => store.put(draft, at));
  }

  function drop({ user, key, tab }) {
    const at = name(user, key, tab);
    localStorage.removeItem(at);
    later(at, (store) => store.delete(at));
  }

  async function all(user) {
    const found = new Map();
    const take = (at, draft) => {
      if (at.startsWith(`${PREFIX}${user}:`) && !(found.get(at)?.at > draft.at)) found.set(at, draft);
    };
    for (const at of Object.keys(localStorage)) if (at.startsWith(PREFIX)) take(at, JSON.parse(localStorage.getItem(at)));
    try {
      const store = (await database()).transaction(STORE).objectStore(STORE);
      const read = (request) => new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
      const [keys, drafts] = await Promise.all([read(store.getAllKeys()), read(store.getAll())]);
      keys.forEach((at, n) => take(at, drafts[n]));
    } catch { broken(); }
    return [...found.values()].sort((one, other) => other.at - one.at);
  }

  return { keep, drop, all };
})();
