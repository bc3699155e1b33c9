{
  const byId = (id) => document.getElementById(id);
  const data = JSON.parse(byId("data").textContent);
  const lists = { f: data.figures, p: data.promises, j: data.projects, q: data.problems };
  const names = { f: "record_figure", p: "record_promise", j: "record_project", q: "record_problem" };
  const shownFields = {
    f: ["subject", "value", "measure", "bound", "status", "tone", "period", "place"],
    p: ["kind", "figures", "period", "place"],
    j: ["stage", "status", "investment", "capacity", "place"],
    q: [],
  };
  const form = byId("filters");
  const dialog = byId("record");
  const narrow = matchMedia("(max-width: 71.99rem)");

  // A mark is {id, kind, record, link, box, choice}: the link takes the focus, the box is what is marked.
  const marks = [...document.querySelectorAll(".text a.f[id], .text a.box")].map((link) => {
    const box = link.classList.contains("box") ? link.parentElement : link;
    const kind = box.id[0];
    const record = lists[kind][Number(box.id.slice(1))];
    const choice = kind === "f" ? record.status : kind === "p" ? record.kind : kind === "j" ? "mention" : "problem";
    return { id: box.id, kind, record, link, box, choice };
  });
  const markById = new Map(marks.map((mark) => [mark.id, mark]));
  let shown = marks;
  let current = null;

  const word = (key) => document.querySelector(`[data-word="${key}"]`).dataset[language];
  const label = (field, value) => (data.values[field] && data.values[field][value] ? data.values[field][value][language] : value);

  function isWithin(section, above) {
    for (let at = section; at !== null; at = data.parents[at]) if (at === above) return true;
    return false;
  }

  function words(mark) {
    const { record } = mark;
    return [record.quote, record.subject, record.text, record.name].filter(Boolean).join(" ");
  }

  function choices() {
    const fields = new FormData(form);
    return {
      show: new Set(fields.getAll("show")),
      measure: fields.get("measure"),
      section: fields.get("section"),
      q: fields.get("q").trim().toLowerCase(),
    };
  }

  function matches(mark, chosen) {
    if (!chosen.show.has(chosen.measure && mark.kind !== "f" ? "" : mark.choice)) return false;
    if (chosen.measure && mark.record.measure !== chosen.measure) return false;
    if (chosen.section && (mark.record.section === null || !isWithin(mark.record.section, Number(chosen.section)))) return false;
    return !chosen.q || words(mark).replace(/\s/g, "").toLowerCase().includes(chosen.q.replace(/\s/g, ""));
  }

  function filter() {
    const chosen = choices();
    shown = [];
    for (const mark of marks) {
      const on = matches(mark, chosen);
      if (on) shown.push(mark);
      mark.box.classList.toggle("off", !on);
      mark.link.tabIndex = on ? 0 : -1;
      if (mark.kind === "f") { if (on) mark.link.href = "#" + mark.id; else mark.link.removeAttribute("href"); }
    }
    for (const rest of document.querySelectorAll(".text .rest")) {
      rest.classList.toggle("off", markById.has(rest.dataset.of) && !shown.includes(markById.get(rest.dataset.of)));
    }
    byId("nothing").hidden = shown.length > 0;
    count();
  }

  function count() {
    const at = current ? shown.indexOf(current) + 1 : 0;
    const [part, whole] = at ? [at, shown.length] : [shown.length, marks.length];
    const key = narrow.matches ? "count_short" : at ? "count_at" : "count_shown";
    byId("shown").textContent = filled(word(key), { part, whole });
  }

  function remember() {
    const chosen = choices();
    const hidden = [...form.elements.show].filter((box) => !box.checked).map((box) => box.value);
    address.write({ settings: { hide: hidden.join(","), measure: chosen.measure, section: chosen.section, q: form.elements.q.value.trim() } });
  }

  function recall() {
    const { settings } = address.read();
    const hidden = new Set((settings.get("hide") || "").split(","));
    for (const box of form.elements.show) box.checked = !hidden.has(box.value);
    for (const name of ["measure", "section", "q"]) form.elements[name].value = settings.get(name) || "";
    filter();
  }

  function fieldValue(mark, field) {
    const { record } = mark;
    if (field === "value") {
      const number = (value) => value.toLocaleString("en", { maximumFractionDigits: 6 });
      const range = record.low === record.high ? number(record.low) : `${number(record.low)} – ${number(record.high)}`;
      return `${range} ${record.unit}`.trim();
    }
    if (field === "figures") return record.figures;
    if (field === "investment" && record.investment !== null) return record.investment.toLocaleString("en") + " " + word("yuan");
    return record[field] === null || record[field] === "" ? null : label(field, record[field]);
  }

  function row(term, value) {
    const dt = document.createElement("dt");
    const dd = document.createElement("dd");
    dt.textContent = term;
    if (value instanceof Node) dd.append(value); else dd.textContent = value;
    byId("record-fields").append(dt, dd);
  }

  function figureLinks(indexes) {
    const list = document.createElement("span");
    for (const index of indexes) {
      const link = document.createElement("a");
      link.href = "#f" + index;
      link.lang = "zh-CN";
      link.textContent = `${data.figures[index].subject} ${data.figures[index].said[0]}`;
      list.append(link, document.createElement("br"));
    }
    return list;
  }

  function fill(mark) {
    const { record, kind } = mark;
    byId("record-name").textContent = `${word(names[kind])} ${Number(mark.id.slice(1)) + 1}`;
    const quoted = byId("record-words");
    quoted.lang = "zh-CN";
    quoted.textContent = kind === "f"
      ? `${record.subject}　${record.said[language === "en" ? 1 : 0]}`
      : (record.text || record.name).replace(/\s*\n\s*/g, "");
    byId("record-fields").replaceChildren();
    for (const field of shownFields[kind]) {
      const value = fieldValue(mark, field);
      if (value === null || (Array.isArray(value) && !value.length)) continue;
      const term = field === "figures" ? "figure_quotes" : field;
      row(data.fields[term][language], Array.isArray(value) ? figureLinks(value) : value);
    }
    if (record.section !== null) row(data.fields.section_path[language], data.paths[record.section]);
    row(word("position"), `${record.start}–${record.end}`);
  }

  function paint(mark) {
    for (const old of document.querySelectorAll(".text .current")) old.classList.remove("current");
    current = mark;
    if (mark) {
      mark.box.classList.add("current");
      for (const rest of document.querySelectorAll(`.text [data-of="${mark.id}"]`)) rest.classList.add("current");
    }
    count();
  }

  function bringIntoView(mark) {
    const place = mark.link.getBoundingClientRect();
    const lowest = narrow.matches ? innerHeight * 0.45 : innerHeight * 0.85;
    if (place.top < form.offsetHeight + 20 || place.bottom > lowest) {
      scrollBy({ top: place.top - (narrow.matches ? innerHeight * 0.25 : innerHeight * 0.35) });
    }
  }

  function open(mark, { focusRecord = true } = {}) {
    paint(mark);
    fill(mark);
    if (!dialog.open) dialog.show();
    document.body.classList.add("has-record");
    bringIntoView(mark);
    address.write({ id: mark.id });
    if (focusRecord) byId("record-name").focus({ preventScroll: true });
    else mark.link.focus({ preventScroll: true });
  }

  function close() {
    if (!dialog.open) return;
    const mark = current;
    dialog.close();
    document.body.classList.remove("has-record");
    paint(null);
    address.write({ id: "" });
    if (mark) mark.link.focus({ preventScroll: true });
  }

  function step(by) {
    if (!shown.length) return;
    let at = shown.indexOf(current);
    if (at < 0) {
      const below = shown.findIndex((mark) => mark.link.getBoundingClientRect().top > form.offsetHeight);
      at = by > 0 ? (below < 0 ? 0 : below) - 1 : (below < 0 ? shown.length : below);
    }
    open(shown[(at + by + shown.length) % shown.length], { focusRecord: false });
  }

  function follow(id) {
    const mark = markById.get(id);
    if (mark) {
      if (mark.box.classList.contains("off")) reset();
      open(mark);
      return true;
    }
    return false;
  }

  function reset() {
    for (const box of form.elements.show) box.checked = true;
    form.elements.measure.value = form.elements.section.value = form.elements.q.value = "";
    filter();
    remember();
  }

  document.addEventListener("click", (event) => {
    if (event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const link = event.target.closest("a[href^='#']");
    if (link) {
      const id = link.getAttribute("href").slice(1);
      event.preventDefault();
      if (follow(id)) return;
      const target = byId(id);
      if (!target) return;
      if (dialog.open) close();
      address.write({ id });
      target.scrollIntoView();
      if (!target.hasAttribute("tabindex")) target.tabIndex = -1;
      target.focus({ preventScroll: true });
      return;
    }
    const box = event.target.closest(".text .promise:not(.off), .text .mention:not(.off), .text .problem:not(.off)");
    if (box && getSelection().isCollapsed) follow(box.id || box.dataset.of);
  });

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.key === "Escape") { if (dialog.open) { event.preventDefault(); close(); } return; }
    if (event.target.closest("input, select, textarea")) return;
    if (event.key === "j" || event.key === "ArrowRight") { event.preventDefault(); step(1); }
    else if (event.key === "k" || event.key === "ArrowLeft") { event.preventDefault(); step(-1); }
    else if (event.key === "/") { event.preventDefault(); byId("filter-box").open = true; form.elements.q.focus(); }
  });

  byId("next").addEventListener("click", () => step(1));
  byId("previous").addEventListener("click", () => step(-1));
  byId("close").addEventListener("click", close);
  byId("reset").addEventListener("click", reset);
  form.addEventListener("submit", (event) => { event.preventDefault(); step(1); });
  form.addEventListener("input", () => { filter(); remember(); });
  addEventListener("hashchange", () => { const { id } = address.read(); recall(); if (!follow(id) && dialog.open) close(); });
  onLanguage.push(() => { if (dialog.open && current) fill(current); count(); });

  const outline = document.querySelector(".outline details");
  const fit = () => { outline.open = !narrow.matches; count(); };
  byId("filter-box").open = !narrow.matches && innerHeight >= 720;
  narrow.addEventListener("change", fit);
  new ResizeObserver(() => document.documentElement.style.setProperty("--filters", `${form.offsetHeight}px`)).observe(form);
  fit();
  form.hidden = false;
  byId("keys").hidden = false;
  recall();
  const { id } = address.read();
  if (id && !follow(id) && byId(id)) byId(id).scrollIntoView();
}
