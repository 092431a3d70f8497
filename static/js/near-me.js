// « Autour de moi » (templates/_search.html): asks the browser's position once, when
// the button is pressed, and opens the list around it. The position goes rounded to
// about 100 m into the address of that page, and is kept nowhere else.

const PLACES = ["ou", "territoire"]; // fields of the form that name a place
const DECIMALS = 3; // thousandths of a degree: about 100 m
const PATIENCE = 10_000; // milliseconds
const INSTEAD = "Écrivez plutôt votre commune dans « Où ? ».";
const REFUSED = 1;
const TOO_LONG = 3;

function sorry({ code }) {
  if (code === REFUSED) return `Votre navigateur n’a pas donné la position. ${INSTEAD}`;
  if (code === TOO_LONG) return `La position se fait trop attendre. ${INSTEAD}`;
  return `Votre position reste introuvable. ${INSTEAD}`;
}

/** Promise of coordinates; rejected with a GeolocationPositionError. */
async function positionOnce() {
  const { coords } = await new Promise((resolve, reject) => {
    const options = { timeout: PATIENCE, maximumAge: PATIENCE };
    navigator.geolocation.getCurrentPosition(resolve, reject, options);
  });
  return coords;
}

/** The list around a position, with all that the form asks but its place. */
function addressAround({ latitude, longitude }, form) {
  const position = [latitude, longitude].map((degrees) => degrees.toFixed(DECIMALS));
  const asked = [...new FormData(form)].filter(
    ([name, text]) => !PLACES.includes(name) && text.trim(),
  );
  const rest = asked.length ? `${new URLSearchParams(asked)}&` : "";
  // By hand: URLSearchParams would write the comma as %2C.
  return `${form.action}?${rest}position=${position.join(",")}`;
}

function setUp() {
  const button = document.querySelector("button.near[hidden]");
  if (!button || !window.isSecureContext || !navigator.geolocation) return;
  const said = button.form.querySelector(".near-said");
  const say = (sentence, isBusy = false) => {
    said.textContent = sentence;
    button.ariaDisabled = String(isBusy); // unlike `disabled`, keeps the focus
  };
  button.hidden = false;
  button.addEventListener("click", async () => {
    if (button.ariaDisabled === "true") return;
    say("Recherche de votre position…", true);
    try {
      const address = addressAround(await positionOnce(), button.form);
      say("Position trouvée.");
      location.assign(address);
    } catch (error) {
      say(sorry(error));
    }
  });
  window.addEventListener("pageshow", () => say("")); // a page kept for Back
}

document.addEventListener("htmx:afterSettle", setUp);
setUp();
