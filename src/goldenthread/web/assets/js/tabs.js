// Tabs that run off the edge start at the one that is open.
for (const tab of document.querySelectorAll(".gt-tabs [aria-current]")) {
  const bar = tab.parentElement;
  const over = tab.offsetLeft + tab.offsetWidth + 48 - bar.offsetLeft - bar.clientWidth;
  if (over > 0) bar.scrollLeft = over;
}
