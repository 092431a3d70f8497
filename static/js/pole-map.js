// The map of a page (templates/_map.html): its poles, the territory shown, the buttons
// around it, and the link with the cards beside it. Complete again after each refresh
// of the page's results, whether it brings new data or a new map. data-zone on the
// element is the zone in view that a search was made in.

import { createBaseMap, FRANCE, isInView, offerDetail, showBounds } from "./base-map.js";
import { drawPoles, raise } from "./pole-markers.js";

// How many of the nearest poles a view holds, and how much farther than the first one.
const MOST_COMPANY = 3;
const FARTHER = 1.5;
const NEAR_KM = 20;
const NUMBER = new Intl.NumberFormat("fr");

/** What is on the page's map now; null before the first. */
let shown = null;

/** The Leaflet map of the page; null when it has none. */
export function pageMap() {
  return shown?.map ?? null;
}

function read(id) {
  const block = document.getElementById(id);
  return block ? JSON.parse(block.textContent) : null;
}

function signOf(stage) {
  const legend = shown.region.querySelector(".map-legend");
  const entry = legend.querySelector(`[data-stage="${stage ?? ""}"]`);
  return (entry ?? legend.querySelector('[data-stage=""]'))
    .querySelector("svg")
    .cloneNode(true);
}

function showLegend(region, points) {
  const present = new Set(points.map((point) => point.etape ?? ""));
  for (const entry of region.querySelectorAll(".map-legend [data-stage]")) {
    entry.hidden = !present.has(entry.dataset.stage);
  }
  region.querySelector(".map-legend").hidden = present.size === 0;
}

function say(sentence) {
  shown.region.querySelector("[role=status]").textContent = sentence;
}

/** Draws what the data blocks hold; the view moves only if the territory has changed. */
function drawData() {
  const { map, region, element } = shown;
  const options = read("map-options") ?? {};
  const points = [...(read("map-points") ?? []), ...(read("map-nearby") ?? [])];
  const outline = read("map-outline");
  const territory =
    outline?.geometry &&
    L.geoJSON(outline.geometry, { interactive: false, className: "map-territory" });
  const hadFocus = element.contains(document.activeElement);
  shown.territory?.remove();
  shown.layer?.remove();
  territory?.addTo(map);
  Object.assign(shown, { points, territory });
  Object.assign(shown, drawPoles(map, points, { signOf }));
  showLegend(region, points);
  const zone = new URLSearchParams(location.search).get("zone");
  const subject = JSON.stringify([outline?.nom, options.fit, zone]);
  const isInView = zone && zone === element.dataset.zone;
  if (subject !== shown.subject && !isInView) {
    showBounds(map, boundsOfZone(zone) ?? boundsOf(points, territory, options.fit));
    delete element.dataset.zone;
  }
  shown.subject = subject;
  if (hadFocus && !element.contains(document.activeElement)) restoreFocus(shown);
}

/** The marker in focus was drawn again, or is gone: the focus stays in the map. */
function restoreFocus({ map, stop }) {
  const marker = stop();
  const isSeen = marker && isInView(map, marker);
  (isSeen ? marker.getElement() : map.getContainer()).focus({ preventScroll: true });
}

/** Bounds of `west,south,east,north` in degrees; null when it is not that. */
function boundsOfZone(zone) {
  const numbers = (zone ?? "").split(",").map(parseFloat);
  const [west, south, east, north] = numbers;
  const isZone = numbers.length === 4 && numbers.every(Number.isFinite);
  return isZone ? L.latLngBounds([south, west], [north, east]) : null;
}

function boundsOf(points, territory, fit = territory ? "outline" : "france") {
  const around = (chosen) => L.latLngBounds(chosen.map(({ lat, lon }) => [lat, lon]));
  if (fit === "points" && points.length) return around(points);
  if (fit !== "outline" || !territory) return FRANCE;
  // The poles that answer, or the nearest ones, keep a small territory in company.
  const answers = points.filter(({ raison }) => raison && raison !== "proche");
  const company = answers.length ? answers : nearest(points, territory);
  return territory.getBounds().extend(around(company)).pad(0.1);
}

/** The point nearest to a territory, and the next ones unless they lie much farther. */
function nearest(points, territory) {
  const centre = territory.getBounds().getCenter();
  const kilometres = ({ lat, lon }) => centre.distanceTo([lat, lon]) / 1000;
  const ranked = points
    .map((point) => ({ ...point, away: kilometres(point) }))
    .sort((one, other) => one.away - other.away);
  return ranked
    .slice(0, MOST_COMPANY)
    .filter(({ away }) => away <= FARTHER * ranked[0].away + NEAR_KM);
}

function offerPlaces(region, map) {
  const places = region.querySelector(".map-places");
  if (!places) return;
  places.hidden = false;
  places.addEventListener("click", ({ target }) => {
    const button = target.closest("[data-bounds]");
    if (!button) return;
    const [south, west, north, east] = button.dataset.bounds.split(",").map(Number);
    const bounds = L.latLngBounds([south, west], [north, east]);
    const inside = shown.points.filter(({ lat, lon }) => bounds.contains([lat, lon]));
    const count = inside.length;
    showBounds(map, bounds, { animate: true });
    const poles = count ? NUMBER.format(count) : "aucun";
    say(`${button.textContent} : ${poles} pôle${count > 1 ? "s" : ""}.`);
  });
}

/** Draws the page's map, or draws it again when its data or its element have changed. */
async function refresh() {
  const element = document.getElementById("map");
  const data = ["map-points", "map-nearby", "map-outline", "map-options"]
    .map((id) => document.getElementById(id)?.textContent)
    .join();
  if (shown && shown.element !== element) {
    shown.map.remove();
    shown = null;
  }
  if (!element || shown?.data === data) return;
  if (shown) {
    shown.data = data;
    drawData();
    return;
  }
  element.replaceChildren(); // a page kept by htmx holds the remains of its map
  delete element.dataset.ready;
  const region = element.closest(".map-region");
  shown = { element, region, data };
  await createBaseMap(element, {
    onReady(map) {
      shown.map = map;
      drawData();
      offerPlaces(region, map);
      offerDetail(map, region.querySelector(".map-detail"), say);
    },
  });
  element.dataset.ready = "true";
}

// --- A card and its marker stand out together ------------------------------------

let standing = null;

/** Slug of the pole whose card or marker holds an element; never a sheet with its map. */
function slugAround(element) {
  const holder = element?.closest?.("[data-pole]");
  return holder && !holder.contains(shown?.element) ? holder.dataset.pole : null;
}

function mark(slug, isActive) {
  for (const element of document.querySelectorAll(`[data-pole="${CSS.escape(slug)}"]`)) {
    if (element.contains(shown?.element)) continue;
    element.classList.toggle("is-active", isActive);
  }
  const marker = shown?.markers.get(slug);
  if (marker) raise(marker, isActive);
}

function standOut({ target }) {
  const slug = slugAround(target) ?? slugAround(document.activeElement);
  if (slug === standing) return;
  if (standing) mark(standing, false);
  if (slug) mark(slug, true);
  standing = slug;
}

document.addEventListener("mouseover", standOut);
document.addEventListener("focusin", standOut);
document.addEventListener("htmx:afterSettle", refresh);
refresh();
