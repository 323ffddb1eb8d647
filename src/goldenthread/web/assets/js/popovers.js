// Hangs an opened panel from its figure, keeps aria-expanded true, and fetches panels that were too many to send with the page.
const GAP = 8;
const EDGE = 16;
const ANCHORS = CSS.supports("top: anchor(bottom)");
let invoker = null;

document.addEventListener("click", (event) => {
  const button = event.target.closest("[popovertarget], [data-opens]");
  if (button) invoker = button;
  const lazy = event.target.closest("a[data-opens]");
  if (!lazy || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  open(lazy);
}, true);

document.addEventListener("beforetoggle", (event) => {
  const panel = event.target;
  if (!panel.popover || !panel.id) return;
  const button = document.querySelector(`[popovertarget="${CSS.escape(panel.id)}"]:focus, [popovertarget="${CSS.escape(panel.id)}"]`);
  const owner = invoker?.getAttribute("popovertarget") === panel.id || invoker?.dataset.opens === panel.id ? invoker : button;
  owner?.setAttribute("aria-expanded", String(event.newState === "open"));
}, true);

document.addEventListener("toggle", (event) => {
  const panel = event.target;
  if (event.newState !== "open" || !invoker || matchMedia("(max-width: 720px)").matches) return;
  if (panel.matches(".gt-opener[popover]")) place(panel, invoker);
  else if (!ANCHORS && panel.matches(".gt-menu, .gt-knots, .gt-choose")) drop(panel, invoker);
}, true);

function place(panel, owner) {
  panel.classList.add("is-placed");
  panel.classList.remove("above");
  const at = owner.getBoundingClientRect();
  const size = panel.getBoundingClientRect();
  const left = Math.min(Math.max(at.left, EDGE), document.documentElement.clientWidth - size.width - EDGE);
  const above = at.bottom + GAP + size.height > innerHeight && at.top - GAP - size.height > 0;
  panel.classList.toggle("above", above);
  panel.style.right = panel.style.bottom = "auto";
  panel.style.left = `${left + scrollX}px`;
  panel.style.top = `${(above ? at.top - GAP - size.height : at.bottom + GAP) + scrollY}px`;
  panel.style.setProperty("--hang", `${Math.min(Math.max(at.left + Math.min(at.width / 2, 18) - left, 12), size.width - 12)}px`);
}

// menus, where the browser cannot anchor them by style
function drop(panel, owner) {
  const at = owner.getBoundingClientRect();
  panel.style.inset = "auto";
  panel.style.top = `${at.bottom + GAP / 2}px`;
  panel.style.left = `${Math.min(at.left, document.documentElement.clientWidth - panel.offsetWidth - EDGE)}px`;
}

async function open(link) {
  const panel = document.getElementById(link.dataset.opens) ?? shared(link.dataset.opens);
  link.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(link.href, { headers: { "HX-Request": "true", "HX-Target": panel.id } });
    if (!answer.ok || answer.redirected) return location.assign(link.href);
    panel.innerHTML = await answer.text();
    window.htmx.process(panel);
    panel.showPopover({ source: link });
    place(panel, link);
  } catch {
    location.assign(link.href);
  } finally {
    link.removeAttribute("aria-busy");
  }
}

function shared(id) {
  const panel = document.createElement("div");
  Object.assign(panel, { id, popover: "auto", className: "gt-opener" });
  panel.setAttribute("role", "dialog");
  document.body.append(panel);
  return panel;
}
