// Starts the page: the remembered colours before the first paint, then the program, or a message where it cannot start.
try {
  const theme = localStorage.getItem("theme");
  if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
} catch {
  // Storage may be forbidden; then the system's colours are used.
}

const parsed = new Promise((resolve) => document.addEventListener("DOMContentLoaded", resolve));

async function say(text, role) {
  await parsed;
  const place = document.getElementById("boot");
  if (!place) return;
  place.textContent = text;
  place.setAttribute("role", role);
  place.classList.toggle("message", role === "alert");
}

// How the program starts a worker: the same module, in a thread of its own. A page from a file does this differently.
globalThis.startWorker = (module) => {
  const worker = new Worker(new URL("./assets/worker.js", document.baseURI), { type: "module" });
  worker.postMessage(module);
  return worker;
};

// How it starts the reader of workbooks.
globalThis.startSheets = () => new Worker(new URL("./assets/sheets.js", document.baseURI), { type: "module" });

say("Simulating the future on your device…", "status");
import("../tradecast.js")
  .then((program) => program.default())
  .catch((reason) =>
    say(
      typeof WebAssembly === "undefined"
        ? "This browser has no WebAssembly, which the page needs to compute its answer. Please use a newer one."
        : `The program of this page could not be started (${reason?.message ?? reason}). Check the connection and reload the page.`,
      "alert",
    ),
  );
