// From days to pixels: the head's words, bars, and the elbows of links.
import { dateOf } from "./days.js";
import { MILESTONE } from "./plan.js";

export const ROW = 30, HEAD = 44;
export const PIXELS = { day: 24, week: 7.75, month: 2.6 };

// the span of days that is drawn: from a Monday, some days beyond what is planned
export function span(plan, days, pixels, room) {
  const today = days.place(plan.now);
  let first = today, last = today + 14;
  for (const line of plan.lines) {
    if (line.start === null) continue;
    first = Math.min(first, days.place(line.start), line.was ? days.place(line.was[0]) : Infinity);
    last = Math.max(last, days.place(Math.max(line.finish, line.percent < 100 ? line.late ?? 0 : 0)) + 10, line.was ? days.place(line.was[1]) : 0);
  }
  const begin = Math.floor(first) - ((Math.floor(first) + 6) % 7);
  return { begin, end: Math.ceil(Math.max(last, begin + room / pixels)) };
}

export function months(begin, end, x, word) {
  const marks = [];
  for (let day = begin; day < end;) {
    const on = dateOf(day);
    const until = day + Math.round((Date.UTC(on.getUTCFullYear(), on.getUTCMonth() + 1, 1) - on) / 86400000);
    if (x(Math.min(until, end)) - x(day) > 64) marks.push({ x: x(day), word: word(on) });
    day = until;
  }
  return marks;
}

export function ticks(begin, end, scale) {
  const step = { day: 1, week: 7, month: 28 }[scale];
  return Array.from({ length: Math.ceil((end - begin) / step) }, (_, n) => begin + n * step);
}

// the way of a link, leaving sideways and arriving at a start, an end, or a milestone from above or below
export function elbow(type, one, two) {
  const leavesEnd = type[0] === "F", entersStart = type[1] === "S";
  const x0 = (leavesEnd ? one.right : one.left) + (one.kind === MILESTONE ? 8 : 0);
  const x1 = entersStart ? two.left : two.right;
  const y0 = one.y + ROW / 2, y1 = two.y + ROW / 2, isDown = y1 > y0;
  const out = leavesEnd ? 5 : -5;
  if (two.kind === MILESTONE || (entersStart && x1 > x0 - 1 && Math.abs(x1 - x0) < 6)) {
    const drop = isDown ? y1 - 9 : y1 + 9;
    const at = x1 + (two.kind === MILESTONE ? 0 : 4);
    return { way: `M${x0} ${y0}H${at}V${drop}`, tip: `M${at} ${drop}l-3.5 ${isDown ? -6 : 6}h7z` };
  }
  const into = entersStart ? -3 : 3;
  const tip = `M${x1} ${y1}l${2 * into} -3.5v7z`;
  if ((entersStart && x1 - x0 >= 10) || !leavesEnd) return { way: `M${x0} ${y0}h${out}V${y1}H${x1 + into}`, tip };
  const middle = isDown ? y1 - ROW / 2 : y1 + ROW / 2;
  return { way: `M${x0} ${y0}h${out}V${middle}H${x1 + (entersStart ? -9 : 9)}V${y1}H${x1 + into}`, tip };
}
