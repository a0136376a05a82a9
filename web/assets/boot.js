// Starts the page: the remembered colours and language before the first paint, then the program, or a message where it cannot
// start.
try {
  const theme = localStorage.getItem("theme");
  if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
} catch {
  // Storage may be forbidden; then the system's colours are used.
}

// What is said before the program and its catalogues are there. Everything else is in locales/.
const BOOT = {
  en: {
    title: "When does Kazakhstan–Azerbaijan trade reach $1 bn?",
    starting: "Simulating the future on your device…",
    old: "This browser has no WebAssembly, which the page needs to compute its answer. Please use a newer one.",
    failed: "The program of this page could not be started ({reason}). Check the connection and reload the page.",
  },
  ru: {
    title: "Когда товарооборот Казахстана и Азербайджана достигнет 1 млрд долл. США?",
    starting: "Будущее моделируется на вашем устройстве…",
    old: "В этом браузере нет WebAssembly, а без него страница не может вычислить ответ. Откройте её в более новом браузере.",
    failed: "Не удалось запустить программу страницы ({reason}). Проверьте соединение и обновите страницу.",
  },
  kk: {
    title: "Қазақстан мен Әзербайжанның тауар айналымы 1 млрд АҚШ долларына қашан жетеді?",
    starting: "Болашақ құрылғыңызда модельденуде…",
    old: "Бұл браузерде WebAssembly жоқ, ал онсыз бет жауапты есептей алмайды. Жаңарақ браузерде ашыңыз.",
    failed: "Беттің бағдарламасын іске қосу мүмкін болмады ({reason}). Байланысты тексеріп, бетті жаңартыңыз.",
  },
  az: {
    title: "Qazaxıstanla Azərbaycanın əmtəə dövriyyəsi 1 mlrd ABŞ dollarına nə vaxt çatacaq?",
    starting: "Gələcək cihazınızda modelləşdirilir…",
    old: "Bu brauzerdə WebAssembly yoxdur, səhifə isə cavabı onsuz hesablaya bilmir. Daha yeni brauzerdə açın.",
    failed: "Səhifənin proqramını işə salmaq mümkün olmadı ({reason}). Bağlantını yoxlayın və səhifəni yeniləyin.",
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

// The texts of a language: inside the page where it is one file, else beside it. Asked for at once, and again where that failed.
const locales = {};
globalThis.localeOf = (wanted) => {
  const inside = document.getElementById(`locale-${wanted}`);
  if (inside) return Promise.resolve(inside.textContent);
  locales[wanted] ??= fetch(new URL(`./assets/locales/${wanted}.txt`, document.baseURI)).then((answer) => {
    if (!answer.ok) throw new Error(`${answer.status}`);
    return answer.text();
  });
  locales[wanted].catch(() => delete locales[wanted]);
  return locales[wanted];
};
if (code !== "en") globalThis.localeOf(code).catch(() => {});

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

parsed.then(() => {
  const heading = document.querySelector(".shell h1");
  if (code === "en" || !heading) return;
  heading.textContent = boot.title;
  document.title = `Tradecast: ${boot.title}`;
});
say(boot.starting, "status");
import("../tradecast.js")
  .then((program) => program.default())
  .catch((reason) =>
    say(
      typeof WebAssembly === "undefined"
        ? boot.old
        : boot.failed.replace("{reason}", reason?.message ?? reason),
      "alert",
    ),
  );
