// Under the pin of a form: the territory chosen as its home, and what lies around.
// Autocompletes tell their changes through jQuery alone.

const CLOSEST = 13;
const HOMES = ["seat", "commune"]; // names of the select, by form

/**
 * Draws the outline of the home that the form of an input holds, and again when another
 * is chosen. `pin()` is the position, null without any: the view holds both.
 */
export async function drawHome(map, input, pin) {
  const select = HOMES.map((name) => input.form.elements[name]).find(Boolean);
  const { outlines } = input.dataset;
  if (!select || !outlines) return;
  const options = { interactive: false };
  const around = L.geoJSON(null, { ...options, className: "map-around" }).addTo(map);
  const home = L.geoJSON(null, { ...options, className: "map-territory" }).addTo(map);

  async function draw(isFirst) {
    const key = select.value;
    around.clearLayers();
    home.clearLayers();
    if (!key) return;
    const query = new URLSearchParams({ id: key, autour: "1" });
    const response = await fetch(`${outlines}?${query}`);
    if (!response.ok || key !== select.value) return;
    const found = await response.json();
    if (found.around) around.addData(found.around.geometry);
    if (!found.outline) return;
    home.addData(found.outline.geometry);
    // a view that a person may have moved stays as it is
    if (pin() && !isFirst) return;
    const bounds = home.getBounds();
    if (pin()) bounds.extend(pin());
    map.fitBounds(bounds, { maxZoom: CLOSEST, padding: [12, 12] });
  }

  // the map goes on without them
  const drawn = (isFirst) => draw(isFirst).catch(() => {});
  window.django?.jQuery(select).on("change", () => drawn(false));
  await drawn(true);
}
