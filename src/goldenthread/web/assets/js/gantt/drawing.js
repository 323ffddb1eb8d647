// The timeline of the lines that can be seen, as SVG: bars with their float, baseline and progress, links, freezes, today.
import { nothing, svg } from "lit";
import { HEAD, ROW, elbow, months, ticks } from "./geometry.js";
import { BEGUN, DONE, MILESTONE, SUMMARY } from "./plan.js";

const round = (value) => Math.round(value * 10) / 10;

export function head(g) {
  const { from, to } = g.window;
  const marks = ticks(g.span.begin, g.span.end, g.scale).filter((day) => g.x(day) >= from - 80 && g.x(day) <= to);
  return svg`
    ${g.months.filter((mark) => mark.x >= from - 120 && mark.x <= to).map((mark) => svg`<text class="em" x=${mark.x + 4} y="16">${mark.word}</text>`)}
    ${marks.map((day) => svg`<path class="week" d="M${g.x(day)} 24V${HEAD}"/><text x=${g.x(day) + 4} y="37">${g.words.day(day)}</text>`)}
    <path class="head" d="M0 43.5H${g.width}"/>
    <rect class="todaychip" x=${g.today - 22} y="24" width="44" height="17" rx="3"/>
    <text class="todaytext" x=${g.today} y="36.5" text-anchor="middle">${g.words.today}</text>`;
}

export const monthMarks = (g) => months(g.span.begin, g.span.end, g.x, (on) => g.words.month(on));

// everything below the head, within the rows `first` to `last`; y counts from the first of them
export function body(g) {
  const { first, last } = g.window;
  const height = (last - first) * ROW;
  const grid = ticks(g.span.begin, g.span.end, g.scale).map((day) => `M${g.x(day)} 0V${height}`).join("");
  const lines = Array.from({ length: last - first }, (_, n) => `M0 ${(n + 1) * ROW - 0.5}H${g.width}`).join("");
  const chosen = g.plan.row.get(g.chosen);
  return svg`
    ${chosen >= first && chosen < last ? svg`<rect class="on" y=${(chosen - first) * ROW} width=${g.width} height=${ROW}/>` : nothing}
    ${g.freezes.map((freeze) => svg`<rect class="freeze" x=${freeze.x} y="0" width=${freeze.width} height=${height}/><rect fill="url(#gt-hatch)" x=${freeze.x} y="0" width=${freeze.width} height=${height}/>`)}
    <path class="week" d=${grid}/><path class="row" d=${lines}/>
    ${links(g, first, last)}
    ${g.shown.map((number) => bar(g, number, (number - first) * ROW))}
    <path class="today" d="M${g.today} 0V${height}"/>`;
}

function links(g, first, last) {
  const near = g.plan.links.filter(([from, to]) => (from >= first && from < last) || (to >= first && to < last) || g.drives(from, to));
  const box = (number) => ({ ...g.box(number), y: (number - first) * ROW });
  const drawn = near.filter(([from, to]) => g.plan.lines[from].start !== null && g.plan.lines[to].start !== null);
  drawn.sort((one, two) => g.drives(one[0], one[1]) - g.drives(two[0], two[1]));
  return drawn.map(([from, to, type]) => {
    const { way, tip } = elbow(type, box(from), box(to));
    return svg`<path class=${g.drives(from, to) ? "drive" : "link"} d=${way}/><path class="tip" d=${tip}/>`;
  });
}

function bar(g, number, y) {
  const line = g.plan.lines[number];
  if (line.start === null) return nothing;
  const box = g.box(number), held = g.held?.key === line.key;
  const moved = g.tried.has(line.key) || held;
  const inner = line.kind === SUMMARY ? summary(box, y) : line.kind === MILESTONE ? milestone(g, line, box, y) : task(g, line, box, y);
  const stage = line.kind === SUMMARY || line.stage === DONE ? " still" : line.stage === BEGUN ? " begun" : "";
  return svg`<g class="b${stage}${moved ? " tried" : ""}${held ? " held" : ""}" data-key=${line.key} role="button" tabindex=${number === g.cursor ? 0 : -1} aria-label=${g.words.bar(line, g.at(number), g.plan)} aria-roledescription=${g.words.roledescription} aria-describedby="gt-how">
    ${moved ? ghost(g, line, y) : nothing}${baseline(g, line, y)}${deadline(g, line, y)}${inner}
    <rect class="grip" x=${box.left - 8} y=${y} width=${Math.max(box.right - box.left, 0) + 16} height=${ROW}/>
    ${g.plans && line.kind !== SUMMARY && line.kind !== MILESTONE && line.stage !== DONE ? svg`<rect class="edge" x=${Math.max(box.right - 5, box.left + 3)} y=${y + 3} width="10" height=${ROW - 8}/>` : nothing}
  </g>`;
}

