// Starts the page's behaviour; every part works without it as plain links, forms and native popovers.
import htmx from "htmx.org";
import "./js/theme.js";
import "./js/keys.js";
import "./js/popovers.js";
import "./js/toasts.js";
import "./js/forms.js";
import "./js/region.js";
import "./js/entry.js";
import "./js/tabs.js";
import "./js/gantt.js";
import "./js/drop.js";
import "./js/choice.js";

window.htmx = htmx;
