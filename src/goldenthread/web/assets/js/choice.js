// A budget moves over the points of a frontier: all of them came with the page, so that nothing is asked on the way.
document.addEventListener("input", (event) => {
  if (event.target.matches?.("[data-choice] input[data-points]")) show(event.target);
});

document.addEventListener("click", (event) => {
  const mark = event.target.closest?.("[data-choice] [data-mark]");
  if (!mark) return;
  const slider = mark.closest("[data-choice]").querySelector("input[data-points]");
  slider.value = mark.dataset.mark;
  slider.focus();
  show(slider);
});

function show(slider) {
  const choice = slider.closest("[data-choice]");
  const points = choice.querySelectorAll(`template[data-at="${slider.value}"]`);
  if (!points.length) return;
  for (const point of points) choice.querySelector(`[data-here="${point.dataset.for}"]`).replaceChildren(point.content.cloneNode(true));
  const { say } = points[0].dataset;
  slider.setAttribute("aria-valuetext", say);
  for (const mark of choice.querySelectorAll("[data-mark]")) mark.classList.toggle("is-here", mark.dataset.mark === slider.value);
  for (const field of choice.querySelectorAll("[data-point]")) field.value = slider.value;
  for (const text of choice.querySelectorAll("[data-finding]")) text.textContent = say;
  const address = new URL(location.href);
  address.searchParams.set("at", slider.value);
  history.replaceState(history.state, "", address);
}
