// The answers of an address service, numbered on a map beside their list. The map is
// shown once it can be drawn: without scripts, the list says the same.
import { createBaseMap, showBounds } from "./base-map.js";

const AROUND = 0.02; // degrees about a lone answer, some two kilometres

function position(item) {
  return [Number(item.dataset.latitude), Number(item.dataset.longitude)];
}

function addNumber(map, item, number) {
  const icon = L.divIcon({
    className: "address-pin",
    html: String(number),
    iconSize: [26, 26],
  });
  const label = item.querySelector("h3").textContent;
  // the list is what a keyboard goes through
  const options = { icon, title: label, alt: label, keyboard: false };
  const marker = L.marker(position(item), options).addTo(map);
  marker.setZIndexOffset(-10 * number); // the best above
  const mark = (isMarked) => {
    marker.getElement().classList.toggle("is-marked", isMarked);
    item.classList.toggle("is-marked", isMarked);
    marker.setZIndexOffset(isMarked ? 1000 : -10 * number);
  };
  for (const on of ["pointerenter", "focusin"]) {
    item.addEventListener(on, () => mark(true));
  }
  for (const off of ["pointerleave", "focusout"]) {
    item.addEventListener(off, () => mark(false));
  }
  marker.on("mouseover", () => mark(true));
  marker.on("mouseout", () => mark(false));
  marker.on("click", () => item.scrollIntoView({ block: "nearest" }));
}

async function setUp(frame) {
  const items = [...frame.parentElement.querySelectorAll("li[data-latitude]")];
  frame.hidden = false;
  const element = frame.querySelector(".map");
  const map = await createBaseMap(element);
  items.forEach((item, index) => addNumber(map, item, index + 1));
  const bounds = L.latLngBounds(items.map(position));
  const [south, west] = [bounds.getSouth() - AROUND, bounds.getWest() - AROUND];
  const [north, east] = [bounds.getNorth() + AROUND, bounds.getEast() + AROUND];
  showBounds(map, [
    [south, west],
    [north, east],
  ]);
  element.dataset.ready = "true";
}

for (const frame of document.querySelectorAll(".place-answers .map-frame")) {
  setUp(frame);
}
