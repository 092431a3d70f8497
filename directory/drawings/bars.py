"""Horizontal bars with their numbers: a table, each row of which draws its own."""

from typing import NamedTuple

from directory.models import UNKNOWN, Stage


class Bar(NamedTuple):
    """A row: `sign` is a stage, or 'inconnu', whose sign and line it takes, or None.

    A number is None when it is unknown.
    """

    label: str
    number: int | None
    sign: str | None = None
    url: str | None = None


# (fill, line) of a bar, hollow where its sign is.
PLAIN = ("#0f5c4d", "#0f5c4d")
PAINTS = {
    Stage.EMERGING: ("#fff", "#b4451f"),
    Stage.ASLEEP: ("#586568", "#586568"),
    Stage.CLOSED: ("#fff", "#6d7678"),
    UNKNOWN: ("#fff", "#6d7678"),
}


def bars_drawing(rows, *, title, heading, unit="Pôles", anchor="barres"):
    """Rows (label, number, sign, url), of which the last two may lack, in their order.

    For the template `directory/_bars.html`. `heading` and `unit` name the columns. The
    largest number has the longest bar, and 0 has none.
    """
    bars = [Bar(*row) for row in rows]
    largest = max((bar.number or 0 for bar in bars), default=0)
    return {
        "title": title,
        "heading": heading,
        "unit": unit,
        "anchor": anchor,
        "bars": [_drawn(bar, largest) for bar in bars],
    }


def _drawn(bar, largest):
    fill, line = PAINTS.get(bar.sign, PLAIN)
    return {
        **bar._asdict(),
        # text, since a template would give it a French comma
        "share": f"{100 * bar.number / largest:.1f}%" if bar.number else None,
        "fill": fill,
        "line": line,
    }
