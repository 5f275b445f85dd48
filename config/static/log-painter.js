// Paints behind the notes what each line became. The marks come from the server with the page; the server reads them
// again when it saves, so a line that is painted wrongly is still captured right.
//
// Long notes are painted where somebody looks: lines stand in blocks, and a block out of sight is one plain text, which
// is as high as its lines. A text with a line too long for that is not painted at all.
window.LogPainter = (() => {
  const BLOCK = 64; // lines
  const AT_ONCE = 400; // lines that are painted in sight or not
  const LONGEST = 50_000; // characters of a line
  const LEVELS = { intuition: "1", stated: "2", confirmed: "3" };
  const NOTHING = "\u200b"; // keeps an empty line as high as the others
  const glyph = (name) => document.querySelector(`#log-glyphs [data-glyph="${name}"]`)?.firstElementChild.cloneNode(true);

  // How many lines two texts start with alike, and of the rest how many they end with.
  function sameEnds(one, other) {
    const shorter = Math.min(one.length, other.length);
    let start = 0;
    while (start < shorter && one[start] === other[start]) start++;
    let end = 0;
    while (end < shorter - start && one[one.length - 1 - end] === other[other.length - 1 - end]) end++;
    return [start, end];
  }

  class Block {
    constructor(painter) {
      this.painter = painter;
      this.lines = [];
      this.painted = false;
      this.element = document.createElement("div");
    }

    // Only the lines that differ are drawn anew.
    set(lines) {
      const [start, end] = this.painted ? sameEnds(this.lines, lines) : [0, 0];
      const before = this.lines;
      this.lines = lines;
      if (!this.painted) return this.plain();
      const after = this.element.children[before.length - end] ?? null;
      for (let gone = before.length - end - start; gone > 0; gone--) this.element.children[start].remove();
      const fresh = document.createDocumentFragment();
      for (const line of lines.slice(start, lines.length - end)) fresh.append(this.painter.row(line));
      return this.element.insertBefore(fresh, after);
    }

    plain() {
      this.painted = false;
      this.element.textContent = this.lines.map((line) => line || NOTHING).join("\n");
    }

    paint() {
      if (this.painted) return;
      this.painted = true;
      this.element.replaceChildren(...this.lines.map((line) => this.painter.row(line)));
    }
  }

  class Painter {
    constructor(notes, paint, language) {
      Object.assign(this, { notes, paint, language, lines: [], blocks: [] });
      this.signs = language.marks.flatMap((mark) => mark.signs.map((sign) => ({ sign, mark })));
      this.signs.sort((one, other) => other.sign.length - one.sign.length);
      this.of = new WeakMap();
      const margin = "800px 0px";
      this.sight = new IntersectionObserver((seen) => this.look(seen), { rootMargin: margin, scrollMargin: margin });
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
        row.textContent = line || NOTHING;
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

    // Blocks around what changed take the new lines; all others stay as they are.
    draw() {
      const now = this.notes.value.split("\n");
      this.paint.hidden = now.some((line) => line.length > LONGEST);
      if (this.paint.hidden) return;
      const [start, end] = sameEnds(this.lines, now);
      const changed = this.lines.length !== now.length || start < now.length;
      const longer = now.length - this.lines.length;
      const last = this.lines.length - end;
      this.lines = now;
      if (changed) this.replace(start, last, now, longer);
    }

    replace(start, last, now, longer) {
      let [first, from] = [0, 0]; // the block that `start` is in, and the line that it begins with
      while (first < this.blocks.length - 1 && from + this.blocks[first].lines.length <= start) from += this.blocks[first++].lines.length;
      let [next, to] = [first, from];
      do to += this.blocks[next++]?.lines.length ?? 0; while (next < this.blocks.length && to < last);
      const old = this.blocks.slice(first, next);
      const fresh = [];
      const lines = now.slice(from, to + longer);
      const size = lines.length > 2 * BLOCK ? BLOCK : Math.max(1, lines.length);
      for (let at = 0; at < Math.max(1, lines.length); at += size) {
        const block = old.shift() ?? this.begin(fresh.at(-1) ?? this.blocks[first - 1]);
        if (now.length <= AT_ONCE || lines.length <= 2 * BLOCK) block.paint();
        block.set(lines.slice(at, at + size));
        fresh.push(block);
      }
      for (const block of old) this.end(block);
      this.blocks.splice(first, next - first, ...fresh);
    }

    begin(after) {
      const block = new Block(this);
      if (after) after.element.after(block.element);
      else this.paint.prepend(block.element);
      this.of.set(block.element, block);
      this.sight.observe(block.element);
      return block;
    }

    end(block) {
      this.sight.unobserve(block.element);
      block.element.remove();
    }

    look(seen) {
      for (const { target, isIntersecting } of seen) {
        const block = this.of.get(target);
        if (isIntersecting) block.paint();
        else if (this.lines.length > AT_ONCE && block.painted) block.plain();
      }
    }

    // The painted line of that number, from 1.
    line(number) {
      let at = number - 1;
      for (const block of this.blocks) {
        if (at < block.lines.length) {
          block.paint();
          return block.element.children[at];
        }
        at -= block.lines.length;
      }
      return null;
    }
  }

  return { Painter, sameEnds };
})();
