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
  const module = packed.module("module");
  globalThis.startSheets = () => {
    const reader = worker(packed.text("sheets"))();
    packed.module("sheets-module").then((compiled) => reader.postMessage(compiled));
    return reader;
  };
  const texts = source("languages");
  let languages;
  speakFrom(async (language) => {
    languages ??= stream(texts, packed.until("module"));
    return languages.text(`${language}.txt`);
  });
  // The link to third-party notices: they are inside.
  const notices = source("notices");
  addEventListener("click", (event) => {
    if (event.target.id !== "notices") return;
    event.preventDefault();
    window.open(URL.createObjectURL(new Blob([stream(notices).text("notices")], { type: "text/plain;charset=utf-8" })));
  });
  // Handed on after the next picture: the first answer is not to wait for what stands below it.
  const painted = () => new Promise((done) => (document.hidden ? done() : requestAnimationFrame(() => setTimeout(done))));
  const part = async (address) => {
    const module = await packed.module(address.split("/").pop());
    await painted();
    return module;
  };
  begin({ default: __wbg_init }, module, part, worker(packed.text("program")));
}
