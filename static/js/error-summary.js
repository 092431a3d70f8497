// The links of the summary of errors lead to the input itself, in a group that is open.

const NATIVE = "input:not([type=hidden]), select, textarea";

/** What takes the focus for an element: itself, what select2 draws of it, or within. */
function focusable(element) {
  if (element.matches(".select2-hidden-accessible")) {
    return element.parentElement.querySelector(".select2-selection") ?? element;
  }
  return element.matches(NATIVE) ? element : element.querySelector(NATIVE);
}

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
