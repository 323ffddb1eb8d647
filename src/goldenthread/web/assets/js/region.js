// Says when the connection is lost, and opens dialogs where the browser does not know invoker commands yet.
const notice = document.getElementById("offline");
const show = () => notice && (notice.hidden = navigator.onLine);
addEventListener("offline", show);
addEventListener("online", show);
show();

document.addEventListener("click", (event) => {
  const button = event.target.closest("[commandfor]");
  if (!button || "command" in HTMLButtonElement.prototype) return;
  const dialog = document.getElementById(button.getAttribute("commandfor"));
  if (button.getAttribute("command") === "close") dialog?.close();
  else dialog?.showModal();
});
