"""Search keys of places: what tells one from others in its name, and their indexes.

The GIN indexes are kept merged (`fastupdate=False`): after the import, the rows that a
pending list would hold made each search read it whole.
"""

import django.contrib.postgres.indexes
from django.db import migrations, models

import directory.models.expressions

# Keep in step with `directory.text.place_key`.
GROUPING = (
    "(?:communaute de communes|communaute d agglomeration|communaute urbaine"
    "|communaute|metropole europeenne|eurometropole|metropole"
    "|agglomeration|agglo|intercom|interco)"
)
PLACE_KEY = rf"""
CREATE FUNCTION directory_place_key(text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
AS $$
    SELECT coalesce(nullif(trim(
        regexp_replace(
        regexp_replace(
        regexp_replace(
        regexp_replace(
        regexp_replace(
        regexp_replace(folded,
            '\yst\y', 'saint', 'g'),
            '\yste\y', 'sainte', 'g'),
            '^(?:{GROUPING}\y ?(?:(?:du|de la|de l|des|de|d) )?)+', ''),
            ' {GROUPING}\y', '', 'g'),
            '^(?:le|la|les|l) ', ''),
            ' ([0-9]+)(?:er|e) arrondissement$', ' \1')
    ), ''), folded)
    FROM (SELECT public.directory_fold(
        regexp_replace($1, '\([^)]*\)', ' ', 'g')) AS folded) AS name
$$
"""


def search_key():
    return models.GeneratedField(
        db_persist=True,
        expression=directory.models.expressions.PlaceKey("name"),
        output_field=models.TextField(),
    )


def starts(noun):
    column = django.contrib.postgres.indexes.OpClass(
        "search_key", name="text_pattern_ops"
    )
    return migrations.AddIndex(noun, models.Index(column, name=f"{noun}_key_start"))


def trigrams(noun, expression, name, **options):
    column = django.contrib.postgres.indexes.OpClass(expression, name="gin_trgm_ops")
    index = django.contrib.postgres.indexes.GinIndex(
        column, name=name, fastupdate=False, **options
    )
    return migrations.AddIndex(noun, index)


class Migration(migrations.Migration):
    dependencies = [("directory", "0003_triggers")]
    operations = [
        migrations.RemoveIndex("territory", "territory_postal_codes"),
        migrations.RemoveIndex("territory", "territory_name_trgm"),
        migrations.RemoveIndex("locality", "locality_name_trgm"),
        migrations.RunSQL(PLACE_KEY, "DROP FUNCTION directory_place_key(text)"),
        migrations.AddField("territory", "search_key", search_key()),
        migrations.AddField("locality", "search_key", search_key()),
        trigrams("territory", "folded_name", "territory_name_trgm"),
        trigrams("territory", "search_key", "territory_key_trgm"),
        trigrams(
            "territory",
            models.functions.Substr("search_key", 6),
            "territory_saint_trgm",
            condition=models.Q(search_key__startswith="saint"),
        ),
        trigrams("locality", "folded_name", "locality_name_trgm"),
        trigrams("locality", "search_key", "locality_key_trgm"),
        starts("territory"),
        starts("locality"),
        migrations.AddIndex(
            "territory",
            django.contrib.postgres.indexes.GinIndex(
                fields=["postal_codes"],
                name="territory_postal_codes",
                fastupdate=False,
            ),
        ),
        migrations.AddIndex(
            "territory", models.Index(fields=["code"], name="territory_code")
        ),
        migrations.AddIndex(
            "territory",
            models.Index(
                fields=["population"],
                condition=models.Q(population__gte=20000),
                name="territory_populous",
            ),
        ),
    ]
