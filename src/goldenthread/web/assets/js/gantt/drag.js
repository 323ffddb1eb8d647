// Moving a bar and pulling its end, by pointer, touch or keys: tried at the server on the way, dropped at the end, undone for 8 seconds.
import { html, nothing } from "lit";
import { iso } from "./days.js";
import { BEGUN, DONE, MILESTONE, SUMMARY, placed } from "./plan.js";

const NEAR = 4; // pixels that are still a press
const LONG_PRESS = 280;
const PAUSE = 60;
const EDGE = 48;

export class Drag {
  constructor(gantt) {
    this.gantt = gantt;
    this.told = null;
    this.trouble = "";
    this.note = "";
    // while a bar is held by a finger the page must not scroll
    gantt.addEventListener("touchmove", (event) => gantt.held && event.preventDefault(), { passive: false });
  }

  handleEvent(event) {
    const bar = event.target.closest("[data-key]");
    if (!bar) return;
    const number = this.gantt.plan.row.get(bar.dataset.key);
    if (event.type === "focusin") this.gantt.cursor = number;
    else if (event.type === "keydown") this.press(event, number);
    else this.take(event, bar, number);
  }

  // why a bar stays where it is; empty where it may move
  stays(line, mode) {
    const { words, plans } = this.gantt;
    if (!plans) return words.mayNot;
    if (line.kind === SUMMARY) return words.hasParts;
    if (line.stage === DONE) return words.isDone;
    if (mode === "move" && line.stage === BEGUN) return words.hasBegun;
    return mode === "size" && line.kind === MILESTONE ? words.noLength : "";
  }

  /* ---- pointer ---- */

  take(event, bar, number) {
    if (event.button !== 0 || this.gantt.held) return;
    const line = this.gantt.plan.lines[number];
    const mode = event.target.classList.contains("edge") ? "size" : "move";
    const pane = this.gantt.pane, begin = event.clientX + pane.scrollLeft;
    const state = { isHeld: false, moved: 0, isReady: event.pointerType !== "touch" };
    const wait = state.isReady ? 0 : setTimeout(() => { state.isReady = true; this.hold(line, mode, "pointer", this.stays(line, mode)); }, LONG_PRESS);
    const move = (now) => {
      if (now.pointerId !== event.pointerId) return;
      const dx = now.clientX + pane.scrollLeft - begin;
      state.moved = Math.max(state.moved, Math.abs(dx));
      if (!state.isReady) return state.moved > NEAR && stop();
      if (!this.gantt.held && state.moved > NEAR) this.hold(line, mode, "pointer", this.stays(line, mode));
      if (this.gantt.held) { this.pull(dx); this.follow(now); }
    };
    const stop = () => { clearTimeout(wait); for (const [name, run] of heard) removeEventListener(name, run); };
    const end = (now) => {
      if (now.pointerId !== event.pointerId) return;
      stop();
      if (this.gantt.held) this.drop();
      else if (state.moved <= NEAR && !this.trouble) this.gantt.choose(line.key);
    };
    const leave = (now) => { if (now.type !== "keydown" || now.key === "Escape") { stop(); this.leave(); } };
    const heard = [["pointermove", move], ["pointerup", end], ["pointercancel", leave], ["keydown", leave]];
    for (const [name, run] of heard) addEventListener(name, run);
    this.trouble = "";
    bar.focus({ preventScroll: true, focusVisible: false });
    if (event.pointerType !== "touch") event.preventDefault();
  }

  // scrolls on when a held bar comes to the side
  follow({ clientX }) {
    const pane = this.gantt.pane, { left, right } = pane.getBoundingClientRect();
    if (clientX > right - EDGE) pane.scrollLeft += 14;
    else if (clientX < left + this.gantt.leftWidth + EDGE) pane.scrollLeft -= 14;
  }

  pull(dx) {
    const { held, pixels, days, plan } = this.gantt;
    held.dx = dx;
    const by = Math.round(dx / pixels);
    if (held.mode === "move") this.aim({ day: held.from + by });
    else this.aim({ minutes: held.line.minutes + days.between(held.lastDay, held.lastDay + by) * plan.perDay });
  }

