// Starts the page: the remembered colours before the first paint, then the program, or a message where it cannot start.
try {
  const theme = localStorage.getItem("theme");
  if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
} catch {
  // Storage may be forbidden; then the system's colours are used.
}

import("../tradecast.js")
  .then((program) => program.default())
  .catch((reason) => {
    const say = () => {
      const place = document.getElementById("boot");
      if (!place) return;
      place.className = "message";
      place.setAttribute("role", "alert");
      place.textContent =
        typeof WebAssembly === "undefined"
          ? "This browser has no WebAssembly, which the page needs to compute its answer. Please use a newer one."
          : `The program of this page could not be started (${reason?.message ?? reason}). Check the connection and reload the page.`;
    };
    if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", say);
    else say();
  });
