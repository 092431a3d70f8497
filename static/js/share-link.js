// « Copier le lien » (templates/_copy_link.html): the address of the page, to the
// clipboard; where that is refused, in a field, selected, ready to be copied.

async function copyAddress(place) {
  const said = place.querySelector("[role=status]");
  const address = location.href;
  place.querySelector("input")?.remove();
  said.textContent = "";
  try {
    await navigator.clipboard.writeText(address);
    said.textContent = "Lien copié";
  } catch {
    const field = document.createElement("input");
    Object.assign(field, { readOnly: true, value: address, ariaLabel: "Lien à copier" });
    place.append(field);
    field.select();
    said.textContent = "Copiez le lien sélectionné";
  }
}

for (const button of document.querySelectorAll("button.copy-link[hidden]")) {
  button.hidden = false;
  button.addEventListener("click", () => copyAddress(button.parentElement));
}
