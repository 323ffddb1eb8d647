// <gt-gantt>: takes the place of the plan the server drew, keeps only what can be seen in the page, and lets bars be moved.
import { LitElement, html, nothing } from "lit";
import { Days } from "./days.js";
import { Drag } from "./drag.js";
import { body, head, monthMarks } from "./drawing.js";
import { HEAD, PIXELS, ROW, span } from "./geometry.js";
import { MILESTONE, Plan, SUMMARY } from "./plan.js";
import { Words } from "./words.js";

const SPARE = 6; // rows drawn beyond what can be seen
const ASK_AGAIN = 15000;

export class Gantt extends LitElement {
  tried = new Map();
  held = null;
  cursor = 0;
  window = { first: 0, last: 0, from: 0, to: 0 };

  createRenderRoot() {
    return this;
  }

  connectedCallback() {
    super.connectedCallback();
    const locale = document.documentElement.lang;
    this.words = new Words(JSON.parse(this.dataset.words), locale, this.dataset.zone);
    this.scale = this.dataset.scale;
    this.chosen = this.dataset.chosen;
    this.drag = new Drag(this);
    this.load();
    this.timer = setInterval(() => document.visibilityState === "visible" && !this.held && this.load(), ASK_AGAIN);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    clearInterval(this.timer);
    this.sight?.disconnect();
  }

  // the plan as it stands; where nothing changed since the last time, nothing comes
  async load(isQuiet = false) {
    const answer = await fetch(this.dataset.lines, { headers: this.etag ? { "If-None-Match": this.etag } : {} }).catch(() => null);
    if (!answer?.ok || answer.redirected) return;
    const told = await answer.json();
    const isNews = this.plan && told.stamp !== this.plan.stamp;
    this.etag = answer.headers.get("ETag");
    const focused = this.plan?.lines[this.cursor]?.key;
    this.take(new Plan(told));
    if (focused) this.cursor = this.plan.row.get(focused) ?? 0;
    if (isNews && !isQuiet) this.drag.say(this.words.changed);
    this.requestUpdate();
  }

  take(plan) {
    const isFirst = !this.plan;
    this.plan = plan;
    this.plans = plan.plans;
    this.days = new Days(plan.hours);
    if (isFirst) {
      this.querySelector(".gt-static")?.remove();
      this.cursor = Math.max(plan.row.get(this.chosen) ?? 0, 0);
    }
    this.measure();
    this.requestUpdate();
    if (isFirst) this.updateComplete.then(() => this.settle());
  }

  // what follows from the plan and the width: pixels, marks, freezes
  measure() {
    const pixels = PIXELS[this.scale];
    this.span = span(this.plan, this.days, pixels, Math.max(this.clientWidth - 300, 600));
    const { begin, end } = this.span;
    this.x = (day) => Math.round((day - begin) * pixels * 10) / 10;
    this.pixels = pixels;
    this.width = Math.round((end - begin) * pixels);
    this.today = this.x(this.days.place(this.plan.now));
    this.months = monthMarks(this);
    this.freezes = this.plan.freezes.map(([from, to, name]) => ({ from, to, name, x: this.x(this.days.local(from).day), width: this.x(this.days.local(to - 1).day + 1) - this.x(this.days.local(from).day) }));
    this.chain = this.chosen ? this.plan.chain(this.chosen) : [];
  }

  px(minute) {
    return this.x(this.days.place(minute));
  }

  at(number) {
    const line = this.plan.lines[number];
    return this.tried.get(line.key) ?? line;
  }

  box(number) {
    const line = this.plan.lines[number], at = this.at(number);
    const loose = this.held?.key === line.key && !this.tried.has(line.key) ? this.held : null;
    const left = this.px(at.start) + (loose?.mode === "move" ? loose.dx : 0);
    const right = this.px(at.finish) + (loose ? loose.dx : 0);
    return { left: line.kind === MILESTONE ? right : left, right: Math.max(right, left), kind: line.kind };
  }

  inFreeze(minute) {
    return this.freezes.some(({ from, to }) => from <= minute && minute < to);
  }

  drives(from, to) {
    const before = this.chain.indexOf(this.plan.lines[from].key);
    return before >= 0 && this.chain[before + 1] === this.plan.lines[to].key;
  }

  settle() {
    const pane = this.pane;
    this.sight = new ResizeObserver(() => { this.measure(); this.look(); });
    this.sight.observe(pane);
    const room = pane.clientWidth - this.leftWidth;
    const ends = Math.max(...this.plan.lines.map((line) => (line.finish === null ? 0 : this.px(line.finish))), 0);
    const isOver = ends < this.today - room / 3;
    pane.scrollLeft = isOver ? ends - room + 96 : this.today - room / 3;
    if (this.chosen) this.reveal(this.cursor);
    this.look();
  }

  get pane() {
    return this.querySelector(".pane");
  }

  get leftWidth() {
    return this.querySelector(".wbs")?.offsetWidth ?? 0;
  }

  look() {
    const pane = this.pane, count = this.plan.lines.length;
    const first = Math.max(Math.floor(pane.scrollTop / ROW) - SPARE, 0);
    const last = Math.min(Math.ceil((pane.scrollTop + pane.clientHeight - HEAD) / ROW) + SPARE, count);
    this.window = { first, last, from: pane.scrollLeft, to: pane.scrollLeft + pane.clientWidth };
    this.requestUpdate();
  }

