// In the form of an entry: its address looked up by our server, and the answers as
// buttons that place the pin. Nothing is saved before the form is.

function element(name, properties = {}) {
  return Object.assign(document.createElement(name), properties);
}

// What to search first: the address of the form, then the name of its commune.
function wordsOf(form) {
  const address = form.querySelector('[name="address"]')?.value.trim();
  // 'Nyons (commune, Drôme, 26220)' in the choices
  const commune = communeOf(form)?.selectedOptions?.[0]?.text.split(" (")[0].trim();
  return [address, commune].filter(Boolean).join(", ");
}

function communeOf(form) {
  return form.querySelector('select[name="seat"], select[name="commune"]');
}

async function ask(form, url, words) {
  const body = new FormData();
  body.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
  body.set("adresse", words);
  body.set("commune", communeOf(form)?.value ?? "");
  const response = await fetch(url, { method: "POST", body });
  if (!response.ok) throw new Error(`answered ${response.status}`);
  return response.json();
}

function answerButton(answer, accept) {
  const button = element("button", { type: "button" });
  button.append(
    element("strong", { textContent: answer.libelle }),
    element("span", { textContent: answer.detail })
  );
  button.addEventListener("click", () => {
    accept(L.latLng(answer.lat, answer.lon), answer.precision);
  });
  const item = element("li");
  item.append(button);
  return item;
}

/**
 * Adds the search to a widget; `accept(position, precision)` receives what is chosen.
 * The address to ask is `data-search` of the latitude.
 */
export function offerAddresses(widget, latitude, accept) {
  const form = latitude.form;
  const search = element("div", { className: "address-search" });
  const label = element("label", { textContent: "Situer à partir de l'adresse" });
  const input = element("input", { type: "text", maxLength: 200 });
  const button = element("button", { type: "button", textContent: "Chercher" });
  const said = element("p", { className: "position-said" });
  const list = element("ol");
  said.setAttribute("role", "status");
  label.append(input);
  search.append(label, button, said, list);
  widget.prepend(search);

  const show = async () => {
    said.textContent = "Recherche…";
    list.replaceChildren();
    button.disabled = true;
    try {
      const found = await ask(form, latitude.dataset.search, input.value);
      said.textContent =
        found.probleme ?? "Choisissez une réponse : elle n'est gardée qu'en enregistrant.";
      if (found.probleme) said.textContent += " Placez le repère à la main.";
      list.append(...found.adresses.map((answer) => answerButton(answer, accept)));
    } catch {
      said.textContent = "La recherche n'a pas abouti. Placez le repère à la main.";
    } finally {
      button.disabled = false;
    }
  };
  // the page of the same name would lose what the form holds
  form.querySelector('a[href$="/situer/"]')?.addEventListener("click", (event) => {
    event.preventDefault();
    input.focus();
  });
  input.addEventListener("focus", () => {
    input.value ||= wordsOf(form);
  });
  input.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault(); // it would save the form
    show();
  });
  button.addEventListener("click", () => {
    input.value ||= wordsOf(form);
    show();
  });
}
