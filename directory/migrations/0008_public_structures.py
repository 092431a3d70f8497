"""Which structures the public pages show, kept by triggers, and the indexes of their list.

Counting and sorting the members of published poles at each visit took a second where
there are 200,000 of them.
"""

from django.db import migrations, models

SHOWN = """
CREATE FUNCTION directory_is_public(structure bigint) RETURNS boolean
LANGUAGE sql STABLE
AS $$
    SELECT EXISTS (SELECT FROM directory_membership m
            JOIN directory_pole p ON p.id = m.pole_id
            WHERE m.structure_id = structure AND p.publication = 'publie')
        OR EXISTS (SELECT FROM directory_pole p
            WHERE p.carrier_id = structure AND p.publication = 'publie')
$$
"""

# Whatever was sent: a row read before a change must not bring back what it was.
KEEP = """
CREATE FUNCTION directory_keep_structure() RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
    NEW.is_public := directory_is_public(NEW.id);
    RETURN NEW;
END
$$;
CREATE TRIGGER directory_structure_keep BEFORE INSERT OR UPDATE ON directory_structure
    FOR EACH ROW EXECUTE FUNCTION directory_keep_structure();
"""

# It fires after the trigger that touches the pole, whose lock makes who publishes it
# and who adds a member wait for each other.
MEMBERS = """
CREATE FUNCTION directory_show_member() RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
    UPDATE directory_structure SET is_public = NOT is_public
    WHERE id IN (OLD.structure_id, NEW.structure_id)
        AND is_public <> directory_is_public(id);
    RETURN NULL;
END
$$;
CREATE TRIGGER directory_membership_touch_structure
    AFTER INSERT OR UPDATE OR DELETE ON directory_membership
    FOR EACH ROW EXECUTE FUNCTION directory_show_member();
"""

POLES = """
CREATE FUNCTION directory_show_members() RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
    UPDATE directory_structure SET is_public = NOT is_public
    WHERE id IN (
            SELECT unnest(ARRAY[OLD.carrier_id, NEW.carrier_id])
            UNION ALL
            SELECT structure_id FROM directory_membership
            WHERE pole_id IN (OLD.id, NEW.id))
        AND is_public <> directory_is_public(id);
    RETURN NULL;
END
$$;
CREATE TRIGGER directory_pole_show AFTER INSERT OR DELETE ON directory_pole
    FOR EACH ROW EXECUTE FUNCTION directory_show_members();
CREATE TRIGGER directory_pole_show_changed AFTER UPDATE ON directory_pole
    FOR EACH ROW WHEN (OLD.publication IS DISTINCT FROM NEW.publication
        OR OLD.carrier_id IS DISTINCT FROM NEW.carrier_id)
    EXECUTE FUNCTION directory_show_members();
"""


def listing(name, *fields):
    shown = models.Q(is_public=True)
    index = models.Index(fields=fields, condition=shown, name=name)
    return migrations.AddIndex("structure", index)


class Migration(migrations.Migration):
    dependencies = [("directory", "0007_changes")]
    operations = [
        migrations.AddField(
            "structure",
            "is_public",
            models.BooleanField("citée publiquement", default=False, editable=False),
        ),
        listing("structure_public", "folded_name", "id"),
        listing("structure_public_kind", "kind", "folded_name", "id"),
        migrations.RunSQL(SHOWN, "DROP FUNCTION directory_is_public"),
        migrations.RunSQL(
            KEEP,
            "DROP TRIGGER directory_structure_keep ON directory_structure;"
            "DROP FUNCTION directory_keep_structure()",
        ),
        migrations.RunSQL(
            MEMBERS,
            "DROP TRIGGER directory_membership_touch_structure ON directory_membership;"
            "DROP FUNCTION directory_show_member()",
        ),
        migrations.RunSQL(
            POLES,
            "DROP TRIGGER directory_pole_show ON directory_pole;"
            "DROP TRIGGER directory_pole_show_changed ON directory_pole;"
            "DROP FUNCTION directory_show_members()",
        ),
        migrations.RunSQL(
            "UPDATE directory_structure SET is_public = true"
            " WHERE directory_is_public(id)",
            migrations.RunSQL.noop,
        ),
    ]
