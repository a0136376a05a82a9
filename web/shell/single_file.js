// The page from a file, after the program in the same script: starts it with what unpack.js unpacks. The same script is also that of
// the worker.
if (typeof document === "undefined") {
  onmessage = ({ data: { module, parts } }) => {
    globalThis.partOf = (address) => Promise.resolve(parts[address]);
    __wbg_init({ module_or_path: module });
  };
} else {
  const worker = (script) => {
    const address = URL.createObjectURL(new Blob([script], { type: "text/javascript" }));
    return () => new Worker(address);
  };
  const module = compiled("tradecast_bg.wasm");
  const sheets = worker(document.getElementById("sheets.js").textContent);
  globalThis.startSheets = () => {
    const reader = sheets();
    compiled("sheets.wasm").then((module) => reader.postMessage(module));
    return reader;
  };
  speakFrom((language) => text(`${language}.txt`));
  // The link to third-party notices: they are inside.
  addEventListener("click", async (event) => {
    if (event.target.id !== "notices") return;
    event.preventDefault();
    const notices = await text("notices.txt");
    window.open(URL.createObjectURL(new Blob([notices], { type: "text/plain;charset=utf-8" })));
  });
  // Handed on after the next picture: the first answer is not to wait for what stands below it.
  const painted = () => new Promise((done) => (document.hidden ? done() : requestAnimationFrame(() => setTimeout(done))));
  const part = async (address) => {
    const module = await compiled(address.split("/").pop());
    await painted();
    return module;
  };
  begin({ default: __wbg_init }, module, part, worker(program));
}
