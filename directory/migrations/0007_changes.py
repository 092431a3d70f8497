"""What tells that the data have changed, for what each process keeps of them.

A transaction that writes to a table of the directory takes a row of `directory_change`
that no other one holds, and gives it a number never seen before: writers do not wait
for each other, there are as many rows as there were writers at once, and the sum of
the numbers grows with each commit.
"""

from django.db import migrations

CHANGE = """
CREATE TABLE directory_change (number bigserial PRIMARY KEY);

CREATE FUNCTION directory_note_change() RETURNS trigger
LANGUAGE plpgsql
AS $$
DECLARE
    transaction CONSTANT text := pg_current_xact_id();
BEGIN
    -- once in a transaction
    IF current_setting('directory.noted', true) = transaction THEN
        RETURN NULL;
    END IF;
    PERFORM set_config('directory.noted', transaction, true);
    UPDATE directory_change SET number = DEFAULT WHERE number = (
        SELECT number FROM directory_change LIMIT 1 FOR UPDATE SKIP LOCKED);
    IF NOT FOUND THEN
        INSERT INTO directory_change DEFAULT VALUES;
    END IF;
    RETURN NULL;
END
$$
"""

# Whatever the public pages show.
TABLES = [
    "locality",
    "membership",
    "network",
    "network_regions",
    "objective",
    "outline",
    "perimeter",
    "pole",
    "pole_networks",
    "pole_objectives",
    "pole_sectors",
    "pole_sources",
    "pole_stewards",
    "polealias",
    "programme",
    "recognition",
    "sector",
    "source",
    "stagerecord",
    "structure",
    "structurealias",
    "structurekind",
    "synonym",
    "territory",
    "yearlyfigures",
]


def note_trigger(table):
    table = f"directory_{table}"
    return migrations.RunSQL(
        f"CREATE TRIGGER {table}_note"
        f" AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON {table}"
        " FOR EACH STATEMENT EXECUTE FUNCTION directory_note_change()",
        f"DROP TRIGGER {table}_note ON {table}",
    )


class Migration(migrations.Migration):
    dependencies = [("directory", "0006_hand_overs")]
    operations = [
        migrations.RunSQL(
            CHANGE,
            "DROP FUNCTION directory_note_change(); DROP TABLE directory_change",
        ),
        *(note_trigger(table) for table in TABLES),
    ]
