"use strict";
// The address keeps everything: "#f12&lang=en&hide=task" is a record, the language and the filters.
const address = {
  read() {
    const settings = new Map();
    let id = "";
    for (const part of location.hash.slice(1).split("&").filter(Boolean)) {
      const [name, ...value] = part.split("=");
      if (value.length) settings.set(name, address.decoded(value.join("="))); else id = address.decoded(name);
    }
    return { id, settings };
  },
  decoded(text) {
    try { return decodeURIComponent(text); } catch { return text; }
  },
  write({ id, settings = {} }) {
    const now = address.read();
    for (const [name, value] of Object.entries(settings)) {
      if (value) now.settings.set(name, value); else now.settings.delete(name);
    }
    const parts = [...now.settings].map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
    history.replaceState(null, "", "#" + [id ?? now.id, ...parts].filter(Boolean).join("&"));
  },
};

// "{whole:# mark|# marks}" is "1 mark" for one and "3 marks" for any other number, as in luoshi.plurals.
function filled(words, values) {
  return words
    .replace(/\{(\w+):([^{}|]*)\|([^{}|]*)\}/g, (_, name, one, many) =>
      (values[name] === 1 ? one : many).replace("#", `{${name}}`))
    .replace(/\{(\w+)\}/g, (_, name) => values[name]);
}

const written = document.documentElement.lang.startsWith("en") ? "en" : "zh";
let language = written;
const onLanguage = [];

function setLanguage(code) {
  language = code;
  document.documentElement.lang = code === "en" ? "en" : "zh-CN";
  const button = document.getElementById("language");
  button.textContent = code === "en" ? "中文" : "English";
  button.lang = code === "en" ? "zh-CN" : "en";
  for (const option of document.querySelectorAll("option[data-zh]")) option.textContent = option.dataset[code];
  // Pages that stand beside this one open in the same language.
  for (const link of document.querySelectorAll("a[href*='.html']")) {
    const [page, fragment = ""] = link.getAttribute("href").split("#");
    const parts = fragment.split("&").filter((part) => part && !part.startsWith("lang="));
    if (code !== written) parts.push("lang=" + code);
    link.href = [page, ...(parts.length ? [parts.join("&")] : [])].join("#");
  }
  onLanguage.forEach((tell) => tell());
}

{
  const button = document.getElementById("language");
  button.hidden = false;
  button.addEventListener("click", () => {
    const code = language === "en" ? "zh" : "en";
    address.write({ settings: { lang: code === written ? "" : code } });
    setLanguage(code);
  });
  const asked = address.read().settings.get("lang");
  setLanguage(asked === "en" || asked === "zh" ? asked : written);
}
