"""Which territories have communes in common, and which hold the whole of others.

`directory_overlap` has a row for two territories that share communes, neither of them a
commune, and one for a territory of a single commune within that commune. Territories
change once a year: it is made anew by each statement that changes a rung.
"""

from django.db import migrations

TABLE = """
CREATE TABLE directory_overlap (
    outer_id bigint NOT NULL,
    inner_id bigint NOT NULL,
    -- no commune of the inner one is outside the outer one
    whole boolean NOT NULL,
    PRIMARY KEY (outer_id, inner_id)
);
CREATE INDEX directory_overlap_inner ON directory_overlap (inner_id) WHERE whole
"""

REMAKE = """
CREATE FUNCTION directory_remake_overlaps() RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
    DELETE FROM directory_overlap;
    INSERT INTO directory_overlap
    WITH alike AS (
        SELECT ARRAY[epci_id, ept_id, departement_id, region_id] AS rungs,
            count(*) AS size, min(id) AS commune
        FROM directory_territory WHERE level = 'commune' GROUP BY rungs
    ), whole AS (
        SELECT rung, sum(size) AS size, min(commune) AS commune
        FROM alike, unnest(rungs) AS rung WHERE rung IS NOT NULL GROUP BY rung
    ), pairs AS (
        SELECT outer_rung, inner_rung, sum(size) AS size
        FROM alike, unnest(rungs) AS outer_rung, unnest(rungs) AS inner_rung
        WHERE outer_rung IS NOT NULL AND inner_rung IS NOT NULL
        GROUP BY outer_rung, inner_rung
    )
    SELECT outer_rung, inner_rung, pairs.size = whole.size
    FROM pairs JOIN whole ON rung = inner_rung
    UNION ALL
    SELECT commune, rung, true FROM whole WHERE size = 1;
    RETURN NULL;
END
$$;
CREATE TRIGGER directory_territory_overlaps
    AFTER INSERT OR DELETE OR TRUNCATE
        OR UPDATE OF level, epci_id, ept_id, departement_id, region_id
    ON directory_territory
    FOR EACH STATEMENT EXECUTE FUNCTION directory_remake_overlaps()
"""


class Migration(migrations.Migration):
    dependencies = [("directory", "0010_structure_order")]
    operations = [
        migrations.RunSQL(TABLE, "DROP TABLE directory_overlap"),
        migrations.RunSQL(
            REMAKE,
            "DROP TRIGGER directory_territory_overlaps ON directory_territory;"
            "DROP FUNCTION directory_remake_overlaps()",
        ),
        # The statement that changes nothing has it made.
        migrations.RunSQL(
            "UPDATE directory_territory SET level = level WHERE false",
            migrations.RunSQL.noop,
        ),
    ]
