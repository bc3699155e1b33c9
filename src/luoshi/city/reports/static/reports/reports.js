"use strict";
// Links work without this file; with it a record opens beside the text, where there is room for both.
{
  const panel = document.getElementById("panel");
  const wide = matchMedia("(min-width: 72rem)");
  const beside = document.querySelector(".report-grid");
  let silent = false;

  const marks = () => [...document.querySelectorAll("#promise-list a[data-open]")];
  const linkOf = (id) => document.querySelector(`#promise-list a[data-open="${id}"]`) ||
    (document.getElementById(id) && (document.getElementById(id).querySelector("a.box") || document.getElementById(id)));

  function show(href) {
    htmx.ajax("GET", href, { target: "#panel", swap: "innerHTML" });
  }

  function paint() {
    const record = panel.querySelector("[data-mark]");
    for (const old of document.querySelectorAll(".text .current, #promise-list .open")) old.classList.remove("current", "open");
    if (!record || !beside) return;
    const id = record.dataset.mark;
    const mark = document.getElementById(id);
    for (const part of [mark, ...document.querySelectorAll(`.text [data-of="${id}"]`)]) if (part) part.classList.add("current");
    const entry = document.querySelector(`#promise-list a[data-open="${id}"]`);
    if (entry) { entry.classList.add("open"); entry.setAttribute("aria-current", "true"); entry.scrollIntoView({ block: "nearest" }); }
    for (const other of marks()) if (other !== entry) other.removeAttribute("aria-current");
    if (mark) {
      const place = mark.getBoundingClientRect();
      if (place.top < 60 || place.bottom > innerHeight - 40) mark.scrollIntoView({ block: "center" });
    }
    history.replaceState(null, "", "#" + id);
  }

  document.addEventListener("click", (event) => {
    if (!beside || !wide.matches || event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const link = event.target.closest("a[data-open], .text a.f, .text a.box[href^='/']");
    if (link && link.getAttribute("href").startsWith("/")) {
      event.preventDefault();
      show(link.getAttribute("href"));
      return;
    }
    const box = event.target.closest(".text .promise");
    const id = box && (box.id || box.dataset.of);
    if (id && getSelection().isCollapsed && linkOf(id)) show(linkOf(id).getAttribute("href"));
  });

  document.addEventListener("keydown", (event) => {
    if (!beside || !wide.matches || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.target.closest("input, select, textarea")) return;
    const by = { j: 1, k: -1 }[event.key];
    if (!by || !marks().length) return;
    const all = marks();
    const at = all.findIndex((one) => one.classList.contains("open"));
    event.preventDefault();
    show(all[(at + by + all.length) % all.length].getAttribute("href"));
  });

  // What is selected in the report becomes the words of the form that is open.
  document.addEventListener("selectionchange", () => {
    const selection = getSelection();
    const field = panel.querySelector("details[open] [name=words]") || document.querySelector("details.add[open] [name=words]");
    if (!field || selection.isCollapsed || !selection.anchorNode) return;
    const inside = document.getElementById("text");
    if (inside && inside.contains(selection.anchorNode) && inside.contains(selection.focusNode)) field.value = selection.toString();
  });

  // A refusal is shown in the record's place, with its words.
  document.body.addEventListener("htmx:beforeSwap", (event) => {
    if (event.detail.target === panel && [400, 409].includes(event.detail.xhr.status)) {
      event.detail.shouldSwap = true;
      event.detail.isError = false;
    }
  });
  document.body.addEventListener("htmx:afterSettle", (event) => {
    if (event.detail.target !== panel) return;
    paint();
    const name = panel.querySelector("h2");
    if (name && !silent) name.focus({ preventScroll: true });
    silent = false;
  });

  // The address names a record: "#p0012".
  function follow() {
    const asked = location.hash.slice(1);
    if (!beside || !wide.matches || !/^[pf]\d+$/.test(asked) || !linkOf(asked)) return;
    silent = true;
    show(linkOf(asked).getAttribute("href"));
  }
  addEventListener("hashchange", follow);
  follow();
  const fold = document.querySelector(".report-list > .fold");
  if (fold && !wide.matches) fold.open = false;
}
