// On a phone the list comes first: what is long starts closed. Without scripts it
// stays open and a link leads past it.

const narrow = window.matchMedia("(max-width: 52rem)");

if (narrow.matches) {
  for (const details of document.querySelectorAll("details[data-close-on-phone]")) {
    details.open = false;
  }
}
