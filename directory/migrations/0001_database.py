"""Extensions, folding function and French text search, before any table."""

from django.contrib.postgres.operations import (
    BtreeGinExtension,
    BtreeGistExtension,
    CreateExtension,
    TrigramExtension,
    UnaccentExtension,
)
from django.db import migrations

# `unaccent` with its dictionary named is a pure function of its input, which
# generated columns and indexes need; the one-argument form depends on search_path.
FOLD = r"""
CREATE FUNCTION directory_fold(text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
AS $$
    SELECT trim(regexp_replace(
        lower(public.unaccent('public.unaccent'::regdictionary, $1)),
        '[^a-z0-9]+', ' ', 'g'
    ))
$$
"""

FRENCH = """
CREATE TEXT SEARCH CONFIGURATION directory_french (COPY = pg_catalog.french);
ALTER TEXT SEARCH CONFIGURATION directory_french
    ALTER MAPPING FOR hword, hword_part, word WITH unaccent, french_stem;
"""


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        UnaccentExtension(),
        TrigramExtension(),
        BtreeGinExtension(),
        BtreeGistExtension(),
        CreateExtension("cube"),
        CreateExtension("earthdistance"),
        migrations.RunSQL(FOLD, "DROP FUNCTION directory_fold(text)"),
        migrations.RunSQL(
            FRENCH, "DROP TEXT SEARCH CONFIGURATION directory_french"
        ),
    ]
