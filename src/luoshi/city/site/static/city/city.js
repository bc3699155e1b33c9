"use strict";
// Pages work without this file; it only saves mishaps.
// A form is sent once, however often its button is pressed in a row.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || event.defaultPrevented) return;
  if (form.dataset.sent) return event.preventDefault();
  form.dataset.sent = "yes";
  setTimeout(() => delete form.dataset.sent, 4000);
});
// What is refused is said: a part where the answer would stand, of a whole page its refusal above.
document.addEventListener("htmx:beforeSwap", (event) => {
  const { detail } = event;
  if (detail.xhr.status < 400) return;
  const whole = /^\s*<!doctype/i.test(detail.serverResponse);
  detail.shouldSwap = true;
  detail.isError = whole;
  if (!whole) return;
  detail.target = document.getElementById("trouble");
  detail.selectOverride = "article.refused";
  detail.swapOverride = "innerHTML";
});
// A filter that is left open does not stand in the address.
document.addEventListener("htmx:configRequest", (event) => {
  if (event.detail.verb !== "get") return;
  const chosen = event.detail.formData;
  for (const [name, value] of [...chosen]) if (value === "") chosen.delete(name);
});
// That the site was busy is said until something went well again.
document.addEventListener("htmx:afterRequest", (event) => {
  if (event.detail.successful) document.getElementById("trouble")?.replaceChildren();
});
