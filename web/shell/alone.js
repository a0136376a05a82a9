// The page from a file, after the program in the same script: unpacks the modules and the languages, which stand in the page as
// text. The same script is also that of the worker.
if (typeof document === "undefined") {
  onmessage = ({ data: { module, parts } }) => {
    globalThis.partOf = (address) => Promise.resolve(parts[address]);
    __wbg_init({ module_or_path: module });
  };
} else {
  // The program clears the body when it begins, and texts are asked for later too.
  const texts = new Map([...document.querySelectorAll("script[id]")].map((script) => [script.id, script.textContent]));
  const text = (id) => texts.get(id);
  // Two letters are thirteen bits, a last one alone is six; what is behind the last whole byte is none.
  const bytes = (text) => {
    const found = new Uint8Array((13 * (text.length >> 1) + 6 * (text.length & 1)) >> 3);
    const digit = (at) => text.charCodeAt(at) - (text.charCodeAt(at) > 60 ? 34 : 33);
    let [held, count, end] = [0, 0, 0];
    for (let at = 0; at < text.length; at += 2) {
      const two = at + 1 < text.length;
      held |= (two ? digit(at) * 91 + digit(at + 1) : digit(at)) << count;
      for (count += two ? 13 : 6; count >= 8; count -= 8, held >>= 8) found[end++] = held;
    }
    return found;
  };
  const unpacked = (id, type) => {
    const packed = bytes(text(id));
    const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
    return new Response(stream, { headers: { "content-type": type } });
  };
  const module = (id) => WebAssembly.compileStreaming(unpacked(id, "application/wasm"));
  const worker = (script) => {
    const address = URL.createObjectURL(new Blob([script], { type: "text/javascript" }));
    return () => new Worker(address);
  };
  globalThis.startSheets = () => {
    const reader = worker(text("sheets"))();
    module("sheets-module").then((compiled) => reader.postMessage(compiled));
    return reader;
  };
  speakFrom(async (language) => unpacked(`locale-${language}`, "text/plain").text());
  const part = (address) => module(address.split("/").pop());
  begin({ default: __wbg_init }, module("module"), part, worker(text("program")));
}
