// A row just added takes the focus: the link that added it comes after the row.

import { focusable } from "./focusable.js";

/** Once select2 has drawn the inputs of the row. */
function enter({ target }) {
  requestAnimationFrame(() => focusable(target)?.focus());
}

document.addEventListener("formset:added", enter);
