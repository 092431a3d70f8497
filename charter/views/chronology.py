"""Milestones and versions of texts on one line of time."""

from dataclasses import dataclass, field
from datetime import date

from directory.models import Source, describe_date


@dataclass
class Entry:
    """What happened at a date: a milestone, with the texts of that very date, or a text
    alone; `text` and `source` are None of the latter.
    """

    on: date
    precision: str
    title: str | None = None
    text: str | None = None
    source: Source | None = None
    versions: list = field(default_factory=list)

    @property
    def date_words(self):
        return describe_date(self.on, self.precision)


def chronology(milestones, versions):
    """The entries of milestones and of dated versions, in the order of time."""
    entries = [
        Entry(one.on, one.precision, one.title, one.text, one.source)
        for one in milestones
    ]
    for version in versions:
        if version.issued_on is not None:
            _entry_of(entries, version).versions.append(version)
    return sorted(entries, key=lambda entry: entry.on)


def _entry_of(entries, version):
    """The entry of the date of a version, known as finely; a new one when none is."""
    when = version.issued_on, version.precision
    for entry in entries:
        if (entry.on, entry.precision) == when:
            return entry
    entries.append(Entry(*when))
    return entries[-1]
