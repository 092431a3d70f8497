"""Words for the rows that values point to, whether they are still there or not."""

from collections import defaultdict

from directory.models import Territory
from directory.values.fields import told_territory


class Names:
    """Names of rows, by model and key; one query a model, one more where some are gone.

    `gone` holds those that no longer exist.
    """

    def __init__(self, pairs):
        wanted = defaultdict(set)
        for model, key in pairs:
            wanted[model].add(key)
        self._words, self.gone = {}, set()
        for model, keys in wanted.items():
            found = model._default_manager.in_bulk(keys)
            self._words |= {(model, key): _told(row) for key, row in found.items()}
            if gone := keys - found.keys():
                self.gone |= {(model, key) for key in gone}
                self._words |= _last_names(model, gone)

    def __getitem__(self, pair):
        return self._words[pair]


def _told(row):
    return told_territory(row) if isinstance(row, Territory) else str(row)


def _last_names(model, keys):
    """Last known names of rows that were deleted; their number, where none was kept."""
    known = {}
    if hasattr(model, "history"):
        last = model.history.filter(id__in=keys).order_by("history_id")
        known = dict(last.values_list("id", "name"))
    noun = model._meta.verbose_name
    return {
        (model, key): f"{known.get(key, f'{noun} n° {key}')} (n'existe plus)"
        for key in keys
    }
