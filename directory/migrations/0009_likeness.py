"""What duplicates are found by: keys of names and hosts of sites, with their indexes."""

import django.contrib.postgres.indexes
from django.db import migrations, models

import directory.models.expressions

# Keep in step with `directory.text.COMMON_WORDS`.
COMMON_WORDS = (
    "a,au,aux,d,de,des,du,en,et,l,la,le,les,par,pour,sur,un,une,"
    "pole,poles,ptce,territorial,territoriale,territoriaux,territoire,territoires,"
    "cooperation,cooperative,cooperatives,economique,economiques,"
    "asso,association,associations,collectif,collective,interet,scic,scop,"
    "sa,sarl,sas,societe"
)
NAME_KEY = f"""
CREATE FUNCTION directory_name_key(text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
AS $$
    SELECT coalesce(nullif(array_to_string(ARRAY(
        SELECT word
        FROM unnest(string_to_array(folded, ' ')) WITH ORDINALITY AS said (word, rank)
        WHERE word <> ALL ('{{{COMMON_WORDS}}}')
        ORDER BY rank
    ), ' '), ''), folded)
    FROM (SELECT public.directory_fold($1) AS folded) AS name
$$
"""

# Keep in step with `directory.text.PLATFORMS`.
WEB_HOST = r"""
CREATE FUNCTION directory_web_host(text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
AS $$
    SELECT host
    FROM (SELECT substring(lower($1) from '^https?://(?:www\.)?([^/:?#]+)') AS host)
        AS site
    WHERE host !~ '(^|\.)(facebook|google|helloasso|instagram|linkedin|twitter|x|youtube)\.com$'
$$
"""


def generated(expression):
    return models.GeneratedField(
        db_persist=True, expression=expression, output_field=models.TextField()
    )


class Migration(migrations.Migration):
    dependencies = [("directory", "0008_public_structures")]
    operations = [
        migrations.RunSQL(NAME_KEY, "DROP FUNCTION directory_name_key(text)"),
        migrations.RunSQL(WEB_HOST, "DROP FUNCTION directory_web_host(text)"),
        migrations.AddField(
            "structure",
            "name_key",
            generated(directory.models.expressions.NameKey("name")),
        ),
        migrations.AddField(
            "structure",
            "website_host",
            generated(directory.models.expressions.WebHost("website")),
        ),
        migrations.AddIndex(
            "structure",
            django.contrib.postgres.indexes.GinIndex(
                django.contrib.postgres.indexes.OpClass(
                    "name_key", name="gin_trgm_ops"
                ),
                fastupdate=False,
                name="structure_key_trgm",
            ),
        ),
        migrations.AddIndex(
            "structure",
            models.Index(
                condition=models.Q(website_host__isnull=False),
                fields=["website_host"],
                name="structure_website_host",
            ),
        ),
    ]
