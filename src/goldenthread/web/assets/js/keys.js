// Keyboard: / searches, ? shows the keys, g then a letter goes to a room, c creates, j and k walk a list, Esc leaves.
const typing = (target) => target.closest("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]");
let going = 0;

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (event.key === "Escape" && document.activeElement?.closest("[role=search]")) return document.activeElement.blur();
  if (typing(event.target) || document.querySelector("dialog[open]")) return;
  const act = going && Date.now() - going < 1200 ? goTo(event.key) : ACTS[event.key]?.() ?? press(event.key);
  if (event.key !== "g") going = 0;
  if (act) event.preventDefault();
});

const ACTS = {
  "/": () => focusOn("[role=search] input"),
  "?": () => toggle("keys"),
  "t": () => toggle("thread-read"),
  "g": () => ((going = Date.now()), true),
  "c": () => toggle("create-menu") || press("c"),
  "j": () => walk(1),
  "k": () => walk(-1),
};

function focusOn(selector) {
  const field = document.querySelector(selector);
  field?.focus();
  field?.select?.();
  return Boolean(field);
}

function toggle(id) {
  const panel = document.getElementById(id);
  if (panel?.matches(":popover-open")) {
    panel.hidePopover();
  } else if (panel) {
    panel.showPopover({ source: document.querySelector(`[popovertarget="${CSS.escape(id)}"]`) ?? undefined });
    panel.querySelector("a, button")?.focus();
  }
  return Boolean(panel);
}

function goTo(key) {
  const link = document.querySelector(`a[data-go="${CSS.escape(key.toLowerCase())}"]`);
  link?.click();
  return Boolean(link);
}

// a button or link that prints its key: <kbd data-key="n">N</kbd>
function press(key) {
  const hint = document.querySelector(`[data-key="${CSS.escape(key.toLowerCase())}"]`);
  const target = hint?.closest("a, button");
  target?.click();
  return Boolean(target);
}

// rows carry data-row; the link inside, or the row itself when it is one, takes the focus so that Enter opens it
function walk(step) {
  const rows = [...document.querySelectorAll("[data-row]")].filter((row) => row.offsetParent);
  if (!rows.length) return false;
  const here = rows.findIndex((row) => row.classList.contains("is-cursor") || row.contains(document.activeElement));
  const next = rows[Math.min(Math.max(here + step, 0), rows.length - 1)];
  rows.forEach((row) => row.classList.toggle("is-cursor", row === next));
  (next.matches("a") ? next : next.querySelector("a"))?.focus({ focusVisible: false });
  next.scrollIntoView({ block: "nearest" });
  return true;
}
