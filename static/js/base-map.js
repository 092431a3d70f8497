// A Leaflet map on our own outlines of France, without a request to another host.
// Attributes read on the element: data-base (address of the outlines), and for the
// detailed background data-tiles, data-attribution, data-max-zoom.

/** Metropolitan France: south-west and north-east corners. */
export const FRANCE = [
  [41.2, -5.3],
  [51.2, 9.7],
];
const OUTLINES_MAX_ZOOM = 13;
const TERRITORY_MAX_ZOOM = 9.5; // a commune and what lies around
const LONE_POINT_ZOOM = 8; // about a département

const reducedMotion = matchMedia("(prefers-reduced-motion: reduce)").matches;
const touchFirst = matchMedia("(pointer: coarse)").matches;
const views = new WeakMap();

/**
 * Promise of a Leaflet map, kept once its outlines are drawn or could not be loaded.
 * `onReady(map)` is called earlier: as soon as the map can receive layers.
 */
export async function createBaseMap(element, { onReady } = {}) {
  const map = L.map(element, {
    minZoom: 4,
    maxZoom: OUTLINES_MAX_ZOOM,
    zoomSnap: 0.1,
    zoomControl: false,
    attributionControl: false,
    trackResize: false,
    // One finger scrolls the page, two move the map.
    dragging: !touchFirst,
    fadeAnimation: !reducedMotion,
    inertia: !reducedMotion,
    markerZoomAnimation: !reducedMotion,
    zoomAnimation: !reducedMotion,
  });
  L.control.zoom({ zoomInTitle: "Zoomer", zoomOutTitle: "Dézoomer" }).addTo(map);
  L.control.attribution({ prefix: false }).addTo(map);
  map.setView(L.latLngBounds(FRANCE).getCenter(), 5);
  followSize(map);
  showBounds(map, FRANCE);
  letPageScroll(map);
  if (reducedMotion) stopPanAnimation(map);
  // Leaflet closes with Escape only while the map itself has the focus.
  element.addEventListener("keydown", ({ key }) => {
    if (key === "Escape") map.closePopup();
  });
  onReady?.(map);
  await drawOutlines(map, element.dataset.base);
  return map;
}

/** Fits the bounds, and again at each change of size until something else moves it. */
export function showBounds(map, bounds, { animate = false } = {}) {
  const corners = L.latLngBounds(bounds);
  const isPoint = corners.getSouthWest().equals(corners.getNorthEast());
  const maxZoom = isPoint ? LONE_POINT_ZOOM : TERRITORY_MAX_ZOOM;
  const fit = (isAnimated = false) => {
    const { x, y } = map.getSize();
    const margin = Math.min(x, y) / 30;
    const options = { maxZoom, animate: isAnimated, padding: [margin, margin] };
    if (x && y) map.fitBounds(bounds, options);
    views.set(map, fit); // after the fit, whose own move has forgotten it
  };
  fit(animate && !reducedMotion);
}

/** Whether the map still shows the bounds it was fitted to. */
export function isFitted(map) {
  return views.has(map);
}

/** Where a marker is drawn, moved by its `offset`: pixels from the corner of the view. */
export function placeOf(map, marker) {
  return map.latLngToContainerPoint(marker.getLatLng()).add(marker.offset);
}

/** Whether the middle of a marker lies in the view. */
export function isInView(map, marker) {
  return L.bounds([0, 0], map.getSize()).contains(placeOf(map, marker));
}

/**
 * Gives its role to the button of the detailed background and shows it. The tiles, and
 * the code for them, are asked for at the first press; `say` receives a sentence when
 * they cannot be had, and an empty one otherwise.
 */
export function offerDetail(map, button, say = () => {}) {
  if (!map.getContainer().dataset.tiles) return;
  button.hidden = false;
  button.addEventListener("click", async () => {
    try {
      const { toggleDetail } = await import("./detailed-background.js");
      toggleDetail(map, button, say);
    } catch {
      say("Le fond détaillé n’est pas disponible.");
    }
  });
}

async function drawOutlines(map, url) {
  const pane = map.createPane("outlines");
  pane.setAttribute("aria-hidden", "true");
  pane.style.zIndex = 150; // under the tiles, which cover it when they come
  let base;
  try {
    const response = await fetch(url);
    if (!response.ok) throw new Error(`${response.status} ${url}`);
    base = await response.json();
  } catch (error) {
    console.warn("Contours indisponibles :", error);
    return;
  }
  const shared = {
    pane: "outlines",
    renderer: L.svg({ pane: "outlines", padding: 0.5 }),
    interactive: false,
    smoothFactor: 0.5,
  };
  L.geoJSON(base.departements, { ...shared, className: "map-departement" }).addTo(map);
  L.geoJSON(base.regions, { ...shared, className: "map-region-line" }).addTo(map);
}

function followSize(map) {
  const element = map.getContainer();
  map.on("movestart", () => views.delete(map));
  const observer = new ResizeObserver(() => {
    map.invalidateSize({ animate: false, pan: false });
    views.get(map)?.();
    // The style for print scales the map from these.
    const { x, y } = map.getSize();
    element.style.setProperty("--screen-width", `${x}px`);
    element.style.setProperty("--screen-height", `${y}px`);
  });
  observer.observe(element);
  map.on("unload", () => observer.disconnect());
}

/** The wheel zooms with Ctrl or ⌘ only; a plain wheel or one finger scrolls the page. */
function letPageScroll(map) {
  const element = map.getContainer();
  const hint = document.createElement("p");
  hint.className = "map-hint";
  hint.ariaHidden = "true"; // about the pointer: nothing to tell without one
  element.append(hint);
  let timer;
  const tell = (sentence) => {
    hint.textContent = sentence;
    hint.classList.add("is-shown");
    clearTimeout(timer);
    timer = setTimeout(() => hint.classList.remove("is-shown"), 1400);
  };
  const listening = { capture: true, passive: true };
  const onWheel = (event) => {
    if (event.ctrlKey || event.metaKey) return;
    event.stopImmediatePropagation();
    tell("Ctrl + molette pour zoomer");
  };
  const onTouchMove = (event) => {
    if (event.touches.length === 1) tell("Deux doigts pour déplacer la carte");
  };
  element.addEventListener("wheel", onWheel, listening);
  if (touchFirst) element.addEventListener("touchmove", onTouchMove, listening);
}

/** Leaflet has no option against the slide of popups and arrow keys. */
function stopPanAnimation(map) {
  const { panBy } = map;
  map.panBy = (offset, options) =>
    panBy.call(map, offset, { ...options, animate: false });
}
