// The field « Où ? » as a combobox: places proposed while typing, after the "editable
// combobox with list autocomplete" of the ARIA Authoring Practices. Without this
// script the field is plain text and the server guesses.
//
// ↓ ↑ go round the places, Enter takes the one reached and a second Enter sends the
// form; Escape closes, then clears; Alt+↓ opens; Tab leaves with the text as typed.
//
// Attributes read on the input: data-suggestions (address answering ?q= with a list of
// {territoire, nom, detail}) and data-picked (key of the territory its value names).

const SHORTEST = 2; // letters before anything is proposed
const PAUSE = 150; // milliseconds without a key before asking

class PlaceCombobox {
  #input;
  #list;
  #said;
  #active = null; // the option that Enter would take
  #listed = null; // the text that the options answer
  #picked = null; // {key, text}: holds as long as the text of the input is this one
  #request = null;
  #timer;

  constructor(input) {
    this.#input = input;
    this.#list = Object.assign(document.createElement("ul"), {
      id: `${input.id}-lieux`,
      className: "places",
      role: "listbox",
      ariaLabel: "Lieux proposés",
      hidden: true,
    });
    this.#said = document.createElement("p");
    this.#said.className = "places-said";
    this.#said.role = "status";
    input.after(this.#list, this.#said);
    Object.assign(input, { role: "combobox", ariaAutoComplete: "list" });
    input.ariaExpanded = "false";
    input.setAttribute("aria-controls", this.#list.id);
    const { picked } = input.dataset;
    if (picked) this.#picked = { key: picked, text: input.defaultValue };
    this.#listen();
  }

  #listen() {
    const input = this.#input;
    input.addEventListener("input", () => {
      this.#activate(null);
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => this.#ask(), PAUSE);
    });
    input.addEventListener("keydown", (event) => this.#onKey(event));
    input.addEventListener("blur", () => this.#close());
    // The press itself would take the focus from the input.
    this.#list.addEventListener("mousedown", (event) => event.preventDefault());
    this.#list.addEventListener("click", ({ target }) => {
      const option = target.closest("[role=option]");
      if (option) this.#pick(option);
    });
    input.form.addEventListener("formdata", ({ formData }) => this.#write(formData));
  }

  get #isOpen() {
    return !this.#list.hidden;
  }

  #onKey(event) {
    if (event.isComposing || event.ctrlKey || event.metaKey) return;
    const { key, altKey } = event;
    const arrow = { ArrowDown: 1, ArrowUp: -1 }[key];
    let isDone = Boolean(arrow);
    if (arrow && !altKey) {
      this.#step(arrow);
    } else if (arrow > 0) {
      this.#open();
    } else if (arrow < 0) {
      this.#close();
    } else if (key === "Enter") {
      isDone = this.#active !== null;
      if (isDone) this.#pick(this.#active);
      else this.#close();
    } else if (key === "Escape") {
      const isShown = this.#isOpen || this.#said.classList.contains("is-shown");
      isDone = isShown || this.#input.value !== "";
      if (!isShown) this.#input.value = "";
      this.#close();
    } else if (["ArrowLeft", "ArrowRight", "Home", "End"].includes(key)) {
      this.#activate(null); // back in the text
    }
    if (isDone) event.preventDefault();
  }

  async #step(by) {
    if (!this.#isOpen && !(await this.#open())) return;
    const options = [...this.#list.children];
    const none = by > 0 ? -1 : options.length;
    const index = this.#active ? options.indexOf(this.#active) : none;
    this.#activate(options.at((index + by) % options.length));
  }

  #activate(option) {
    if (this.#active) this.#active.ariaSelected = "false";
    this.#active = option;
    this.#input.removeAttribute("aria-activedescendant");
    if (!option) return;
    option.ariaSelected = "true";
    option.scrollIntoView({ block: "nearest" });
    this.#input.setAttribute("aria-activedescendant", option.id);
  }

  /** Promise of whether there are places to show. */
  async #open() {
    if (this.#listed !== this.#input.value.trim()) await this.#ask();
    else this.#toggle(this.#list.children.length > 0);
    return this.#isOpen;
  }

  #close() {
    clearTimeout(this.#timer);
    this.#request?.abort();
    this.#toggle(false);
    this.#tell("");
  }

  #toggle(isOpen) {
    this.#list.hidden = !isOpen;
    this.#input.ariaExpanded = String(isOpen);
    if (!isOpen) this.#activate(null);
  }

  async #ask() {
    this.#request?.abort();
    const text = this.#input.value.trim();
    if (text.length < SHORTEST) return void this.#close();
    this.#request = new AbortController();
    const { signal } = this.#request;
    try {
      const { placeOptions } = await import("./place-options.js");
      const options = await placeOptions(text, {
        address: this.#input.dataset.suggestions,
        prefix: this.#list.id,
        signal,
      });
      this.#listed = text;
      this.#show(options);
    } catch {
      if (!signal.aborted) this.#close(); // the form works without proposals
    }
  }

  #show(options) {
    const count = options.length;
    this.#list.replaceChildren(...options);
    this.#toggle(count > 0);
    this.#list.scrollIntoView({ block: "nearest" });
    if (!count) this.#tell(`Aucun lieu ne ressemble à « ${this.#listed} ».`, true);
    else this.#tell(count > 1 ? `${count} lieux proposés` : "1 lieu proposé");
  }

  #tell(sentence, isShown = false) {
    this.#said.textContent = sentence;
    this.#said.classList.toggle("is-shown", isShown);
  }

  #pick(option) {
    const { key, text } = option.dataset;
    this.#input.value = text;
    this.#picked = { key, text };
    this.#close();
  }

  /** A picked place is asked by its key instead of its name; nothing empty is sent. */
  #write(formData) {
    const { name, value } = this.#input;
    if (this.#picked?.text === value) {
      formData.delete(name);
      formData.set("territoire", this.#picked.key);
    }
    for (const [field, text] of [...formData]) {
      if (text === "") formData.delete(field);
    }
  }
}

function setUp() {
  const inputs = document.querySelectorAll("input[data-suggestions]:not([role])");
  for (const input of inputs) new PlaceCombobox(input);
}

document.addEventListener("htmx:afterSettle", setUp);
setUp();
