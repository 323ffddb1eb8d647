// Messages that can be undone stay for 8 seconds, and as long as the pointer or the focus rests on them.
const STAY = 8000;

function tend(toast) {
  if (toast.dataset.tended) return;
  toast.dataset.tended = "yes";
  let timer;
  const leave = () => toast.remove();
  const start = () => { timer = setTimeout(leave, STAY); };
  const hold = () => clearTimeout(timer);
  toast.addEventListener("pointerenter", hold);
  toast.addEventListener("pointerleave", start);
  toast.addEventListener("focusin", hold);
  toast.addEventListener("focusout", start);
  toast.addEventListener("click", (event) => event.target.closest("[data-close]") && leave());
  start();
}

const tray = document.getElementById("toasts");
if (tray) {
  new MutationObserver(() => tray.querySelectorAll(".gt-toast").forEach(tend)).observe(tray, { childList: true });
  tray.querySelectorAll(".gt-toast").forEach(tend);
}
