// Paints behind the notes what each line became. The marks come from the server with the page; the server reads them
// again when it saves, so a line that is painted wrongly is still captured right.
window.LogPainter = (() => {
  const glyph = (name) => document.querySelector(`#log-glyphs [data-glyph="${name}"]`)?.firstElementChild.cloneNode(true);
  const LEVELS = { intuition: "1", stated: "2", confirmed: "3" };

  class Painter {
    constructor(notes, paint, language) {
      Object.assign(this, { notes, paint, language, lines: [] });
      this.signs = language.marks.flatMap((mark) => mark.signs.map((sign) => ({ sign, mark })));
      this.signs.sort((one, other) => other.sign.length - one.sign.length);
    }

    read(line) {
      const content = line.trimStart();
      const blanks = line.slice(0, line.length - content.length);
      const found = this.signs.find(({ sign }) => content.startsWith(sign));
      if (!found) return null;
      const body = content.slice(found.sign.length);
      const { kind, grounds } = found.mark;
      const sourced = grounds !== "confirmed" || body.includes(this.language.source + " ") || /<-\s*\S/.test(body);
      return { kind, sign: found.sign, blanks, body, grounds: sourced ? grounds : "stated" };
    }

    gutter(mark) {
      const mark_ = document.createElement("span");
      mark_.className = mark.grounds ? `g ${mark.grounds}` : "g";
      if (mark.kind === "pain") {
        const severity = mark.body.match(/\S\s+([1-5])\s*$/)?.[1];
        if (severity) mark_.dataset.p = severity;
        mark_.textContent = severity ?? mark.sign;
      } else if (mark.kind === "quote") mark_.textContent = "\u201d";
      else {
        const drawn = glyph(mark.grounds ? LEVELS[mark.grounds] : mark.kind);
        if (drawn) mark_.append(drawn);
      }
      return mark_;
    }

    row(line) {
      const row = document.createElement("div");
      row.className = "ln";
      const mark = this.read(line);
      if (!mark) {
        row.textContent = line || "\u200b";
        return row;
      }
      row.classList.add(`ln-${mark.kind}`);
      const body = document.createElement("span");
      body.className = "b";
      const start = mark.body.match(/^\s*/)[0];
      body.textContent = mark.body.slice(start.length);
      row.append(this.gutter(mark), mark.blanks + mark.sign + start, body);
      return row;
    }

    // Only the lines that differ are drawn anew: those between the same start and the same end.
    draw() {
      const now = this.notes.value.split("\n");
      const before = this.lines;
      const shorter = Math.min(now.length, before.length);
      let start = 0;
      while (start < shorter && now[start] === before[start]) start++;
      let end = 0;
      while (end < shorter - start && now[now.length - 1 - end] === before[before.length - 1 - end]) end++;
      const after = this.paint.children[before.length - end] ?? null;
      for (let gone = before.length - end - start; gone > 0; gone--) this.paint.children[start].remove();
      const fresh = document.createDocumentFragment();
      for (const line of now.slice(start, now.length - end)) fresh.append(this.row(line));
      this.paint.insertBefore(fresh, after);
      this.lines = now;
    }
  }

  return { Painter };
})();
