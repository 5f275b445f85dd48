// Brings what was typed to the server: one save at a time, each numbered, until the server has said that it has it.
// A save whose answer was lost is repeated as it was; the server knows it by its number and does it once.
window.LogSend = (() => {
  const PARTS = {
    notes: ["notes"],
    who: ["name", "person", "role", "company", "department", "persona"],
    held_at: ["held_at", "today"],
    purpose: ["purpose"],
    study: ["study", "guide"],
    tools: ["tools"],
    responsibilities: ["responsibilities"],
  };
  const FIELDS = Object.values(PARTS).flat();
  const PATIENCE = 20000;
  const TRIES = 3;
  const newId = () => crypto.randomUUID?.() ?? `${Date.now()}-${Math.random()}`.slice(0, 36);
  // Edits of the panel that can be done again on a line that was changed in the notes meanwhile.
  const AGAIN = ["severity", "grounds", "source", "quote", "workaround", "why"];
  const TOO_LONG = "These notes are too long to be saved. They are kept in this browser: move a part into another interview.";
  // Why somebody may not write an interview any more that they opened.
  const CLOSED = ["archived", "withdrawn", "absent", "forbidden"];
  const token = () => document.cookie.match(/(?:^|; )csrftoken=([^;]*)/)?.[1] ?? "";
  // "today" says what the words for the time mean; by itself it is nothing that anybody typed.
  const same = (one, other) => FIELDS.every((name) => name === "today" || (one[name] ?? "") === (other[name] ?? ""));

  // `screen` reads and writes the fields and shows how things stand; see log.js.
  class Sender {
    constructor(screen, { url, id, key, user, version, base }) {
      Object.assign(this, { screen, url, id, key, user, version, base });
      this.tab = newId();
      Object.assign(this, { number: 0, edits: [], undone: new Set(), refused: new Set(), busy: null, unsure: null, failures: 0, halted: false, caretSent: null });
    }

    get draft() {
      const { user, key, tab, id, version, base, edits } = this;
      return { user, key, tab, id, version, base, edits, state: this.screen.read(), at: Date.now(), caret: this.screen.position() };
    }

    // Parts that differ from what the server has, but for a name that is being typed.
    dirty(state, all) {
      const typing = all ? [] : this.screen.typing();
      const differs = (names) => names.some((name) => name !== "today" && (state[name] ?? "") !== (this.base[name] ?? ""));
      const long = differs(["notes"]) && this.screen.muchTooLong(); // the server would not even read the request
      if (long && !this.refused.has("notes")) this.refuseNotes(TOO_LONG);
      const goes = (part) => differs(PARTS[part]) && !PARTS[part].some((name) => typing.includes(name));
      return Object.keys(PARTS).filter((part) => goes(part) && !(long && part === "notes"));
    }

    get clean() { return same(this.screen.read(), this.base) && !this.edits.length && !this.unsure && !this.refused.size; }

    later(wait = 600) {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.send(), wait);
    }

    // An act in the panel; gives whether it was done. `was` are the words that others take the place of.
    async edit(act, words = "", was = null) {
      const edit = { id: newId(), act, words, was };
      this.edits.push(edit);
      this.screen.keep();
      await this.send();
      return !this.edits.includes(edit) && !this.undone.has(edit.id);
    }

    // Sends until nothing is left to send; gives whether the server has everything.
    async send({ all = false, settle = false } = {}) {
      clearTimeout(this.timer);
      if (this.halted) return false;
      if (window.LogKeys.composing()) {
        this.later();
        return false;
      }
      if (this.busy) {
        await this.busy;
        return this.send({ all, settle });
      }
      const save = this.unsure ?? this.compose(all, settle);
      if (!save) {
        if (this.clean) this.screen.saved(this.savedAt);
        return this.clean;
      }
      this.busy = this.deliver(save);
      const went = await this.busy;
      this.busy = null;
      if (!went) return false;
      const more = this.edits.length || this.dirty(this.screen.read(), all).length;
      return more ? this.send({ all }) : this.clean;
    }

    compose(all, settle) {
      const state = this.screen.read();
      const parts = this.dirty(state, all);
      const caret = this.screen.caretLine();
      if (settle && !parts.includes("notes")) parts.push("notes");
      const edit = this.edits[0] ?? null;
      if (!parts.length && !edit) return null;
      if (!this.id && !parts.includes("held_at")) parts.push("held_at"); // it began when the page was opened, not when it is sent
      const body = new FormData();
      const told = { parts: parts.join(), key: this.key, user: this.user, tab: this.tab, tab_number: ++this.number, version: this.version };
      for (const [name, value] of Object.entries(told)) body.set(name, value);
      if (caret) body.set("caret", caret);
      body.set("here", this.screen.here());
      body.set("seen", this.screen.seen());
      if (this.asksBoth) body.set("base", this.base.notes ?? "");
      for (const name of parts.flatMap((part) => PARTS[part])) body.set(name, state[name] ?? "");
      if (edit) {
        body.set("edit", edit.act);
        body.set("words", edit.words);
        body.set("edit_id", edit.id);
        if (edit.was !== null) body.set("was", edit.was);
      }
      return { body, state, edit, caret, parts };
    }

    async deliver(save) {
      this.screen.saving();
      let answer;
      try {
        answer = await fetch(this.url, {
          method: "POST",
          body: save.body,
          headers: { Accept: "application/json", "X-CSRFToken": token() },
          signal: AbortSignal.timeout(PATIENCE),
        });
        // What fails in the server itself was not stored; what a proxy answers says nothing of that.
        save.failed = answer.status === 500 && (!save.edit || this.giveUp(save.edit));
        if (answer.status >= 500) throw new Error(`answered ${answer.status}`);
        save.told = answer.headers.get("Content-Type")?.includes("json") ? await answer.json() : {};
      } catch {
        this.unsure = save.failed ? null : save;
        this.screen.offline();
        this.later(Math.min(30000, 1000 * 2 ** this.failures++));
        return false;
      }
      this.failures = 0;
      await window.LogKeys.composed();
      return this.take(answer.status, save);
    }

    // An act that the server fails at again and again may not keep what is typed from it.
    giveUp(edit) {
      edit.failures = (edit.failures ?? 0) + 1;
      if (edit.failures < TRIES) return false;
      this.edits = this.edits.filter((one) => one !== edit);
      this.undone.add(edit.id);
      this.screen.keep();
      this.screen.failed("The server failed at what you did in the panel. It was left undone; your notes are saved without it.");
      return true;
    }

    take(status, save) {
      const { told } = save;
      if (told.version && status !== 409) return this.confirm(save);
      if (status === 409) {
        this.unsure = null;
        return this.settleBoth(save);
      }
      if (status === 401) {
        this.unsure = null;
        this.screen.signedOut(told.login);
        this.later(5000);
        return false;
      }
      if (status === 403 && !told.error) return this.renewToken(save);
      this.unsure = null;
      if (CLOSED.includes(told.error)) this.screen.closed(told);
      else this.refuse(status, told);
      this.later(15000);
      return false;
    }

    refuse(status, told) {
      this.screen.refused(status === 413 ? TOO_LONG : told.message ?? `The server answered ${status}. What you typed is kept in this browser.`);
    }

    // Signing in again gives a new token, with a cookie that this page may not have yet.
    async renewToken(save) {
      if (this.renewed) {
        this.screen.refused("You may not save this. What you typed is kept in this browser.");
        this.renewed = false;
        this.later(15000);
        return false;
      }
      this.renewed = true;
      await fetch(this.url, { headers: { Accept: "text/html" } }).catch(() => null);
      this.unsure = save;
      return true;
    }

    confirm(save) {
      const { told, state } = save;
      this.unsure = null;
      this.renewed = this.asksBoth = false;
      this.edits = this.edits.filter((one) => one !== save.edit);
      if (told.undone) this.leftUndone(save.edit);
      Object.assign(this, { version: told.version, id: told.id, url: told.url, caretSent: save.caret, savedAt: told.saved_at });
      const sent = save.parts.flatMap((part) => PARTS[part]);
      const before = [...this.refused].filter((name) => !sent.includes(name)); // refused earlier, and not sent again
      this.refused = new Set([...before, ...Object.keys(told.errors)]);
      this.screen.confirmed(told, before);
      this.takeFields(told.fields, state, sent, save.edit);
      this.screen.keep();
      if (this.refused.has("notes")) this.refuseNotes(told.errors.notes ?? this.why);
      else if (this.refused.size && !this.dirty(this.screen.read(), true).length) this.screen.partly();
      else this.screen.saved(told.saved_at, this.clean);
      return true;
    }

    // The notes are not saved; until they are sent again, every save says so.
    refuseNotes(why) {
      this.why = why;
      this.refused.add("notes");
      this.screen.refused(why);
    }

    // What the server has becomes the base; fields that nobody touched since show it.
    takeFields(fields, sent, names, edit) {
      const now = this.screen.read();
      for (const name of FIELDS) {
        const theirs = fields[name] ?? "";
        if (name === "notes" || this.refused.has(name)) continue;
        const known = names.includes(name) ? sent[name] : this.base[name]; // what was not sent may be typed but for its end
        const free = (now[name] ?? "") === (known ?? "") && !this.screen.focused(name);
        if (free && theirs !== (now[name] ?? "")) this.screen.write(name, theirs);
        this.base[name] = free || !names.includes(name) ? theirs : sent[name];
      }
      for (const name of this.refused) if (names.includes(name)) this.base[name] = sent[name];
      if (this.refused.has("notes")) return;
      const text = window.LogMerge.rebase(sent.notes, now.notes, fields.notes);
      this.base.notes = fields.notes;
      if (text === null) this.crossed(edit);
      else if (text !== now.notes) this.screen.write("notes", text);
    }

    // The panel rewrote a line in which somebody was typing. The line stays as it was typed; the edit is done again on it
    // where that makes sense, else a person decides.
    crossed(edit) {
      if (!edit) return;
      if (AGAIN.includes(edit.act.split(":")[0])) this.edits.unshift({ ...edit, id: newId() });
      else this.leftUndone(edit);
    }

    leftUndone(edit) {
      this.undone.add(edit.id);
      const again = () => this.edit(edit.act, edit.words);
      if (edit.act.startsWith("words:")) {
        const text = `A line was changed in the notes and in its card. The notes stand. The card said “${edit.words}”.`;
        this.screen.notice(text, ["Use the words of the card", again]);
      } else this.screen.failed("It was changed meanwhile. Nothing was done.");
    }

    // Somebody else saved since: what only one side changed is taken; where both did, a person decides.
    async settleBoth({ told, state }) {
      const now = this.screen.read();
      const old = told.merged === null || now.notes !== state.notes; // somebody typed on: that has to be in the merged text
      if (old && now.notes !== this.base.notes && told.theirs.notes !== this.base.notes) {
        this.asksBoth = true;
        return true;
      }
      const changed = (name, side) => (side[name] ?? "") !== (this.base[name] ?? "");
      const names = FIELDS.filter((name) => name in told.theirs && (now[name] ?? "") !== told.theirs[name]);
      const kept = told.merged === told.theirs.notes; // theirs holds all of mine: the answer to a save of mine was lost
      const both = names.filter((name) => changed(name, now) && changed(name, told.theirs) && !(name === "notes" && kept));
      let chosen = { notes: now.notes, fields: [] };
      if (both.length) {
        const clashes = both.filter((name) => !["notes", "person", "today"].includes(name));
        const ours = both.includes("notes") ? now.notes : told.theirs.notes;
        chosen = await window.LogMerge.ask({
          mine: ours,
          theirs: told.theirs.notes,
          merged: both.includes("notes") ? told.merged ?? `${now.notes}\n${told.theirs.notes}` : ours,
          clashes: clashes.map((name) => ({ name, ...this.screen.words(name, now[name], told.theirs[name]) })),
        });
        if (!chosen) {
          this.halted = true;
          this.screen.undecided(() => { this.halted = false; this.send(); });
          return false;
        }
      }
      for (const name of names) {
        if (name === "notes") continue;
        if (!changed(name, now) || chosen.fields.includes(name)) this.screen.write(name, told.theirs[name]);
      }
      const text = both.includes("notes") ? chosen.notes : changed("notes", now) && !kept ? now.notes : told.theirs.notes;
      this.base = { ...this.base, ...told.theirs };
      this.version = told.version;
      this.asksBoth = false;
      if (text !== now.notes) this.screen.write("notes", text);
      this.screen.keep();
      return true;
    }
  }

  return { Sender, FIELDS, same };
})();