function summary(box, y) {
  const width = Math.max(box.right - box.left, 2);
  return svg`<path class="sum" d="M${box.left} ${y + 11}h${width}v8l-5 -4H${box.left + 5}l-5 4z"/>`;
}

function milestone(g, line, box, y) {
  const isBad = line.percent < 100 && g.inFreeze(g.at(g.plan.row.get(line.key)).finish);
  return svg`<path class="mile${isBad ? " bad" : ""}" d="M${box.right} ${y + 6}l8 8-8 8-8-8z"/><text class="em" x=${box.right + 13} y=${y + 18}>${g.words.milestone(g.at(g.plan.row.get(line.key)), isBad)}</text>`;
}

function task(g, line, box, y) {
  const number = g.plan.row.get(line.key), at = g.at(number);
  const width = Math.max(box.right - box.left, 2);
  const done = round(width * line.percent / 100);
  const isCritical = at.isCritical && line.stage !== DONE;
  const slips = line.stage !== DONE && at.slack > 0 && at.late > at.finish;
  const end = slips ? g.px(at.late) : 0;
  return svg`${split(g, line, box, y, width, isCritical) ?? svg`<rect class=${isCritical ? "crit" : "task"} x=${box.left + 0.5} y=${y + 7.5} width=${Math.max(width - 1, 1)} height="13" rx="2.5"/>`}
    ${done > 0 ? svg`<rect class=${isCritical ? "critprog" : "prog"} x=${box.left + 0.5} y=${y + 7.5} width=${Math.max(done - 1, 1)} height="13" rx="2.5"/>` : nothing}
    ${slips ? svg`<path class="float" d="M${box.right + 4} ${y + 14}H${end}"/><path class="floatend" d="M${end} ${y + 10}v8"/>` : nothing}`;
}

// work that stopped and goes on later: two pieces and a line between them
function split(g, line, box, y, width, isCritical) {
  if (!line.split || g.tried.has(line.key) || g.held?.key === line.key) return null;
  const kind = isCritical ? "crit" : "task";
  const [stops, goesOn] = line.split.map((at) => g.px(at));
  return svg`<path class="gap" d="M${stops} ${y + 14}H${goesOn}"/>
    <rect class=${kind} x=${box.left + 0.5} y=${y + 7.5} width=${Math.max(stops - box.left - 1, 1)} height="13" rx="2.5"/>
    <rect class=${kind} x=${goesOn + 0.5} y=${y + 7.5} width=${Math.max(box.left + width - goesOn - 1, 1)} height="13" rx="2.5"/>`;
}

// where it stood before it was taken up
function ghost(g, line, y) {
  const left = g.px(line.start), right = g.px(line.finish);
  if (line.kind === SUMMARY) return nothing;
  if (line.kind === MILESTONE) return svg`<path class="ghost" d="M${right} ${y + 6}l8 8-8 8-8-8z"/>`;
  return svg`<rect class="ghost" x=${left + 0.5} y=${y + 7.5} width=${Math.max(right - left - 1, 1)} height="13" rx="2.5"/>`;
}

function baseline(g, line, y) {
  if (!line.was) return nothing;
  const [left, right] = line.was.map((at) => g.px(at));
  if (line.kind === MILESTONE) return svg`<path class="was" d="M${right} ${y + 18}l5 5-5 5-5-5z"/>`;
  return svg`<rect class="was" x=${left} y=${y + 23} width=${Math.max(round(right - left), 2)} height="3" rx="1.5"/>`;
}

function deadline(g, line, y) {
  if (!line.deadline) return nothing;
  const x = g.px(line.deadline);
  const isMissed = line.stage !== DONE && g.at(g.plan.row.get(line.key)).finish > line.deadline;
  return svg`<path class="due${isMissed ? " bad" : ""}" d="M${x} ${y + 4}v20M${x - 4} ${y + 4}h8l-4 5z"/>`;
}
