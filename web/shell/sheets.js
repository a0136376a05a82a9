// The reader of workbooks in a page from a file: between its program and its worker's script, which are one there. The page hands it
// the module, because nothing can be loaded.
let handed;
const module = new Promise((resolve) => {
  handed = resolve;
});
const start = async () => __wbg_init({ module_or_path: await module });
addEventListener("message", (event) => {
  if (!(event.data instanceof WebAssembly.Module)) return;
  event.stopImmediatePropagation();
  handed(event.data);
});
