// The territories of action chosen on the page of a pole, drawn together on one map.
// The rows are Django's; their autocompletes tell their changes through jQuery alone.
import { createBaseMap } from "./base-map.js";

const ROWS = "select[name^='perimeters-'][name$='-territory']";

/** Keys of the territories of the rows that stay, in page order, each once. */
function chosen(group) {
  const keys = new Set();
  for (const select of group.querySelectorAll(ROWS)) {
    const row = select.closest(".inline-related");
    const leaves = row?.querySelector("input[name$='-DELETE']")?.checked;
    if (select.value && !leaves && !select.name.includes("__prefix__")) {
      keys.add(select.value);
    }
  }
  return [...keys].sort();
}

function addFrame(group, { dataset }) {
  const frame = document.createElement("div");
  frame.className = "position-widget";
  frame.innerHTML = `
    <div class="map-frame position-map"><div class="map" role="group"></div></div>
    <p class="position-said" role="status"></p>`;
  const element = frame.querySelector(".map");
  Object.assign(element.dataset, dataset);
  element.setAttribute("aria-label", "Carte des territoires d'action");
  const rows = group.querySelector(".inline-related, .empty-form");
  rows.before(frame);
  return { element, said: frame.querySelector(".position-said") };
}

async function start() {
  const group = document.getElementById("perimeters-group");
  const source = document.querySelector("[data-position='latitude']");
  const outlines = document.getElementById("perimeter-outlines")?.dataset.url;
  if (!group || !source || !outlines) return;
  const { element, said } = addFrame(group, source);
  const map = await createBaseMap(element);
  const layer = L.geoJSON(null, { interactive: false, className: "map-territory" }).addTo(map);
  let drawn = null;

  async function draw() {
    const keys = chosen(group);
    if (String(keys) === drawn) return;
    drawn = String(keys);
    const query = new URLSearchParams(keys.map((key) => ["id", key]));
    const response = await fetch(`${outlines}?${query}`);
    if (!response.ok) {
      said.textContent = "Les contours n'ont pas pu être lus.";
      return;
    }
    const { outline } = await response.json();
    if (String(keys) !== drawn) return; // chosen anew meanwhile
    layer.clearLayers();
    if (outline) {
      layer.addData(outline.geometry);
      map.fitBounds(layer.getBounds(), { maxZoom: 10, padding: [12, 12] });
    }
    said.textContent = outline ? outline.nom : "Aucun territoire d'action choisi.";
  }

  window.django?.jQuery(document).on("change formset:added formset:removed", draw);
  group.addEventListener("change", draw);
  await draw();
}

start();
