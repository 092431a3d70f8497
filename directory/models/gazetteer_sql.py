"""The query that gathers the names which may answer an inquiry.

It is a union of small parts, each on an index of its own: as one condition, they would
make the database read every name. Each part comes twice, for the names of the
territories and for those of the localities in them, and gives a few dozen names at
most, the more populated first.
"""

from .gazetteer_columns import READING
from .place_vocabulary import DEPARTEMENT, POSTAL_CODE, REGION, STARTS_WITH_ARTICLE

MOST_GATHERED = 60
# Shorter words are in too many names to gather by.
SHORTEST_WORD = 3
# Names that are only alike are looked for when none has all the words asked, or, for a
# single word, when so few begin like it that another may be meant.
MOST_BEFORE_ALIKE = 4
MOST_ALIKE = 30
# Letters compared of a name; the more, the slower.
LONGEST_COMPARED = 40
# Places this large are looked for under worse typing errors.
POPULOUS = 20_000
LEAST_LIKENESS = 0.12
LEAST_LIKENESS_WITHIN = 0.25

SAINT = "saint"
AFTER_SAINT = f"substr(t.search_key, {len(SAINT) + 1})"

# Columns, tables, weight. In the parts, `{n}` is the table whose names are searched.
OWN = (
    "t",
    "t.id, NULL::bigint AS locality",
    "directory_territory t",
    "coalesce(t.population, 0) * CASE t.level WHEN 'epci' THEN 0.1 ELSE 1 END DESC,"
    " t.code",
)
THROUGH = (
    "n",
    "t.id, n.id AS locality",
    "directory_locality n JOIN directory_territory t ON t.id = n.commune_id",
    "t.population DESC NULLS LAST, n.code",
)
BOTH = (OWN, THROUGH)
# Départements by name or number and régions by name that the words may lie in.
SCOPE = """
    SELECT said.head, s.id, s.level
    FROM unnest(%s::text[], %s::text[]) AS said (head, scope)
    JOIN directory_territory s ON s.level = ANY (%s) AND (
        s.search_key = said.scope OR s.level = %s AND s.code = upper(said.scope))
"""
WITHIN = "JOIN scope s ON s.id IN (t.departement_id, t.region_id, t.id)"
WITHIN_DEPARTEMENT = "JOIN scope s ON s.id = t.departement_id"
QUERY = """
    WITH scope AS MATERIALIZED (%(scope)s), strict AS MATERIALIZED (%(strict)s),
    wanted AS MATERIALIZED (
        SELECT count(*) <= %(most)s AND NOT coalesce(bool_or(sure), false) AS alike
        FROM strict),
    gathered AS (%(gathered)s)
    %(reading)s
"""


class Sql:
    """Text of a query and its parameters, in the order of the text.

    Only the parameters hold what a visitor wrote.
    """

    def __init__(self, text, *parameters):
        self.text, self.parameters = text, parameters

    def __add__(self, other):
        return Sql(self.text + other.text, *self.parameters, *other.parameters)


def united(parts):
    whole, *others = parts
    for part in others:
        whole += Sql(" UNION ALL ") + part
    return whole


def gathering(inquiry, territories):
    """The query for an inquiry, among some territories: SQL, and its parameters."""
    allowed = Sql("")
    if territories.query.where:
        inner = territories.order_by().values("pk").query.sql_with_params()
        allowed = Sql(f" AND t.id IN ({inner[0]})", *inner[1])
    if inquiry.code:
        scope, strict, alike = scope_of([]), of_code(inquiry, allowed), []
    else:
        scope = scope_of(inquiry.readings)
        strict = beginning(inquiry, allowed)
        alike = resembling(inquiry, allowed)
    strict, gathered = united(strict), united([Sql("SELECT * FROM strict"), *alike])
    text = QUERY % {
        "scope": scope.text,
        "strict": strict.text,
        "most": MOST_BEFORE_ALIKE if " " not in inquiry.text else 0,
        "gathered": gathered.text,
        "reading": READING,
    }
    return text, [*scope.parameters, *strict.parameters, *gathered.parameters]


def named(
    condition,
    allowed,
    *,
    sure=None,
    order=None,
    join="",
    most=MOST_GATHERED,
    tables=BOTH,
):
    """Parts: names that meet a condition, in an order, then the more populated."""
    for alias, columns, source, weight in tables:
        part = Sql(f"(SELECT {columns}, ") + (sure or Sql("false"))
        part += Sql(f" AS sure FROM {source} {join} WHERE ") + condition + allowed
        part += Sql(" ORDER BY ") + (order or Sql(""))
        part += Sql(f"{weight} LIMIT {most})")
        yield Sql(part.text.replace("{n}", alias), *part.parameters)


def of_code(inquiry, allowed):
    yield from named(Sql("{n}.code = %s", inquiry.code), allowed)
    if POSTAL_CODE.fullmatch(inquiry.code):
        yield from having_postal_code(inquiry.code, allowed)


