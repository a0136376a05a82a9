// The page from a server: loads its program in parallel, and keeps itself for when there is no network.
async function compile(address) {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${response.status} ${response.statusText}`.trim());
  // A server may send another type than the one that is compiled while it arrives.
  const arrives = response.headers.get("content-type")?.startsWith("application/wasm");
  return arrives ? WebAssembly.compileStreaming(response) : WebAssembly.compile(await response.arrayBuffer());
}

const at = (path) => new URL(path, document.baseURI);

speakFrom(async (language) => {
  const response = await fetch(at(`./assets/locales/${language}.txt`));
  if (!response.ok) throw new Error(`${response.status}`);
  return response.text();
});

// Resolves with the first part of the program that was waited for.
let parted;
const rest = new Promise((resolve) => {
  parted = resolve;
});
const part = (address) => compile(at(address)).finally(parted);
const open = () => new Worker(at("./assets/worker.js"), { type: "module" });
begin(import("../tradecast.js"), compile(at("./tradecast_bg.wasm")), part, open);

// The reader of workbooks, loaded when the first one is brought.
globalThis.startSheets = () => new Worker(at("./assets/sheets.js"), { type: "module" });

// Keeps the page for when there is no network. A newer version waits until the user asks for it ("useversion"): it is announced
// ("newversion") and never swapped in silently.
async function keep() {
  // Only secure origins and this machine have service workers; a chart inside an article leaves that to the article.
  const container = navigator.serviceWorker;
  if (!container || self !== top) return;
  let controlled = Boolean(container.controller);
  const registration = await container.register(at("./sw.js"));
  const announce = () => {
    document.documentElement.dataset.version = "waits";
    dispatchEvent(new Event("newversion"));
  };
  const installed = () => registration.waiting && container.controller && announce();
  installed();
  registration.addEventListener("updatefound", () => registration.installing.addEventListener("statechange", installed));
  let wanted = false;
  addEventListener("useversion", () => {
    wanted = true;
    if (registration.waiting) registration.waiting.postMessage("activate");
    else location.reload();
  });
  container.addEventListener("controllerchange", () => {
    if (wanted) location.reload();
    // Another tab asked for it: this one goes on with what it has.
    else if (controlled) announce();
    controlled = true;
  });
  // A page that stays open for days asks now and then.
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible" && navigator.onLine) registration.update().catch(() => {});
  });
}

// Not before the whole program is there, which needs the line more. Where the browser forbids it (private windows, no storage) the
// page works, with a network.
rest.then(keep).catch(() => {});
