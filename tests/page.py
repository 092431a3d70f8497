"""Reading pages as a re-user would: by their machine-readable marks."""

import json
from html.parser import HTMLParser


class Page(HTMLParser):
    """Tags of a page, each a dict of its attributes with its name under 'tag'."""

    def __init__(self, response):
        super().__init__()
        self.tags, self.scripts, self._script = [], {}, None
        self.feed(response.content.decode())

    def handle_starttag(self, tag, attributes):
        self.tags.append({"tag": tag, **dict(attributes)})
        self._script = dict(attributes).get("id") if tag == "script" else None

    def handle_endtag(self, tag):
        self._script = None

    def handle_data(self, data):
        if self._script:
            self.scripts[self._script] = data

    def marks(self, name, tag=None):
        """Values of a data- attribute, in page order."""
        return [
            found[f"data-{name}"]
            for found in self.tags
            if f"data-{name}" in found and tag in (None, found["tag"])
        ]

    def poles(self):
        """Slugs of the cards of the answer; the poles nearby stand apart."""
        return [
            tag["data-pole"]
            for tag in self.tags
            if tag["tag"] == "article" and tag.get("data-raison") != "proche"
        ]

    def on_map(self):
        """Slugs of the poles of the map's data block."""
        return [point["slug"] for point in json.loads(self.scripts["map-points"])]

    @property
    def total(self):
        return int(self.marks("total")[0])
