// What takes the focus in a form of the admin, where select2 hides its inputs.

const NATIVE = "input:not([type=hidden]), select, textarea";

/** What takes the focus for an element: itself, what select2 draws of it, or within. */
export function focusable(element) {
  if (element.matches(".select2-hidden-accessible")) {
    return element.parentElement.querySelector(".select2-selection") ?? element;
  }
  if (element.matches(NATIVE)) return element;
  const first = element.querySelector(NATIVE);
  return first && focusable(first);
}
