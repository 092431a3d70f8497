// Poles as markers: one sign by stage, a name for each, fanned out where several share
// a point. Tab stops at one of them only, and keys lead from it to the others.

import { isInView, placeOf } from "./base-map.js";

const HIT = 26; // side of what can be pressed, in pixels
const SIGN_CENTRE = HIT / 2;
const STEERING = /^(Arrow.*|Page.*|Home|End|[-+=])$/; // keys of marker-keys.js
const loadKeys = () => import("./marker-keys.js"); // most visitors do without
const lastFocused = new WeakMap(); // by map: slug of a marker, drawn again or gone

/**
 * Draws the poles; returns the layer that holds them, their markers by slug, and
 * `stop()`, which gives the marker that Tab stops at, undefined without any.
 * `signOf(stage)` gives an SVG element; poles that are only near are drawn fainter.
 */
export function drawPoles(map, points, { signOf }) {
  const layer = L.layerGroup().addTo(map);
  const markers = new Map();
  for (const group of groupByPlace(points)) {
    const offsets = fan(group.length);
    if (group.length > 1) legs(group[0], offsets).addTo(layer);
    group.forEach((point, index) => {
      const faint = point.raison === "proche";
      const marker = poleMarker(point, { offset: offsets[index], faint, signOf });
      markers.set(point.slug, marker.addTo(layer));
    });
  }
  return { layer, markers, stop: keepOneStop(map, layer, markers) };
}

/** Puts a marker above the others, or back in its rank. */
export function raise(marker, isRaised) {
  marker.setZIndexOffset(isRaised ? 10000 : marker.rank);
}

function groupByPlace(points) {
  const places = new Map();
  for (const point of points) {
    const place = `${point.lat.toFixed(4)} ${point.lon.toFixed(4)}`;
    places.set(place, [...(places.get(place) ?? []), point]);
  }
  return places.values();
}

/** Offsets in pixels from the common point, so that no two signs touch. */
function fan(count) {
  if (count === 1) return [[0, 0]];
  const radius = HIT / (2 * Math.sin(Math.PI / count));
  const start = count === 2 ? Math.PI : -Math.PI / 2;
  return Array.from({ length: count }, (_, index) => {
    const angle = start + (2 * Math.PI * index) / count;
    return [Math.round(radius * Math.cos(angle)), Math.round(radius * Math.sin(angle))];
  });
}

function legs({ lat, lon }, offsets) {
  const reach = Math.max(...offsets.flat().map(Math.abs));
  const lines = offsets.map(([x, y]) => `M0 0L${x} ${y}`).join("");
  const html = `<svg viewBox="${-reach} ${-reach} ${2 * reach} ${2 * reach}"
    width="${2 * reach}" height="${2 * reach}" aria-hidden="true" focusable="false">
    <path d="${lines}"/><circle r="2.5"/></svg>`;
  return L.marker([lat, lon], {
    icon: L.divIcon({ className: "pole-legs", html, iconSize: [2 * reach, 2 * reach] }),
    interactive: false,
    keyboard: false,
    zIndexOffset: -10000,
  });
}

function poleMarker(point, { offset: [dx, dy], faint, signOf }) {
  const icon = L.divIcon({
    className: faint ? "pole-marker is-muted" : "pole-marker",
    html: signOf(point.etape),
    iconSize: [HIT, HIT],
    iconAnchor: [SIGN_CENTRE - dx, SIGN_CENTRE - dy],
    popupAnchor: [dx, dy - 8],
    tooltipAnchor: [dx, dy - 10],
  });
  const marker = L.marker([point.lat, point.lon], { icon, riseOnHover: true });
  marker.offset = L.point(dx, dy);
  marker.rank = faint ? -5000 : 0;
  raise(marker, false);
  // a string would be read as HTML
  const name = document.createElement("span");
  name.textContent = point.nom;
  marker.bindTooltip(name, { direction: "top", className: "map-tooltip" });
  marker.bindPopup(() => popupContent(point, signOf), {
    autoPanPadding: [24, 24],
    maxWidth: 240,
    className: "map-popup",
  });
  marker.on("add", () => nameMarker(marker, point));
  marker.on("popupopen", ({ popup }) => enterPopup(marker, popup, point));
  marker.on("popupclose", ({ popup }) => leavePopup(marker, popup));
  return marker;
}

