{
  const byId = (id) => document.getElementById(id);
  const form = byId("filters");
  const items = [...document.querySelectorAll(".promises .promise")];
  const texts = new Map(items.map((item) => [item, item.textContent.replace(/\s/g, "").toLowerCase()]));
  const pickers = ["year", "kind", "section", "indicator"];
  const word = (key) => document.querySelector(`[data-word="${key}"]`).dataset[language];

  function matches(item, chosen) {
    if (!chosen.show.has(item.dataset.verdict)) return false;
    if (chosen.figures && !("figure" in item.dataset)) return false;
    return pickers.every((name) => !chosen[name] || item.dataset[name] === chosen[name])
      && (!chosen.q || texts.get(item).includes(chosen.q));
  }

  function filter() {
    const fields = new FormData(form);
    const chosen = Object.fromEntries(pickers.map((name) => [name, fields.get(name)]));
    chosen.show = new Set(fields.getAll("show"));
    chosen.figures = fields.has("figures");
    chosen.q = fields.get("q").replace(/\s/g, "").toLowerCase();
    for (const item of items) item.hidden = !matches(item, chosen);
    for (const year of document.querySelectorAll(".of-year")) year.hidden = !year.querySelector(".promise:not([hidden])");
    count();
  }

  function count() {
    const part = items.filter((item) => !item.hidden).length;
    byId("shown").textContent = filled(word("count_shown"), { part, whole: items.length });
    byId("nothing").hidden = part > 0;
  }

  function remember() {
    const hide = [...form.elements.show].filter((box) => !box.checked).map((box) => box.value).join(",");
    const settings = { hide, q: form.elements.q.value.trim(), figures: form.elements.figures.checked ? "only" : "" };
    for (const name of pickers) settings[name] = form.elements[name].value;
    address.write({ id: "", settings });
  }

  function recall() {
    const { settings } = address.read();
    const hidden = new Set((settings.get("hide") || "").split(","));
    for (const box of form.elements.show) box.checked = !hidden.has(box.value);
    for (const name of [...pickers, "q"]) form.elements[name].value = settings.get(name) || "";
    for (const name of pickers) if (form.elements[name].selectedIndex < 0) form.elements[name].value = "";
    form.elements.figures.checked = settings.get("figures") === "only";
    filter();
  }

  function reset() {
    for (const box of form.elements.show) box.checked = true;
    for (const name of [...pickers, "q"]) form.elements[name].value = "";
    form.elements.figures.checked = false;
    filter();
    remember();
  }

  function follow(id) {
    const target = id && byId(id);
    if (!target) return;
    if (target.closest(".promise[hidden], .of-year[hidden]")) reset();
    for (const old of document.querySelectorAll(".promise.current")) old.classList.remove("current");
    if (target.matches(".promise")) target.classList.add("current");
    address.write({ id });
    target.scrollIntoView();
    if (!target.hasAttribute("tabindex")) target.tabIndex = -1;
    target.focus({ preventScroll: true });
  }

  document.addEventListener("click", (event) => {
    if (event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const link = event.target.closest("a[href^='#']");
    if (!link) return;
    event.preventDefault();
    follow(link.getAttribute("href").slice(1));
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.target.closest("input, select, textarea")) return;
    event.preventDefault();
    byId("filter-box").open = true;
    form.elements.q.focus();
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("input", () => { filter(); remember(); });
  byId("reset").addEventListener("click", reset);
  addEventListener("hashchange", () => { recall(); follow(address.read().id); });
  onLanguage.push(count);

  const narrow = matchMedia("(max-width: 71.99rem)");
  byId("filter-box").open = !narrow.matches && innerHeight >= 720;
  new ResizeObserver(() => document.documentElement.style.setProperty("--filters", `${form.offsetHeight}px`)).observe(form);
  form.hidden = false;
  recall();
  follow(address.read().id);
}
