// The element's words: sentences come from the server in the reader's language, dates and numbers are written here.
import { dateOf } from "./days.js";
import { DONE, MILESTONE } from "./plan.js";

const THIN = "\u202f";

export class Words {
  constructor(said, locale, zone) {
    Object.assign(this, said);
    const tongue = locale === "en" ? "en-GB" : locale;
    this.dated = new Intl.DateTimeFormat(tongue, { day: "numeric", month: "short", timeZone: zone });
    this.datedWithYear = new Intl.DateTimeFormat(tongue, { day: "numeric", month: "short", year: "numeric", timeZone: zone });
    this.monthly = new Intl.DateTimeFormat(tongue, { month: "short", year: "numeric", timeZone: "UTC" });
    this.plainDay = new Intl.DateTimeFormat(tongue, { weekday: "short", day: "numeric", month: "short", timeZone: "UTC" });
    this.whole = new Intl.NumberFormat(tongue, { maximumFractionDigits: 1 });
    this.year = new Intl.DateTimeFormat("en", { year: "numeric", timeZone: zone });
    this.thisYear = this.year.format(new Date());
  }

  fill(sentence, values) {
    return sentence.replace(/%\((\w+)\)s/g, (_, name) => values[name]);
  }

  date(minute) {
    if (minute === null) return "–";
    const at = new Date(minute * 60000);
    return (this.year.format(at) === this.thisYear ? this.dated : this.datedWithYear).format(at);
  }

  on(day) {
    return this.plainDay.format(dateOf(day));
  }

  day(day) {
    return String(dateOf(day).getUTCDate());
  }

  month(on) {
    return this.monthly.format(on);
  }

  inDays(minutes, perDay) {
    if (minutes === null) return "–";
    return `${minutes < 0 ? "−" : ""}${this.whole.format(Math.abs(minutes) / perDay)}${THIN}${this.d}`;
  }

  // why a task stands where it stands
  why(line, plan) {
    if (line.stage === DONE) return this.done;
    const before = plan.line(line.driverTask);
    if (before) return this.fill(this.waitsFor, { task: before.title });
    return this.drivers[line.driverKind] ?? this.drivers.start;
  }

  // a bar for those who do not see it
  bar(line, at, plan) {
    const values = { title: line.title, start: this.date(at.start), finish: this.date(at.finish), percent: line.percent, why: this.why({ ...line, ...at }, plan) };
    const said = this.fill(line.kind === MILESTONE ? this.barMilestone : this.barTask, values);
    return at.isCritical && line.stage !== DONE ? `${said} ${this.critical}` : said;
  }

  milestone(at, isBad) {
    return isBad ? this.fill(this.inFreeze, { on: this.date(at.finish) }) : this.date(at.finish);
  }
}
