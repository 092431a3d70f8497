"""Pictures made by the server, read back as XML."""

import re
from xml.etree import ElementTree

from django.template.loader import render_to_string


def draw(template, drawing):
    text = render_to_string(f"directory/{template}.html", {"drawing": drawing})
    root = ElementTree.fromstring(text.strip())
    assert_sound(root)
    return root, text


def assert_sound(root):
    """Each name leads to a text, no id comes twice, nothing that the policy refuses."""
    texts = {e.get("id"): "".join(e.itertext()) for e in root.iter() if e.get("id")}
    ids = [e.get("id") for e in root.iter() if e.get("id")]
    assert len(ids) == len(set(ids))
    for element in root.iter():
        assert element.tag not in {"script", "style", "foreignObject", "image"}
        assert element.get("style") is None
        for name, value in element.attrib.items():
            assert not name.startswith("on")
            if name in ("aria-labelledby", "aria-describedby"):
                assert texts[value].strip()
            if local := re.fullmatch(r"url\(#(.*)\)|#(.*)", value):
                assert (local[1] or local[2]) in texts or name != "href"
            if name == "href":
                assert value.startswith(("/", "#"))
    for svg in root.iter("svg"):
        assert svg.get("aria-hidden") == "true" or svg.get("aria-labelledby")


def table(root):
    """Rows of the table of a picture: name and number, as they are written."""
    rows = []
    for row in root.find(".//table").iter("tr"):
        cells = ["".join(cell.itertext()).strip() for cell in row]
        if row.find("td") is not None:
            assert row[0].tag == "th"
            assert row[0].get("scope") in ("row", "rowgroup")
            rows.append((cells[0], cells[1]))
    assert root.find(".//caption").text
    return rows
