// The list, its filters and its map follow each change without a new page, by htmx:
// the server gives the whole page and its parts are taken from it (hx-select-oob in
// templates/directory/_live.html). Here is what htmx does not do: clean addresses,
// open groups and focus kept, Back, and the plain page when anything fails.

import { offerZone } from "./map-zone.js";

const list = document.getElementById("annuaire");
const scrolls = new Map(); // where each address of this visit was left

let address = location.href;
let left = null; // groups of filters and focus, as they were before a swap

/** Refreshes the page to an address; the box « Où ? Quoi ? » follows too. */
function refresh(url, context = {}) {
  const selectOOB = `#recherche,${list.getAttribute("hx-select-oob")}`;
  return htmx.ajax("get", url, { source: list, selectOOB, ...context });
}

/** What is empty, or the natural order, has no place in the address. */
function cleanQuery({ detail: { elt, formData } }) {
  for (const [name, text] of [...formData]) if (!text) formData.delete(name);
  const natural = elt.elements?.tri?.options[0]?.value;
  if (formData.get("tri") === natural) formData.delete("tri");
}

function openPlainPage({ detail: { pathInfo } }) {
  location.assign(pathInfo.finalRequestPath);
}

// --- What a swap would lose ------------------------------------------------------

function rememberFilters() {
  const filters = document.getElementById("facettes");
  const groups = [...filters.querySelectorAll("details")];
  left = {
    open: groups.map((details) => details.open),
    scrolls: groups.map((details) => details.lastElementChild.scrollTop),
    hadFocus: list.contains(document.activeElement),
  };
}

function restoreFilters() {
  const groups = document.querySelectorAll("#facettes details");
  groups.forEach((details, index) => {
    details.open = left.open[index] ?? details.open;
    details.lastElementChild.scrollTop = left.scrolls[index] ?? 0;
  });
}

/** The link just followed is gone: the focus goes on from its place. */
function restoreFocus(followed) {
  if (!left.hadFocus || document.activeElement !== document.body) return;
  const results = document.getElementById("resultats");
  results.tabIndex = -1;
  const isPill = followed.matches?.(".chosen a");
  const next = (isPill && document.querySelector(".chosen a")) || results;
  next.focus({ preventScroll: true });
}

function onSettle({ detail }) {
  if (!left) return;
  const followed = detail.requestConfig.elt;
  restoreFocus(followed);
  if (followed.matches(".pages a")) list.querySelector(".list").scrollIntoView();
  left = null;
}

// --- Back and Forward ------------------------------------------------------------

/** htmx keeps no page: it asks for one at each move through the history. */
async function onHistory(event) {
  event.preventDefault();
  scrolls.set(address, window.scrollY);
  address = location.href;
  await refresh(event.detail.path, { push: "false" });
  window.scrollTo(0, scrolls.get(address) ?? window.scrollY);
}

function start() {
  list.dataset.live = "true";
  list.addEventListener("htmx:configRequest", cleanQuery);
  list.addEventListener("htmx:beforeSwap", (event) => {
    const { serverResponse, shouldSwap } = event.detail;
    if (!shouldSwap) return; // an error: told below
    if (serverResponse.includes('id="liste"')) {
      rememberFilters();
    } else {
      event.preventDefault();
      openPlainPage(event);
    }
  });
  list.addEventListener("htmx:afterSwap", () => left && restoreFilters());
  list.addEventListener("htmx:afterSettle", onSettle);
  for (const failure of ["responseError", "sendError", "timeout", "swapError"]) {
    list.addEventListener(`htmx:${failure}`, openPlainPage);
  }
  document.body.addEventListener("htmx:beforeHistoryUpdate", () => {
    scrolls.set(address, window.scrollY);
  });
  document.body.addEventListener("htmx:pushedIntoHistory", () => {
    address = location.href;
  });
  document.body.addEventListener("htmx:historyCacheMiss", onHistory);
  offerZone(list, refresh);
}

if (list && window.htmx) start();
