// « Chercher dans cette zone »: offered over the map of a list once the visitor has moved
// it, and no sooner.

import { isFitted } from "./base-map.js";
import { pageMap } from "./pole-map.js";

const PLACES = ["ou", "territoire", "position", "zone"];

/** Calls back when the visitor has moved the map; not for a fit, a popup or a size. */
function onMove(map, callback) {
  const element = map.getContainer();
  const listening = { capture: true, passive: true };
  let isTouched = false;
  let hasMoved = false;
  const tell = () => {
    if (hasMoved && isTouched && !isFitted(map)) callback();
    hasMoved = false;
  };
  for (const kind of ["pointerdown", "wheel", "keydown"]) {
    element.addEventListener(kind, () => (isTouched = true), listening);
  }
  map.on({
    autopanstart: () => (isTouched = false),
    moveend() {
      hasMoved = true;
      queueMicrotask(tell); // once a fit or a change of size has said what it was
    },
    resize: () => (hasMoved = false),
  });
}

/** `west,south,east,north` in degrees, within the world. */
function zoneOf(bounds) {
  const within = (degrees, most) => Math.max(-most, Math.min(most, degrees));
  const { lat: south, lng: west } = bounds.getSouthWest();
  const { lat: north, lng: east } = bounds.getNorthEast();
  return [within(west, 180), within(south, 90), within(east, 180), within(north, 90)]
    .map((degrees) => degrees.toFixed(4))
    .join(",");
}

/** The page's address with the zone instead of any other place. */
function addressOf(zone) {
  const query = new URLSearchParams(location.search);
  for (const name of [...PLACES, "page"]) query.delete(name);
  const rest = [...query].length ? `${query}&` : "";
  // By hand: URLSearchParams would write the commas as %2C.
  return `${location.pathname}?${rest}zone=${zone}`;
}

/** Puts the button over the map; `search(address)` is called when it is pressed. */
export function offerZone(list, search) {
  const map = pageMap();
  if (!map) return;
  const element = map.getContainer();
  const button = document.createElement("button");
  Object.assign(button, { type: "button", className: "map-zone", hidden: true });
  button.textContent = "Chercher dans cette zone";
  element.after(button);
  const show = (isShown) => {
    button.hidden = !isShown;
  };
  onMove(map, () => show(true));
  list.addEventListener("htmx:beforeRequest", () => show(false));
  button.addEventListener("click", () => {
    const zone = zoneOf(map.getBounds());
    element.dataset.zone = zone; // in view already: see pole-map.js
    search(addressOf(zone));
    element.focus({ preventScroll: true });
    show(false);
  });
}
