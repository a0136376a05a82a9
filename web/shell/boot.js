// Starts the page, from a server or from a file: the remembered colours and language before the first paint, then the program, or
// a message where it cannot start. What differs between the two is in site.js and single_file.js.
try {
  const theme = localStorage.getItem("theme");
  if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
} catch {
  // Storage may be forbidden; then the system's colours are used.
}

// What is said before the program and its catalogues are there. Everything else is in locales/.
const BOOT = {
  en: {
    title: "When does trade reach its target?",
    starting: "Simulating the future on your device…",
    old: "This browser has no WebAssembly, which the page needs to compute its answer. Please use a newer one.",
    failed: "The program of this page could not be started ({reason}). Check the connection and reload the page.",
    broken: "The program of this page broke off. Please reload the page.",
  },
  ru: {
    title: "Когда торговля достигнет цели?",
    starting: "Будущее моделируется на вашем устройстве…",
    old: "В этом браузере нет WebAssembly, а без него страница не может вычислить ответ. Откройте её в более новом браузере.",
    failed: "Не удалось запустить программу страницы ({reason}). Проверьте соединение и обновите страницу.",
    broken: "Программа страницы прервалась. Обновите страницу.",
  },
  kk: {
    title: "Сауда мақсатқа қашан жетеді?",
    starting: "Болашақ құрылғыңызда модельденуде…",
    old: "Бұл браузерде WebAssembly жоқ, ал онсыз бет жауапты есептей алмайды. Жаңарақ браузерде ашыңыз.",
    failed: "Беттің бағдарламасын іске қосу мүмкін болмады ({reason}). Байланысты тексеріп, бетті жаңартыңыз.",
    broken: "Беттің бағдарламасы үзілді. Бетті жаңартыңыз.",
  },
  az: {
    title: "Ticarət hədəfə nə vaxt çatacaq?",
    starting: "Gələcək cihazınızda modelləşdirilir…",
    old: "Bu brauzerdə WebAssembly yoxdur, səhifə isə cavabı onsuz hesablaya bilmir. Daha yeni brauzerdə açın.",
    failed: "Səhifənin proqramını işə salmaq mümkün olmadı ({reason}). Bağlantını yoxlayın və səhifəni yeniləyin.",
    broken: "Səhifənin proqramı dayandı. Səhifəni yeniləyin.",
  },
};

// The language: of the link, else the one chosen before, else the first of the browser's that the page speaks.
function language() {
  let chosen = null;
  try {
    chosen = localStorage.getItem("language");
  } catch {
    // Storage may be forbidden; then the browser's languages decide.
  }
  const wishes = [new URLSearchParams(location.search).get("lang"), chosen, ...navigator.languages];
  return wishes.map((wish) => wish?.slice(0, 2).toLowerCase()).find((wish) => wish in BOOT) ?? "en";
}

const code = language();
const boot = BOOT[code];
document.documentElement.lang = code;

const parsed = new Promise((resolve) => document.addEventListener("DOMContentLoaded", resolve));

// The texts of a language. Asked for at once, and again where that failed.
const locales = {};
function speakFrom(texts) {
  globalThis.localeOf = (wanted) => {
    locales[wanted] ??= texts(wanted);
    locales[wanted].catch(() => delete locales[wanted]);
    return locales[wanted];
  };
  if (code !== "en") globalThis.localeOf(code).catch(() => {});
}

async function say(text, role) {
  await parsed;
  let place = document.getElementById("boot");
  if (!place && role === "alert") {
    // The program has mounted itself; what it left of the page stays, below the message.
    place = document.createElement("p");
    place.id = "boot";
    document.body.prepend(place);
  }
  if (!place) return;
  place.textContent = text;
  place.setAttribute("role", role);
  place.classList.toggle("message", role === "alert");
}

// Whether the program broke off in the middle of something. What it was doing is not known any more.
const isTrap = (reason) => typeof WebAssembly !== "undefined" && reason instanceof WebAssembly.RuntimeError;

function watch({ error, reason }) {
  if (isTrap(error ?? reason)) say(boot.broken, "alert");
}
addEventListener("error", watch);
addEventListener("unhandledrejection", watch);

// Parts of the program that the first answer does not need. A worker is handed what the page has of them, so that both are of one
// version.
function prepareParts(load, open) {
  const parts = {};
  globalThis.partOf = async (address) => (parts[address] = await load(address));
  globalThis.startWorker = (module) => {
    const worker = open();
    worker.postMessage({ module, parts });
    return worker;
  };
}

// The answer to the question that a page nobody has touched asks stands in the document; what was asked here before, or is asked by a
// link, waits for the program.
function untouched() {
  try {
    return !location.hash && !location.search.includes("embed") && !Object.keys(localStorage).some((key) => key.startsWith("tradecast.work."));
  } catch {
    return !location.hash;
  }
}

// Starts the program, given how to load it, its compiled module, how to load a part of it and how to open a worker.
async function begin(program, module, part, open) {
  parsed.then(() => {
    const first = document.querySelector(`.shell .headline[lang=${code}]`);
    if (first && untouched()) first.hidden = false;
    const heading = document.querySelector(".shell h1");
    if (code === "en" || !heading) return;
    heading.textContent = boot.title;
    document.title = `Tradecast: ${boot.title}`;
  });
  say(boot.starting, "status");
  try {
    prepareParts(part, open);
    // The program mounts itself in the body, which must be there: what comes from a cache can be faster than the page.
    const [{ default: start }, module_or_path] = await Promise.all([program, module, parsed]);
    await start({ module_or_path });
  } catch (reason) {
    if (isTrap(reason)) return say(boot.broken, "alert");
    const why = typeof WebAssembly === "undefined" ? boot.old : boot.failed.replace("{reason}", reason?.message ?? reason);
    say(why, "alert");
  }
}