  /* ---- keys ---- */

  press(event, number) {
    const { gantt } = this, line = gantt.plan.lines[number];
    const way = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (way) {
      const mode = event.shiftKey ? "size" : "move";
      if (gantt.held && gantt.held.mode !== mode) return event.preventDefault();
      if (!gantt.held) this.hold(line, mode, "keys", this.stays(line, mode));
      if (gantt.held) this.nudge(way);
    } else if (event.key === "ArrowUp" || event.key === "ArrowDown") {
      if (!gantt.held) this.walk(number + (event.key === "ArrowUp" ? -1 : 1));
    } else if (event.key === "Enter" || event.key === " ") {
      if (gantt.held) this.drop();
      else gantt.choose(line.key);
    } else if (event.key === "Escape" && (gantt.held || this.note)) this.leave();
    else if (event.key === "Escape" && gantt.chosen) gantt.choose(gantt.chosen);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  nudge(way) {
    const { held, days, plan } = this.gantt;
    if (held.mode === "move") {
      const day = days.step(held.day, way);
      held.dx = (day - held.from) * this.gantt.pixels;
      this.aim({ day });
    } else {
      const minutes = held.minutes + way * plan.perDay;
      if (minutes > 0) held.dx += way * this.gantt.pixels;
      this.aim({ minutes });
    }
  }

  walk(number) {
    const { gantt } = this;
    if (number < 0 || number >= gantt.plan.lines.length) return;
    gantt.cursor = number;
    gantt.reveal(number);
    this.focus();
  }

  focus() {
    const { gantt } = this;
    gantt.updateComplete.then(() => gantt.querySelector(`[data-key="${gantt.plan.lines[gantt.cursor].key}"]`)?.focus({ preventScroll: true }));
  }

  /* ---- what is held ---- */

  hold(line, mode, by, why) {
    this.note = why;
    this.trouble = this.note;
    if (!why) {
      const from = this.gantt.days.local(line.start).day;
      this.gantt.held = { key: line.key, line, mode, by, from, day: from, lastDay: this.gantt.days.lastDay(line.finish), minutes: line.minutes, dx: 0 };
      this.told = null;
    }
    this.gantt.requestUpdate();
  }

  aim(target) {
    const { held } = this.gantt;
    if ("minutes" in target && target.minutes <= 0) return this.gantt.requestUpdate();
    const isNew = Object.entries(target).some(([name, value]) => held[name] !== value);
    Object.assign(held, target);
    if (isNew) {
      clearTimeout(this.soon);
      this.soon = setTimeout(() => this.ask(), PAUSE);
      held.isAsked = true;
    }
    this.gantt.requestUpdate();
  }

  get isHome() {
    const { held } = this.gantt;
    return held.mode === "move" ? held.day === held.from : held.minutes === held.line.minutes;
  }

  get change() {
    const { held } = this.gantt;
    return held.mode === "move" ? { constraint: "SNET", constraint_on: iso(held.day) } : { duration_minutes: held.minutes };
  }

  async ask() {
    this.asking?.abort();
    const { gantt } = this;
    if (!gantt.held) return;
    if (this.isHome) return this.show(null);
    this.asking = new AbortController();
    const answer = await this.send(gantt.dataset.preview, { task: gantt.held.key, ...this.change }, this.asking.signal).catch((error) => error);
    if (answer instanceof Error) return;
    if (!gantt.held) return;
    this.trouble = answer.ok ? "" : answer.told.sentence;
    this.show(answer.ok ? answer.told : null);
  }

  show(told) {
    const { gantt } = this;
    this.told = told;
    gantt.tried = new Map((told ? [...told.rows, told.now] : []).map((values) => [values[0], placed(values)]));
    gantt.requestUpdate();
  }

  leave() {
    clearTimeout(this.soon);
    this.asking?.abort();
    Object.assign(this.gantt, { held: null, tried: new Map() });
    Object.assign(this, { told: null, trouble: "", note: "" });
    this.gantt.requestUpdate();
  }

  async drop() {
    const { gantt } = this, { held } = gantt;
    if (this.isHome || held.isDropping) return held.isDropping || this.leave();
    held.isDropping = true;
    clearTimeout(this.soon);
    const fields = { ...this.change, _version: held.line.version, _once: crypto.randomUUID?.() ?? String(Math.random()) };
    await this.put(held.line, fields);
  }

  // makes a change of a line, or undoes it, and shows what became of it
  async put(line, fields, isUndo = false) {
    const { gantt } = this;
    const answer = await this.send(gantt.dataset.place.replace("KEY", line.key), fields).catch(() => null);
    this.leave();
    if (!answer?.ok) {
      this.say([answer?.told?.sentence ?? gantt.words.lost, ...(answer?.told?.changes ?? [])].join(" "), true);
      return gantt.load(true);
    }
    const { told } = answer, isOurs = told.before === gantt.plan.stamp;
    gantt.plan.stamp = told.stamp;
    gantt.plan.move(told.rows);
    Object.assign(line, { version: told.version }, fields.duration_minutes ? { minutes: Number(fields.duration_minutes) } : {});
    gantt.measure();
    if (!isOurs) gantt.etag = null, gantt.load();
    if (!isUndo) this.toast(told.toast, line, { ...told.undo, _version: told.version });
    this.focus();
  }

  async send(address, fields, signal) {
    const sent = new URLSearchParams({ csrfmiddlewaretoken: this.gantt.dataset.csrf, ...fields });
    const answer = await fetch(address, { method: "POST", body: sent, signal, headers: { Accept: "application/json" } });
    const isJson = answer.headers.get("Content-Type")?.includes("json");
    return { ok: answer.ok && isJson, told: isJson ? await answer.json() : null };
  }

  toast(text, line, undo) {
    const toast = document.createElement("div");
    toast.className = "gt-toast";
    const said = document.createElement("span");
    said.textContent = text;
    const back = document.createElement("button");
    Object.assign(back, { type: "button", textContent: this.gantt.words.undo });
    back.addEventListener("click", () => { toast.remove(); this.put(line, undo, true); });
    const close = document.createElement("button");
    Object.assign(close, { type: "button", className: "close", textContent: "×" });
    close.dataset.close = "";
    close.setAttribute("aria-label", this.gantt.words.close);
    toast.append(said, back, close);
    document.getElementById("toasts").append(toast);
  }

  say(text, isTrouble = false) {
    this.note = text;
    this.trouble = isTrouble ? text : "";
    this.gantt.requestUpdate();
    clearTimeout(this.quiet);
    this.quiet = setTimeout(() => { if (this.note === text) this.leave(); }, 8000);
  }

  // what would move and break, below the bars, told to those who do not see it too
  readout() {
    const { gantt, told } = this, { held, words } = gantt;
    const isOpen = held || this.note;
    return html`<div class="gt-readout${isOpen ? " open" : ""}" role="status">${!isOpen ? nothing : html`
      ${held ? html`<p class="what"><b>${held.line.title}</b> <span>${told ? told.title : held.mode === "move" ? words.on(held.day) : words.inDays(held.minutes, gantt.plan.perDay)}</span></p>` : nothing}
      ${this.trouble ? html`<p class="bad"><svg class="si i-bad" aria-hidden="true"><use href="#s-bad"></use></svg>${this.trouble}</p>` : this.note ? html`<p>${this.note}</p>` : nothing}
      ${told && held ? html`<p>${told.says.join(" ")}</p>${told.breaks.map((sentence) => html`<p class="risk"><svg class="si i-risk" aria-hidden="true"><use href="#s-risk"></use></svg>${sentence}</p>`)}` : nothing}
      ${held?.by === "keys" ? html`<p class="keys"><kbd>Enter</kbd> ${words.drops} <kbd>Esc</kbd> ${words.leaves}</p>` : nothing}`}</div>`;
  }
}
