// While a name is typed: rows of the directory that look like it, below the input.
// Each answer replaces the last; a form whose door does not answer stays as it was.

const PAUSE = 350; // milliseconds without typing
const SHORTEST = 3;

// Parameter of the door, by noun: the input that gives it.
const INPUTS = {
  pole: {
    site: "website",
    commune: "seat",
    porteur: "carrier",
    latitude: "latitude",
    longitude: "longitude",
  },
  structure: {
    siren: "siren",
    site: "website",
    commune: "commune",
    latitude: "latitude",
    longitude: "longitude",
  },
};

function inputsOf(name) {
  const found = { nom: name };
  for (const [key, input] of Object.entries(INPUTS[name.dataset.noun])) {
    const element = name.form.elements[input];
    if (element) found[key] = element;
  }
  return found;
}

function question(name, inputs) {
  const query = new URLSearchParams({ noun: name.dataset.noun });
  if (name.dataset.row) query.set("sauf", name.dataset.row);
  for (const [key, input] of Object.entries(inputs)) {
    if (input.value.trim()) query.set(key, input.value.trim());
  }
  return query;
}

function addPanel(name) {
  const panel = document.createElement("div");
  panel.className = "alike";
  panel.hidden = true;
  panel.setAttribute("role", "status");
  (name.closest(".form-row") ?? name).after(panel);
  return panel;
}

function link(text, href) {
  const element = document.createElement("a");
  element.textContent = text;
  element.href = href;
  element.target = "_blank"; // what is typed must not be lost
  element.rel = "noopener";
  return element;
}

function line(row) {
  const item = document.createElement("li");
  const reasons = row.raisons.length ? ` – ${row.raisons.join(", ")}` : "";
  item.append(link(row.nom, row.lien), reasons);
  if (row.fusion) item.append(" – ", link("fusionner…", row.fusion));
  return item;
}

function paragraph(text) {
  const element = document.createElement("p");
  element.textContent = text;
  return element;
}

function sentence(text) {
  return `${text[0].toUpperCase()}${text.slice(1)}.`;
}

function show(panel, answer) {
  const { proches, ailleurs } = answer;
  panel.hidden = !proches.length && !ailleurs;
  panel.replaceChildren();
  if (panel.hidden) return;
  const title = document.createElement("h3");
  title.textContent = "Déjà dans l'annuaire ?";
  panel.append(title);
  if (proches.length) {
    const list = document.createElement("ul");
    list.append(...proches.map(line));
    panel.append(list, paragraph("Les liens s'ouvrent dans un autre onglet."));
  }
  if (ailleurs) panel.append(paragraph(sentence(ailleurs)));
}

function watch(name) {
  const inputs = inputsOf(name);
  const panel = addPanel(name);
  let timer;
  let asking = new AbortController();
  let asked = question(name, inputs).toString();

  async function ask() {
    const query = question(name, inputs);
    if (query.toString() === asked) return;
    asked = query.toString();
    asking.abort();
    asking = new AbortController();
    if (name.value.trim().length < SHORTEST && !query.has("siren")) {
      show(panel, { proches: [], ailleurs: null });
      return;
    }
    try {
      const response = await fetch(`${name.dataset.alike}?${query}`, {
        signal: asking.signal,
        headers: { Accept: "application/json" },
      });
      if (response.ok) show(panel, await response.json());
    } catch (error) {
      if (error.name !== "AbortError") panel.hidden = true;
    }
  }

  function soon() {
    clearTimeout(timer);
    timer = setTimeout(ask, PAUSE);
  }

  for (const input of Object.values(inputs)) {
    input.addEventListener("input", soon);
    input.addEventListener("change", soon);
  }
  // The admin's autocompletes change through jQuery alone.
  window.django?.jQuery(Object.values(inputs)).on("change", soon);
}

document.querySelectorAll("[data-alike]").forEach(watch);
