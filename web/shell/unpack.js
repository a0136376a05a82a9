// The page from a file: what it has inside stands in it as texts, each a stream of parts one behind the other, whose names and lengths
// are its attribute. A module of a few kilobytes reads them (crates/tradecast-unpack).

// A stream, read as far as what is wanted of it, behind the bytes that it refers to.
function stream({ unpacker, text, lengths }, before = []) {
  const { memory, room, letters, begin, read } = new WebAssembly.Instance(unpacker).exports;
  const place = memory.buffer.byteLength;
  memory.grow(Math.ceil(room() / 65536));
  const window = new Uint8Array(memory.buffer, place);
  window.set(before);
  new TextEncoder().encodeInto(text, window.subarray(letters()));
  begin(place, before.length);
  const parts = {};
  let end = before.length;
  for (const [, name, length] of lengths.matchAll(/(\S+) (\d+)/g)) parts[name] = [end, (end += Number(length))];
  const all = end;
  const bytes = (from, to) => {
    read(place, to);
    return window.slice(from, to);
  };
  return {
    // Everything up to the end of a part.
    until: (name) => bytes(0, parts[name][1]),
    text: (name) => new TextDecoder().decode(bytes(...parts[name])),
    // Compiled while it is unpacked. Then the rest is unpacked, because the page has nothing to do until the browser has compiled it.
    module: (name) => {
      let [at, end] = parts[name];
      const pull = (arriving) => {
        const next = Math.min(at + 0x10000, end);
        arriving.enqueue(bytes(at, next));
        at = next;
        if (at < end) return;
        arriving.close();
        setTimeout(() => read(place, all));
      };
      const response = new Response(new ReadableStream({ pull }), { headers: { "content-type": "application/wasm" } });
      return WebAssembly.compileStreaming(response);
    },
  };
}

// Where a stream stands in the page. The program clears the page when it begins; then these are still known.
let unpacker;
function source(id) {
  const element = document.getElementById(id);
  const letters = () => Uint8Array.from(atob(document.getElementById("unpacker").textContent), (letter) => letter.charCodeAt(0));
  unpacker ??= new WebAssembly.Module(letters());
  return { unpacker, text: element.textContent, lengths: element.dataset.parts };
}

// Puts a style or a script into the page; the policy knows what it says.
function put(name, properties) {
  document.head.append(Object.assign(document.createElement(name), properties));
}

try {
  put("style", { textContent: stream(source("style")).text("style") });
} catch {
  // A browser without WebAssembly is told so below, in plain letters.
}

let packed;
parsed
  .then(() => {
    packed = stream(source("parts"));
    put("script", { type: "module", textContent: packed.text("program") });
  })
  .catch((reason) => begin(Promise.reject(reason)));
