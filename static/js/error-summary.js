// The links of the summary of errors lead to the input itself, in a group that is open.

import { focusable } from "./focusable.js";

function lead(event) {
  const element = document.getElementById(event.target.hash.slice(1));
  if (!element) return;
  event.preventDefault();
  for (let group = element.closest("details"); group; ) {
    group.open = true;
    group = group.parentElement.closest("details");
  }
  const found = focusable(element) ?? element;
  found.scrollIntoView({ block: "center" });
  found.focus({ preventScroll: true });
}

for (const link of document.querySelectorAll(".error-summary a[href^='#']")) {
  link.addEventListener("click", lead);
}
document.querySelector(".error-summary")?.focus();
