// Names for the lists of choices that select2 draws: it tells assistive techniques the
// row chosen, and not what it is chosen for. The select and its label stay in the page.

/** Words of the label of a select; those of its row's heading tell rows apart. */
function nameOf(select) {
  const label = document.querySelector(`label[for="${CSS.escape(select.id)}"]`);
  return label ? label.textContent.trim().replace(/\s*:$/, "") : select.name;
}

function nameSelection(select) {
  const selection = select.parentElement.querySelector(".select2-selection");
  if (!selection) return;
  const name = nameOf(select);
  const shown = selection.querySelector("span.select2-selection__rendered");
  if (shown) {
    // the combobox has the name; what it holds is its text, and no field of its own
    shown.removeAttribute("role");
    shown.removeAttribute("aria-readonly");
    const label = document.querySelector(`label[for="${CSS.escape(select.id)}"]`);
    if (label) {
      label.id ||= `${select.id}_label`;
      selection.setAttribute("aria-labelledby", `${label.id} ${shown.id}`);
    }
  } else {
    selection.setAttribute("aria-label", name);
  }
  selection.querySelector(".select2-search__field")?.setAttribute("aria-label", name);
}

function nameSearch({ target }) {
  const search = document.querySelector(".select2-dropdown .select2-search__field");
  search?.setAttribute("aria-label", `Chercher : ${nameOf(target)}`);
  const selection = target.parentElement.querySelector("[role=combobox]");
  selection?.setAttribute("aria-controls", selection.getAttribute("aria-owns"));
}

function nameAll(root) {
  root.querySelectorAll("select.select2-hidden-accessible").forEach(nameSelection);
}

const { jQuery } = window.django;
// after Django's own, which draw the lists
jQuery(() => nameAll(document));
document.addEventListener("formset:added", ({ target }) => nameAll(target));
jQuery(document).on("select2:open", nameSearch);
jQuery(document).on("select2:close", ({ target }) => {
  target.parentElement.querySelector("[role=combobox]")?.removeAttribute("aria-controls");
});
