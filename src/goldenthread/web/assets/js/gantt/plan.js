// The plan as the element holds it: lines with their dates, links by line, and what drives a date.
const NAMES = ["key", "wbs", "title", "depth", "kind", "start", "finish", "late", "slack", "isCritical", "percent", "was", "who", "minutes", "deadline", "version", "stage", "driverKind", "driverTask", "split"];
export const TASK = 0, SUMMARY = 1, MILESTONE = 2;
export const WAITING = 0, BEGUN = 1, DONE = 2;

export class Plan {
  constructor(told) {
    Object.assign(this, told);
    this.lines = told.lines.map((values) => Object.fromEntries(NAMES.map((name, n) => [name, values[n]])));
    this.row = new Map(this.lines.map((line, n) => [line.key, n]));
  }

  line(key) {
    return this.lines[this.row.get(key)];
  }

  // what a drop moved: key, start, finish, late finish, float, critical, what drives it, which task
  move(rows) {
    for (const values of rows) {
      const line = this.line(values[0]);
      if (line) Object.assign(line, placed(values));
    }
  }

  // keys from the first cause to the task itself; of a summary, to its last part
  chain(key) {
    const found = [];
    for (let line = this.lastPart(this.line(key)); line && !found.includes(line.key); line = this.lastPart(this.line(line.driverTask))) found.push(line.key);
    return found.reverse();
  }

  lastPart(line) {
    if (!line || line.kind !== SUMMARY) return line;
    let last;
    for (let n = this.row.get(line.key) + 1; n < this.lines.length && this.lines[n].depth > line.depth; n += 1) {
      const part = this.lines[n];
      if (part.kind !== SUMMARY && (!last || part.finish > last.finish)) last = part;
    }
    return last;
  }
}

export const placed = ([, start, finish, late, slack, isCritical, driverKind, driverTask]) => ({ start, finish, late, slack, isCritical, driverKind, driverTask });
