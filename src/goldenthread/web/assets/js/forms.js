// Forms: sent once, warned about when left unsaved, and summed up when something is wrong.
const changed = new Set();

document.addEventListener("submit", (event) => {
  const form = event.target;
  changed.delete(form);
  if (event.defaultPrevented || form.method === "dialog" || form.method === "get") return;
  if (form.dataset.sent) return event.preventDefault();
  form.dataset.sent = "yes";
  event.submitter?.setAttribute("aria-busy", "true");
});

function release(form) {
  delete form.dataset.sent;
  form.querySelectorAll('[aria-busy="true"]').forEach((button) => button.removeAttribute("aria-busy"));
}

// a page taken back from the browser's cache, or an answer swapped in, may be sent again
addEventListener("pageshow", (event) => event.persisted && document.querySelectorAll("form[data-sent]").forEach(release));
document.addEventListener("htmx:finally:request", () => document.querySelectorAll("form[data-sent]").forEach(release));

document.addEventListener("input", (event) => {
  const form = event.target.form;
  if (form?.hasAttribute("data-guard")) changed.add(form);
});
addEventListener("beforeunload", (event) => {
  if ([...changed].some((form) => form.isConnected)) event.preventDefault();
});

// filters answer as soon as they are chosen; the button stays for those without script
document.addEventListener("change", (event) => {
  if (event.target.form?.hasAttribute("data-instant")) event.target.form.requestSubmit();
  if (event.target.matches("[data-check-all]")) {
    event.target.closest("table").querySelectorAll("tbody input[type=checkbox]").forEach((box) => { box.checked = event.target.checked; });
  }
});

export function focusErrors() {
  document.querySelector(".gt-errors")?.focus();
}
focusErrors();
document.addEventListener("htmx:after:swap", focusErrors);
