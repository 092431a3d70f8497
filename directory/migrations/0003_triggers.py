"""Triggers that keep the version and the search document of each pole.

A change of the pole, of its children or of its many-to-many rows adds one to its
version; a renamed theme, member or place remakes the documents that quote it.
"""

from django.db import migrations

DOCUMENT = """
CREATE FUNCTION directory_pole_document(pole directory_pole) RETURNS tsvector
LANGUAGE sql STABLE
AS $$
    SELECT
        setweight(to_tsvector('directory_french',
            concat_ws(' ', pole.name, pole.short_name)), 'A')
        || setweight(to_tsvector('directory_french', concat_ws(' ',
            (SELECT name FROM directory_territory WHERE id = pole.seat_id),
            (SELECT string_agg(concat_ws(' ', s.name, s.detail), ' ' ORDER BY s.id)
                FROM directory_sector s
                JOIN directory_pole_sectors ps ON ps.sector_id = s.id
                WHERE ps.pole_id = pole.id))), 'B')
        || setweight(to_tsvector('directory_french',
            coalesce(pole.description, '')), 'C')
        || setweight(to_tsvector('directory_french', concat_ws(' ',
            (SELECT name FROM directory_structure WHERE id = pole.carrier_id),
            (SELECT string_agg(s.name, ' ' ORDER BY s.id)
                FROM directory_structure s
                WHERE s.id IN (SELECT structure_id FROM directory_membership
                    WHERE pole_id = pole.id)))), 'D')
$$
"""

# A child says that it changed by asking for a higher version. Saving a pole without
# changing it asks for none. Generated columns are not yet known in a BEFORE trigger.
KEEP_POLE = """
CREATE FUNCTION directory_keep_pole() RETURNS trigger
LANGUAGE plpgsql
AS $$
DECLARE
    kept CONSTANT text[] := ARRAY[
        'folded_name', 'updated_at', 'version', 'search_document'];
BEGIN
    IF TG_OP = 'INSERT' THEN
        NEW.version := 1;
    ELSIF NEW.version > OLD.version
        OR to_jsonb(NEW) - kept IS DISTINCT FROM to_jsonb(OLD) - kept
    THEN
        NEW.version := OLD.version + 1;
        NEW.updated_at := clock_timestamp();
    ELSE
        NEW.version := OLD.version;
        NEW.updated_at := OLD.updated_at;
    END IF;
    -- Whatever was sent: a stale document must not come back.
    NEW.search_document := directory_pole_document(NEW);
    RETURN NEW;
END
$$;
CREATE TRIGGER directory_pole_keep BEFORE INSERT OR UPDATE ON directory_pole
    FOR EACH ROW EXECUTE FUNCTION directory_keep_pole();
"""

TOUCH_POLE = """
CREATE FUNCTION directory_touch_pole() RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND NEW IS NOT DISTINCT FROM OLD THEN
        RETURN NULL;
    END IF;
    IF TG_OP <> 'INSERT' THEN
        UPDATE directory_pole SET version = version + 1 WHERE id = OLD.pole_id;
    END IF;
    IF TG_OP = 'INSERT' OR (TG_OP = 'UPDATE' AND NEW.pole_id <> OLD.pole_id) THEN
        UPDATE directory_pole SET version = version + 1 WHERE id = NEW.pole_id;
    END IF;
    RETURN NULL;
END
$$
"""

CHILDREN = [
    "membership",
    "perimeter",
    "recognition",
    "stagerecord",
    "yearlyfigures",
    "pole_networks",
    "pole_objectives",
    "pole_sectors",
    "pole_sources",
    "pole_stewards",
]

RENAMED = """
CREATE FUNCTION directory_{noun}_renamed() RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
    UPDATE directory_pole p SET search_document = NULL
    WHERE {quoted};
    RETURN NULL;
END
$$;
CREATE TRIGGER directory_{noun}_renamed AFTER UPDATE ON directory_{noun}
    FOR EACH ROW WHEN ({changed})
    EXECUTE FUNCTION directory_{noun}_renamed();
"""

NAME_CHANGED = "OLD.name IS DISTINCT FROM NEW.name"
QUOTED = {
    "territory": ("p.seat_id = NEW.id", NAME_CHANGED),
    "sector": (
        "p.id IN (SELECT pole_id FROM directory_pole_sectors WHERE sector_id = NEW.id)",
        f"{NAME_CHANGED} OR OLD.detail IS DISTINCT FROM NEW.detail",
    ),
    "structure": (
        "p.carrier_id = NEW.id OR p.id IN (SELECT pole_id FROM directory_membership"
        " WHERE structure_id = NEW.id)",
        NAME_CHANGED,
    ),
}


def touch_trigger(child):
    table = f"directory_{child}"
    return migrations.RunSQL(
        f"CREATE TRIGGER {table}_touch AFTER INSERT OR UPDATE OR DELETE ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION directory_touch_pole()",
        f"DROP TRIGGER {table}_touch ON {table}",
    )


def rename_trigger(noun):
    quoted, changed = QUOTED[noun]
    return migrations.RunSQL(
        RENAMED.format(noun=noun, quoted=quoted, changed=changed),
        f"DROP TRIGGER directory_{noun}_renamed ON directory_{noun};"
        f"DROP FUNCTION directory_{noun}_renamed()",
    )


class Migration(migrations.Migration):
    dependencies = [("directory", "0002_initial")]
    operations = [
        migrations.RunSQL(DOCUMENT, "DROP FUNCTION directory_pole_document"),
        migrations.RunSQL(
            KEEP_POLE,
            "DROP TRIGGER directory_pole_keep ON directory_pole;"
            "DROP FUNCTION directory_keep_pole()",
        ),
        migrations.RunSQL(TOUCH_POLE, "DROP FUNCTION directory_touch_pole()"),
        *(touch_trigger(child) for child in CHILDREN),
        *(rename_trigger(noun) for noun in QUOTED),
    ]
