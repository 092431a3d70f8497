// The keys that lead from one marker of a map to another, or zoom on one. Asked for by
// pole-markers.js once one is in focus.

import { isInView, placeOf } from "./base-map.js";

const DIRECTIONS = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};
const STEPS = { PageUp: -1, PageDown: 1 };
const ZOOMS = { "+": 1, "=": 1, "-": -1 };

/**
 * Does what a key asks from a marker: arrows go to the next one in view that way, Page
 * Up and Page Down round all of them, Home and End to the first and the last.
 */
export function steer(map, markers, from, key) {
  if (key in ZOOMS) {
    map.setZoomAround(from.getLatLng(), map.getZoom() + ZOOMS[key]);
    return;
  }
  const next = key in DIRECTIONS ? neighbour : stepped;
  next(map, [...markers.values()], from, key)?.getElement().focus();
}

function neighbour(map, markers, from, key) {
  const [ux, uy] = DIRECTIONS[key];
  const here = placeOf(map, from);
  let best;
  let bestCost = Infinity;
  for (const marker of markers) {
    const { x, y } = placeOf(map, marker).subtract(here);
    const ahead = x * ux + y * uy;
    const aside = Math.abs(x * uy - y * ux);
    const cost = ahead + 2 * aside;
    const isThatWay = ahead > 0 && aside <= 2 * ahead && isInView(map, marker);
    if (isThatWay && cost < bestCost) [best, bestCost] = [marker, cost];
  }
  return best;
}

function stepped(map, markers, from, key) {
  const index = markers.indexOf(from) + (STEPS[key] ?? 0);
  if (key in STEPS) return markers.at(index % markers.length);
  return markers.at(key === "Home" ? 0 : -1);
}