  // brings a row, and its bar, into sight
  reveal(number) {
    const pane = this.pane, top = number * ROW;
    if (top < pane.scrollTop) pane.scrollTop = top;
    else if (top + ROW + HEAD > pane.scrollTop + pane.clientHeight) pane.scrollTop = top + ROW + HEAD - pane.clientHeight;
    const line = this.plan.lines[number];
    if (line.start !== null) {
      const { left, right } = this.box(number), room = pane.clientWidth - this.leftWidth;
      if (left < pane.scrollLeft || right > pane.scrollLeft + room) pane.scrollLeft = Math.max(left - room / 3, 0);
    }
    this.look();
  }

  // one date is opened at a time; none closes it
  async choose(key) {
    this.chosen = this.chosen === key ? "" : key;
    this.chain = this.chosen ? this.plan.chain(this.chosen) : [];
    this.requestUpdate();
    const address = new URL(location);
    if (this.chosen) address.searchParams.set("date", this.chosen);
    else address.searchParams.delete("date");
    history.replaceState(history.state, "", address);
    const panel = document.getElementById("drives");
    if (!this.chosen) return panel.replaceChildren();
    const answer = await fetch(address, { headers: { "HX-Request": "true", "HX-Target": "drives" } });
    if (answer.ok && !answer.redirected && this.chosen === key) panel.innerHTML = await answer.text();
  }

  get shown() {
    const { first, last } = this.window;
    const rows = Array.from({ length: last - first }, (_, n) => first + n);
    if (this.cursor >= 0 && (this.cursor < first || this.cursor >= last)) rows.push(this.cursor); // it may hold the focus
    return rows;
  }

  render() {
    if (!this.plan) return nothing;
    const { first, last } = this.window, { words, plan } = this;
    const height = plan.lines.length * ROW + HEAD;
    return html`
      <div class="gt-gantt live"><div class="pane" tabindex="-1" @scroll=${() => this.look()}>
        <div class="all" style="height:${height}px">
          <div class="wbs"><table class="gt-wbs" style="top:${first * ROW}px" aria-rowcount=${plan.lines.length + 1}><caption class="vh">${this.dataset.spoken}</caption>
            <colgroup><col class="c-w"><col><col class="c-a narrow-out"><col class="c-n narrow-out"><col class="c-d"><col class="c-n"></colgroup>
            <thead><tr aria-rowindex="1"><th scope="col">${words.heads[0]}</th><th scope="col">${words.heads[1]}</th><th scope="col" class="narrow-out"><span class="vh">${words.heads[2]}</span></th><th scope="col" class="num narrow-out">${words.heads[3]}</th><th scope="col" class="num">${words.heads[4]}</th><th scope="col" class="num">${words.heads[5]}</th></tr></thead>
            <tbody>${plan.lines.slice(first, last).map((line, n) => this.row(line, first + n))}</tbody></table></div>
          <div class="time" style="width:${this.width}px">
            <svg class="gantt head" width=${this.width} height=${HEAD} aria-hidden="true">${head(this)}</svg>
            <svg class="gantt rows" style="top:${HEAD + first * ROW}px" width=${this.width} height=${Math.max(last - first, 0) * ROW} role="group" aria-label=${words.chart} @pointerdown=${this.drag} @keydown=${this.drag} @focusin=${this.drag}>${body(this)}</svg>
          </div>
        </div></div>
        ${this.freezes.length ? html`<p class="frozen">${this.freezes.map((freeze) => html`<span><svg width="20" height="10" aria-hidden="true"><rect class="lg-frz-bg" width="20" height="10" rx="2"></rect><rect fill="url(#gt-hatch)" width="20" height="10" rx="2"></rect></svg>${words.fill(words.freeze, { name: freeze.name, from: words.date(freeze.from), to: words.date(freeze.to - 1) })}</span>`)}</p>` : nothing}
        <p class="vh" id="gt-how">${this.plans ? words.how : words.howRead}</p>
        ${this.drag.readout()}
      </div>`;
  }

  row(line, number) {
    const { words, plan } = this, at = this.at(number);
    const isStill = line.kind === SUMMARY || line.stage === 2;
    const who = plan.people[line.who];
    return html`<tr class="${line.kind === SUMMARY ? "sum" : ""}${line.key === this.chosen ? " on" : ""}${this.tried.has(line.key) ? " tried" : ""}" data-row aria-rowindex=${number + 2}>
      <td>${line.wbs}</td><td class="in-${Math.min(line.depth, 3)}"><a href=${this.dataset.task.replace("KEY", line.key)} title=${line.title}>${line.title}</a></td>
      <td class="narrow-out">${who ? html`<span class="gt-ava tone-${who[2]}" title=${who[0]} role="img" aria-label=${who[0]}>${who[1]}</span>` : nothing}</td>
      <td class="num narrow-out">${words.inDays(line.minutes, plan.perDay)}</td>
      <td class="num">${at.finish === null ? "–" : html`<a class="gt-fig" href="?date=${line.key}" @click=${(event) => { event.preventDefault(); this.choose(line.key); }}>${words.date(at.finish)}</a>`}</td>
      <td class="num${at.isCritical && !isStill ? " crit" : ""}">${isStill ? "" : words.inDays(at.slack, plan.perDay)}</td></tr>`;
  }
}

customElements.define("gt-gantt", Gantt);