function nameMarker(marker, { slug, nom, etape_nom: stage, lieu }) {
  const element = marker.getElement();
  element.dataset.pole = slug;
  element.setAttribute("aria-label", [nom, stage, lieu].filter(Boolean).join(", "));
  element.setAttribute("aria-haspopup", "dialog");
}

function popupContent({ nom, url, etape, etape_nom: stage, lieu }, signOf) {
  const content = document.createElement("div");
  const link = document.createElement("a");
  link.href = url;
  link.textContent = nom;
  const line = (...parts) => {
    const paragraph = document.createElement("p");
    paragraph.append(...parts);
    content.append(paragraph);
    return paragraph;
  };
  line(link).className = "map-popup-name";
  line(signOf(etape), stage);
  if (lieu) line(lieu);
  return content;
}

function enterPopup(marker, popup, { nom }) {
  marker.closeTooltip();
  const element = popup.getElement();
  element.setAttribute("role", "dialog");
  element.setAttribute("aria-label", nom);
  const close = element.querySelector(".leaflet-popup-close-button");
  close.setAttribute("aria-label", "Fermer");
  close.title = "Fermer";
  element.querySelector(".map-popup-name a").focus({ preventScroll: true });
}

/** Gives the focus back to the marker, unless the visitor has gone elsewhere. */
function leavePopup(marker, popup) {
  const { activeElement } = document;
  if (activeElement === document.body || popup.getElement()?.contains(activeElement)) {
    marker.getElement()?.focus({ preventScroll: true });
  }
}

// --- From the keyboard -----------------------------------------------------------

function keepOneStop(map, layer, markers) {
  let stop;
  const settle = () => {
    stop = stopAmong(map, markers);
    for (const marker of markers.values()) {
      const element = marker.getElement(); // null once removed from the map
      if (element) element.tabIndex = marker === stop ? 0 : -1;
    }
  };
  for (const [slug, marker] of markers) {
    const element = marker.getElement();
    element.addEventListener("keydown", (event) => onKey(event, map, markers, marker));
    element.addEventListener("blur", settle);
    element.addEventListener("focus", () => {
      lastFocused.set(map, slug);
      settle();
      loadKeys();
    });
  }
  map.on("moveend", settle);
  layer.on("remove", () => map.off("moveend", settle));
  settle();
  return () => stop;
}

/** The one in focus, else in view the last that was, or the nearest to the middle. */
function stopAmong(map, markers) {
  const focused = focusedAmong(markers);
  if (focused) return focused;
  const all = [...markers.values()];
  const seen = all.filter((marker) => isInView(map, marker));
  const last = markers.get(lastFocused.get(map));
  if (seen.includes(last)) return last;
  const middle = map.getSize().divideBy(2);
  const farness = (marker) => placeOf(map, marker).distanceTo(middle);
  return (seen.length ? seen : all).sort((a, b) => farness(a) - farness(b))[0];
}

function focusedAmong(markers) {
  const { activeElement } = document;
  return [...markers.values()].find((marker) => marker.getElement() === activeElement);
}

async function onKey(event, map, markers, marker) {
  const { key, altKey, ctrlKey, metaKey } = event;
  const isOpening = key === "Enter" || key === " ";
  if (altKey || ctrlKey || metaKey) return; // the browser's own, such as Back
  if (!isOpening && !STEERING.test(key)) return;
  event.preventDefault();
  event.stopPropagation();
  if (isOpening) return marker.openPopup();
  const { steer } = await loadKeys();
  const from = focusedAmong(markers); // an earlier key may have moved it, or Tab away
  if (from) steer(map, markers, from, key);
}
