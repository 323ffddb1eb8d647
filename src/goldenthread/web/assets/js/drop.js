// A file dropped anywhere on a page that takes one goes into its form, which is sent at once.
const carriesFile = (event) => [...(event.dataTransfer?.types ?? [])].includes("Files");
const taker = () => document.querySelector("form[data-drop]");
let depth = 0;

function show(isOver) {
  const here = document.querySelector("[data-drop-here]");
  if (here) here.hidden = !isOver;
  taker()?.classList.toggle("is-over", isOver);
}

document.addEventListener("dragenter", (event) => {
  if (!taker() || !carriesFile(event)) return;
  depth += 1;
  show(true);
});
document.addEventListener("dragleave", (event) => {
  if (!taker() || !carriesFile(event)) return;
  depth = Math.max(0, depth - 1);
  if (depth === 0) show(false);
});
document.addEventListener("dragover", (event) => {
  if (taker() && carriesFile(event)) event.preventDefault();
});
document.addEventListener("drop", (event) => {
  const form = taker();
  if (!form || !carriesFile(event)) return;
  event.preventDefault();
  depth = 0;
  show(false);
  const file = form.querySelector('input[type="file"]');
  file.files = event.dataTransfer.files;
  if (file.files.length) form.requestSubmit();
});
