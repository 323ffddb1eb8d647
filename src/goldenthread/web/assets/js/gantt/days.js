// Instants (minutes since 1970) as days of the project's calendar and back: a closing is the end of its day, a day off is a day.
const EPOCH = 719163; // 1 January 1970, counted from the first of January in the year 1

export class Days {
  constructor({ offsets, week, unlike }) {
    Object.assign(this, { offsets, week, unlike });
  }

  // the day an instant falls on, and the minute of it, on the calendar's wall clock
  local(at) {
    const known = this.offsets.findLast(([from]) => from <= at) ?? this.offsets[0];
    const wall = at + known[1];
    const day = Math.floor(wall / 1440);
    return { day: day + EPOCH, minute: wall - day * 1440 };
  }

  hours(day) {
    return this.unlike[day] ?? this.week[(day + 6) % 7];
  }

  isOpen(day) {
    return this.hours(day).length > 0;
  }

  // a day with the share of its open time that has passed
  place(at) {
    const { day, minute } = this.local(at);
    let whole = 0;
    let passed = 0;
    for (const [opens, closes] of this.hours(day)) {
      whole += closes - opens;
      passed += Math.min(Math.max(minute - opens, 0), closes - opens);
    }
    return day + (whole ? passed / whole : minute / 1440);
  }

  // the day a finish falls on, which at a closing is not the next one
  lastDay(at) {
    return this.local(at - 1).day;
  }

  // so many working days on (back, when negative)
  step(day, count) {
    const way = Math.sign(count);
    for (let left = Math.abs(count); left > 0;) {
      day += way;
      if (this.isOpen(day)) left -= 1;
    }
    return day;
  }

  // working days between two days, the first not counted
  between(from, to) {
    const way = Math.sign(to - from);
    let count = 0;
    for (let day = from; day !== to;) {
      day += way;
      if (this.isOpen(way > 0 ? day : day + 1)) count += way;
    }
    return count;
  }
}

export const iso = (day) => new Date((day - EPOCH) * 86400000).toISOString().slice(0, 10);
export const dateOf = (day) => new Date((day - EPOCH) * 86400000);
