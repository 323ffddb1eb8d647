// Dims a region while its new content is on its way, says when the connection is lost, and opens dialogs where the browser does not know invoker commands yet.
const notice = document.getElementById("offline");
const show = () => notice && (notice.hidden = navigator.onLine);
addEventListener("offline", show);
addEventListener("online", show);
show();

function waiting(event, isWaiting) {
  const region = event.detail?.ctx?.target?.closest?.("[data-region]");
  if (isWaiting) region?.setAttribute("aria-busy", "true");
  else region?.removeAttribute("aria-busy");
}
document.addEventListener("htmx:before:request", (event) => waiting(event, true));
document.addEventListener("htmx:finally:request", (event) => waiting(event, false));

document.addEventListener("click", (event) => {
  const button = event.target.closest("[commandfor]");
  if (!button || "command" in HTMLButtonElement.prototype) return;
  const dialog = document.getElementById(button.getAttribute("commandfor"));
  if (button.getAttribute("command") === "close") dialog?.close();
  else dialog?.showModal();
});
