// A map next to the latitude and longitude of a form: a click or a drag of the pin
// fills the two inputs, and typing in them moves the pin.
import { offerAddresses } from "./address-search.js";
import { createBaseMap, offerDetail } from "./base-map.js";
import { drawHome } from "./home-outline.js";

const DECIMALS = 5; // about one metre
const CLOSE_UP = 13;

// A decimal comma is one too; an empty input is not zero.
function degrees(input) {
  const text = input.value.trim().replace(",", ".");
  return text ? Number(text) : NaN;
}

function positionOf(inputs) {
  const [latitude, longitude] = inputs.map(degrees);
  const inWorld = Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180;
  return inWorld ? L.latLng(latitude, longitude) : null; // NaN is not in the world
}

function fill(inputs, position) {
  inputs[0].value = position ? position.lat.toFixed(DECIMALS) : "";
  inputs[1].value = position ? position.wrap().lng.toFixed(DECIMALS) : "";
}

function addButton(parent, text) {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = text;
  parent.append(button);
  return button;
}

function addElements(latitude) {
  const widget = document.createElement("div");
  widget.className = "position-widget";
  widget.innerHTML = `
    <div class="map-frame position-map"><div class="map" role="application"></div></div>
    <p class="position-said" role="status"></p>`;
  const element = widget.querySelector(".map");
  Object.assign(element.dataset, latitude.dataset);
  element.setAttribute(
    "aria-label",
    "Carte de la position. Au clavier, utilisez les champs latitude et longitude."
  );
  const detail = addButton(widget, "Afficher le fond détaillé");
  detail.hidden = true;
  const clear = addButton(widget, "Effacer la position");
  (latitude.closest(".form-row") ?? latitude).after(widget);
  return { element, clear, detail, said: widget.querySelector(".position-said") };
}

function createPin(position) {
  return L.marker(position, {
    draggable: true,
    icon: L.divIcon({ className: "position-pin", iconSize: [22, 22] }),
    title: "Repère de la position : à déplacer",
    alt: "Position",
  });
}

// A pin put by hand is near a street: an empty precision becomes that, and a position
// taken away has none.
function tellPrecision(form, position) {
  const precision = form.querySelector('select[name="position_precision"]');
  if (!precision) return;
  if (!position) precision.value = "";
  else if (!precision.value) precision.value = "rue";
}

async function setUp(latitude) {
  const longitude = latitude.form.querySelector('[data-position="longitude"]');
  const inputs = [latitude, longitude];
  const { element, clear, detail, said } = addElements(latitude);
  const map = await createBaseMap(element);
  offerDetail(map, detail, (sentence) => {
    said.textContent = sentence;
  });
  let pin = null;

  const showPin = () => {
    const position = positionOf(inputs);
    if (!position) {
      pin?.remove();
      pin = null;
    } else if (pin) {
      pin.setLatLng(position);
    } else {
      pin = createPin(position).addTo(map);
      pin.on("dragend", () => {
        fill(inputs, pin.getLatLng());
        tellPrecision(latitude.form, pin.getLatLng());
      });
    }
    return position;
  };
  const place = (position) => {
    fill(inputs, position);
    tellPrecision(latitude.form, position);
    showPin();
  };

  map.on("click", (event) => place(event.latlng));
  clear.addEventListener("click", () => place(null));
  for (const input of inputs) {
    input.addEventListener("input", () => {
      const position = showPin();
      if (position) map.panTo(position);
    });
  }
  if (latitude.dataset.search) {
    offerAddresses(element.closest(".position-widget"), latitude, (position, precision) => {
      place(position);
      const select = latitude.form.querySelector('select[name="position_precision"]');
      if (select) select.value = precision;
      map.setView(position, CLOSE_UP);
    });
  }
  const start = showPin();
  if (start) map.setView(start, CLOSE_UP);
  await drawHome(map, latitude, () => positionOf(inputs));
  element.dataset.ready = "true";
}

for (const latitude of document.querySelectorAll('input[data-position="latitude"]')) {
  setUp(latitude);
}
