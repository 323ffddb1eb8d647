// Light or dark: kept in a cookie, so that the server can say it on <html> and no page flashes.
const root = document.documentElement;
const system = matchMedia("(prefers-color-scheme: dark)");

const shown = () => root.dataset.theme || (system.matches ? "dark" : "light");

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-toggle-theme]");
  if (!button) return;
  root.dataset.theme = shown() === "dark" ? "light" : "dark";
  document.cookie = `theme=${root.dataset.theme}; path=/; max-age=31536000; samesite=lax${location.protocol === "https:" ? "; secure" : ""}`;
});
