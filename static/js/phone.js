// On a phone the list comes first: what is long starts closed, and the map beside the
// list takes its place on demand. Without scripts all stays open, one after the other,
// and a link leads past the filters. Goes with static/css/search.css, which follows
// data-shown on .split.

const narrow = window.matchMedia("(max-width: 52rem)");

if (narrow.matches) {
  for (const details of document.querySelectorAll("details[data-close-on-phone]")) {
    details.open = false;
  }
}

/** Puts a button in the list that shows its map instead, and the list again. */
function offerMap(split) {
  const words = { list: "Voir la carte", map: "Voir la liste" };
  const button = document.createElement("button");
  let scrolled = 0; // where the list was left
  const show = (part) => {
    split.dataset.shown = part;
    button.textContent = words[part];
  };
  Object.assign(button, { type: "button", className: "map-switch" });
  button.addEventListener("click", () => {
    if (split.dataset.shown === "map") {
      show("list");
      window.scrollTo(0, scrolled);
    } else {
      scrolled = window.scrollY;
      show("map");
      split.querySelector(".map-side").scrollIntoView({ block: "end" });
    }
  });
  show("list");
  split.querySelector(".said").after(button);
}

/** « Voir les n pôles », made anew with the filters: closes them, and goes to the list. */
function leadToResults(split) {
  split.addEventListener("click", (event) => {
    if (!event.target.closest(".see-results")) return;
    event.preventDefault();
    split.querySelector("[data-close-on-phone]").open = false;
    const title = document.getElementById("titre");
    title.tabIndex = -1;
    title.scrollIntoView();
    title.focus({ preventScroll: true });
  });
}

const split = document.querySelector(".split");
if (split) leadToResults(split);
if (split?.querySelector(".map-side")) offerMap(split);