def having_postal_code(code, allowed):
    yield from named(Sql("{n}.postal_codes @> ARRAY[%s]::varchar[]", code), allowed)


def scope_of(readings):
    """Territories that the words may end with: rows of (head, id, level)."""
    said = [r for r in readings if r.scope is not None and not r.postal_code]
    heads, scopes = [r.head for r in said], [r.scope for r in said]
    return Sql(SCOPE, heads, scopes, [DEPARTEMENT, REGION], DEPARTEMENT)


def of_levels(reading):
    if reading.levels is None:
        return Sql("")
    return Sql(" AND t.level = ANY (%s)", list(reading.levels))


def beginning(inquiry, allowed):
    """Parts: names that begin as asked, and names that have all the words."""
    for reading in inquiry.readings:
        if reading.scope is not None:
            if reading.postal_code:
                yield from having_postal_code(reading.postal_code, allowed)
            continue
        head, levels = reading.head, of_levels(reading)
        starts = Sql("{n}.search_key LIKE %s", f"{head}%") + levels
        same = Sql("{n}.search_key = %s", head)
        yield from named(
            starts,
            allowed,
            sure=Sql("false") if reading.loose else same,
            order=Sql("({n}.search_key = %s) DESC, ", head),
        )
        longest = max(head.split(), key=len)
        if len(longest) >= SHORTEST_WORD and not reading.loose:
            has_all = Sql(
                "{n}.folded_name LIKE %s AND (' ' || {n}.folded_name) LIKE ALL (%s)",
                f"%{longest}%",
                [f"% {word}%" for word in head.split()],
            )
            yield from named(has_all + levels, allowed)
    if STARTS_WITH_ARTICLE.match(inquiry.text):
        head, text = inquiry.readings[0].head, inquiry.text
        whole = Sql("{n}.search_key LIKE %s", f"{head}%")
        yield from named(
            whole + Sql(" AND {n}.folded_name LIKE %s", f"{text}%"), allowed
        )
    if any(reading.scope for reading in inquiry.readings):
        yield from named(
            Sql("{n}.search_key ~>=~ s.head AND {n}.search_key ~<~ (s.head || '~')"),
            allowed,
            sure=Sql("{n}.search_key = s.head"),
            join=WITHIN,
        )


def compared(readings):
    """The readings worth a comparison of letters, at most two.

    The one with the level said, or else the plainest; then the plainest of those that
    drop some words.
    """
    whole = [reading for reading in readings if reading.scope is None]
    sure = [reading for reading in whole if not reading.loose]
    loose = [reading for reading in whole if reading.loose and reading.levels is None]
    chosen = [reading for reading in sure if reading.levels] or sure
    return {reading.head: reading for reading in [*loose[:1], *chosen[:1]]}.values()


def resembling(inquiry, allowed):
    """Parts: names that are alike, typing errors included, when they are wanted."""
    wanted = Sql(" AND (SELECT alike FROM wanted)") + allowed
    likeness = "similarity({n}.search_key, %s)"
    order = f"{likeness} + 0.04 * log(greatest(t.population, 1)) DESC, "
    for reading in compared(inquiry.readings):
        head = reading.head[:LONGEST_COMPARED]
        # Where the words say a département, the names in it are compared below.
        unless = " AND NOT EXISTS (SELECT FROM scope)" if reading.loose else ""
        alike = of_levels(reading) + Sql(unless) + wanted
        like = {"order": Sql(order, head), "most": MOST_ALIKE}
        close = Sql("{n}.search_key %% %s", head)
        if head.startswith(SAINT) and len(head) > len(SAINT):
            # One name in eight begins with it: what follows is compared, on an index
            # of these names alone.
            rest = head[len(SAINT) :]
            saint = Sql(f"t.search_key LIKE '{SAINT}%%' AND {AFTER_SAINT} %% %s", rest)
            yield from named(saint, alike, **like, tables=[OWN])
            yield from named(close, alike, **like, tables=[THROUGH])
        else:
            yield from named(close, alike, **like)
        populous = Sql(
            f"t.population >= {POPULOUS} AND t.level <> 'epci'"
            f" AND {likeness} >= {LEAST_LIKENESS}",
            head,
        )
        yield from named(populous, alike, **like, tables=[OWN])
    if near := [*inquiry.beginnings, *inquiry.swapped]:
        yield from named(Sql("{n}.search_key = ANY (%s)", near), wanted)
    if any(reading.scope for reading in inquiry.readings):
        close = f"similarity({{n}}.search_key, s.head) >= {LEAST_LIKENESS_WITHIN}"
        yield from named(
            Sql(close),
            wanted,
            order=Sql(order.replace("%s", "s.head")),
            join=WITHIN_DEPARTEMENT,
            most=MOST_ALIKE,
        )
