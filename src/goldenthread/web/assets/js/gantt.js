// Opens a plan where today is, with a little of what was before it.
for (const region of document.querySelectorAll(".gt-gantt .scroll")) {
  const today = region.querySelector("path.today");
  if (today) region.scrollLeft = Math.max(0, today.getBBox().x - region.clientWidth / 3);
}
