() => {
  // What is wrong with the page as it is printed, in words; empty when all is well.
  const faults = [];
  const seen = (element) => element.getClientRects().length > 0;
  const name = (element) => `${element.localName}.${element.getAttribute("class") ?? ""}`;
  const paper = document.querySelector(".paper");
  const foot = paper.querySelector(".paper-foot");
  const edges = paper.getBoundingClientRect();
  const limit = foot.getBoundingClientRect().top;

  const inside = [...paper.querySelectorAll("*")].filter(
    (element) => seen(element) && !element.closest(".map-region, .paper-foot"),
  );
  for (const element of inside) {
    const style = getComputedStyle(element);
    const isShown = !element.parentElement.closest(".hidden") && style.clipPath === "none";
    const { bottom, right } = element.getBoundingClientRect();
    const isCut = inside.some(
      (around) =>
        around !== element &&
        around.contains(element) &&
        getComputedStyle(around).overflow !== "visible",
    );
    if (isShown && !isCut && bottom > limit) faults.push(`${name(element)} under the foot`);
    if (isShown && !isCut && right > edges.right + 1) faults.push(`${name(element)} too wide`);
    if (style.overflow === "visible" || element.closest("svg")) continue;
    // « … » says that a text goes on, words say that a list does
    const says = style.webkitLineClamp !== "none" || style.textOverflow === "ellipsis";
    const isLong =
      element.scrollHeight > element.clientHeight + 1 ||
      element.scrollWidth > element.clientWidth + 1;
    const listSays = element.parentElement.querySelector(":scope > .more");
    if (isLong && !says && !listSays) faults.push(`${name(element)} is cut`);
  }

  // only a name without measure is cut
  const title = paper.querySelector("h1");
  const isCut = title.scrollHeight > title.clientHeight + 1;
  if (isCut && title.innerText.length < 120) faults.push("title is cut");

  for (const element of document.querySelectorAll("nav, form, button, input, summary")) {
    if (seen(element)) faults.push(`${name(element)} on paper`);
  }
  for (const element of inside) {
    const isBlock = element.matches("section, ul, table, figure");
    if (isBlock && !element.innerText.trim()) faults.push(`${name(element)} empty`);
  }
  for (const picture of document.querySelectorAll("figure.choropleth, figure.locator")) {
    const height = picture.querySelector(".picture-drawing").getBoundingClientRect().height;
    if (height < 100) faults.push(`${name(picture)} left out, or ${height} pixels high`);
  }
  return faults;
}
