// The page from a file: what it has inside stands in it as base64 of gzip, which browsers unpack themselves.

const TYPE = "application/gzip";

// By name. The program clears the page when it begins; these are still known then.
let packed = {};

function unpacked(name) {
  const bytes = Uint8Array.from(atob(packed[name]), (letter) => letter.charCodeAt(0));
  return new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
}

const text = (name) => new Response(unpacked(name)).text();

// Compiled while it is unpacked.
const compiled = (name) => WebAssembly.compileStreaming(new Response(unpacked(name), { headers: { "content-type": "application/wasm" } }));

let program;
parsed
  .then(async () => {
    const elements = [...document.querySelectorAll(`script[type="${TYPE}"]`)];
    packed = Object.fromEntries(elements.map(({ id, textContent }) => [id, textContent]));
    program = await text("program");
    // The policy of the page knows what it says.
    document.head.append(Object.assign(document.createElement("script"), { type: "module", textContent: program }));
  })
  .catch((reason) => begin(Promise.reject(reason)));
