// A plan drawn by the server stays until its element has the plan; on the phone it is a list and needs none.
const plan = document.querySelector("gt-gantt");
const phone = matchMedia("(max-width: 720px)");

function start() {
  if (plan && !phone.matches) import("./gantt/element.js");
}
start();
phone.addEventListener("change", start);

// without the element: opened where today is, with a little of what was before it; a plan that is over, at its last bars
for (const region of document.querySelectorAll(".gt-gantt:not(.live) .scroll")) {
  const today = region.querySelector("path.today");
  if (!today) continue;
  const ends = [...region.querySelectorAll("path.sum, rect.task, rect.crit, path.mile")].map((bar) => bar.getBBox());
  const last = Math.max(...ends.map((box) => box.x + box.width), 0);
  const now = today.getBBox().x;
  const isOver = last > 0 && last < now - region.clientWidth / 3;
  region.scrollLeft = isOver ? last - region.clientWidth + 96 : now - region.clientWidth / 3;
}
