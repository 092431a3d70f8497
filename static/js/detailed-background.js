// Remote tiles, loaded only once the visitor has asked for them.

const ERRORS_BEFORE_GIVING_UP = 3;
const layers = new WeakMap();

/** Shows or hides the detailed background of a map, and names the button after it. */
export function toggleDetail(map, button, say) {
  const hide = () => {
    layers.get(map).remove();
    layers.delete(map);
    button.textContent = "Afficher le fond détaillé";
  };
  say("");
  if (layers.has(map)) {
    hide();
    return;
  }
  const layer = detailedLayer(map, () => {
    hide();
    say("Le fond détaillé n’est pas disponible ; les contours restent affichés.");
  });
  layers.set(map, layer);
  button.textContent = "Masquer le fond détaillé";
  layer.addTo(map);
}

/** `onUnavailable` is called, once, when no tile at all can be had. */
function detailedLayer(map, onUnavailable) {
  const { tiles, attribution, maxZoom } = map.getContainer().dataset;
  const { zoomSnap, maxZoom: outlinesMaxZoom } = map.options;
  const [centre, zoom] = [map.getCenter(), map.getZoom()];
  const layer = L.tileLayer(tiles, {
    attribution,
    maxZoom: Number(maxZoom),
    // Tile servers refuse requests that do not say where they come from.
    referrerPolicy: "strict-origin-when-cross-origin",
  });
  let loaded = 0;
  let failed = 0;
  const giveUp = () => {
    layer.off("tileerror load");
    onUnavailable();
    map.setView(centre, zoom, { animate: false });
  };
  layer.on({
    add() {
      // Tiles are sharp at whole zooms only; rather the one below, to lose no border.
      map.options.zoomSnap = 1;
      map.setMaxZoom(layer.options.maxZoom);
      map.setZoom(Math.round(zoom - 0.2), { animate: false });
    },
    remove() {
      map.options.zoomSnap = zoomSnap;
      map.setMaxZoom(outlinesMaxZoom);
    },
    tileload() {
      loaded += 1;
    },
    tileerror() {
      failed += 1;
      if (!loaded && failed === ERRORS_BEFORE_GIVING_UP) giveUp();
    },
    load() {
      if (!loaded) giveUp();
    },
  });
  return layer;
}
