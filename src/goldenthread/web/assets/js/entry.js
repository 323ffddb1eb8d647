// The thread is drawn once when a page is entered; after that <html> is marked, and swapped regions stay quiet.
addEventListener("load", () => setTimeout(() => document.documentElement.classList.add("is-here"), 1200));
