// The places that a text may name, as options of a listbox.

/**
 * Promise of <li> elements, best first, with data-key and data-text; rejected when the
 * server does not answer or `signal` aborts. Their ids start with `prefix`.
 */
export async function placeOptions(text, { address, prefix, signal }) {
  const url = `${address}?${new URLSearchParams({ q: text })}`;
  const response = await fetch(url, { signal });
  if (!response.ok) throw new Error(`${response.status} ${url}`);
  const places = await response.json();
  return places.map(({ territoire, nom, detail }, index) => {
    const id = `${prefix}-${index}`;
    const option = element("li", { id, role: "option", ariaSelected: "false" });
    Object.assign(option.dataset, { key: territoire, text: nom });
    const name = element("span", { className: "places-name" });
    name.append(...emphasised(nom, text));
    const words = element("span", { className: "places-detail", textContent: detail });
    option.append(name, " ", words);
    return option;
  });
}

/** The text without accents or capitals, as long as it was. */
function fold(text) {
  return text.replace(/./gu, (letter) => letter.normalize("NFD")[0].toLowerCase()[0]);
}

/** The name in pieces, with the beginnings of words that were typed in <mark>. */
function emphasised(name, typed) {
  const words = fold(typed).split(/[^\p{L}\p{N}]+/u).filter(Boolean);
  if (!words.length) return [name];
  const longestFirst = words.sort((a, b) => b.length - a.length).join("|");
  const starts = new RegExp(`(^|[^\\p{L}\\p{N}])(${longestFirst})`, "gu");
  const pieces = [];
  let end = 0;
  for (const { 1: before, 2: word, index } of fold(name).matchAll(starts)) {
    const start = index + before.length;
    pieces.push(name.slice(end, start));
    end = start + word.length;
    pieces.push(element("mark", { textContent: name.slice(start, end) }));
  }
  return [...pieces, name.slice(end)];
}

function element(tag, properties) {
  return Object.assign(document.createElement(tag), properties);
}
