"use strict";
// Keys for a sitting of decomposition; the page works without them.
// 1, 2, 3 choose a proposal and 0 another unit; Ctrl+Enter saves. Not while somebody types.
(() => {
  const form = document.getElementById("draft");
  if (!form) return;
  const typing = (element) => element.matches("textarea, select, input:not([type=radio], [type=checkbox])");
  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      form.requestSubmit();
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    const radios = form.querySelectorAll("input[type=radio][name=lead]");
    const place = event.key === "0" ? radios.length - 1 : Number(event.key) - 1;
    if (!/^[0-9]$/.test(event.key) || !radios[place] || (event.key !== "0" && place >= radios.length - 1)) return;
    event.preventDefault();
    radios[place].checked = true;
    radios[place].dispatchEvent(new Event("change", { bubbles: true }));
    (event.key === "0" ? document.getElementById("id_lead_name") : radios[place]).focus();
  });
  // A unit written by name is meant, whatever was chosen before.
  const name = document.getElementById("id_lead_name");
  name?.addEventListener("input", () => {
    const other = form.querySelector('input[type=radio][name=lead][value="other"]');
    if (other && name.value) other.checked = true;
  });
  // What is to be confirmed keeps the focus: space ticks it.
  const asked = document.querySelector(".asked [autofocus]");
  if (asked) asked.focus();
  else if (!location.hash && !document.querySelector("details:not([open]) #draft")) {
    form.querySelector("input[type=radio][name=lead]:checked, input[type=radio][name=lead], #id_lead_name")?.focus();
  }
})();
