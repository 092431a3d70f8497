"""What the database keeps of the charter, whatever the door.

- The directory's editions and pledges say what versions and signatures say.
- A published version never changes, nor its commitments; a signed one keeps its name
  and date.
- What a pole signed, told and answered goes to the one that it is merged into, and what
  a member signed too.
- A link sent to an address serves no more once the pole has another.
"""

from django.db import migrations

# A pledge is remade from the signatures of a pair, under a lock that two writers of
# the same pair cannot hold at once.
TELL = """
CREATE FUNCTION charter_tell_pledge(told_version bigint, told_pole bigint) RETURNS void
LANGUAGE plpgsql
AS $$
BEGIN
    IF told_pole IS NULL THEN
        RETURN;
    END IF;
    PERFORM pg_advisory_xact_lock(hashtextextended(
        'charter_pledge ' || told_version || ' ' || told_pole, 0));
    DELETE FROM directory_pledge p USING directory_charteredition e
        WHERE e.id = p.edition_id AND e.version = told_version
        AND p.pole_id = told_pole;
    INSERT INTO directory_pledge (pole_id, edition_id, signed_on, precision, verified)
        SELECT s.pole_id, e.id, s.signed_on, s.precision, s.state = 'verifiee'
        FROM charter_signature s
        JOIN directory_charteredition e ON e.version = s.version_id
        WHERE s.version_id = told_version AND s.pole_id = told_pole
        AND s.state <> 'retiree';
END
$$;

CREATE FUNCTION charter_tell_edition(told_version bigint) RETURNS void
LANGUAGE plpgsql
AS $$
BEGIN
    INSERT INTO directory_charteredition (version, charter, slug, year, title)
        SELECT v.id, c.slug, v.slug, extract(year FROM v.issued_on),
            coalesce(v.title,
                left(c.title, 180) || ' de ' || extract(year FROM v.issued_on))
        FROM charter_charterversion v
        JOIN charter_charter c ON c.id = v.charter_id
        WHERE v.id = told_version AND c.kind = 'nationale'
        AND v.status <> 'brouillon' AND v.issued_on IS NOT NULL
    ON CONFLICT (version) DO UPDATE SET charter = EXCLUDED.charter,
        slug = EXCLUDED.slug, year = EXCLUDED.year, title = EXCLUDED.title;
    IF NOT FOUND THEN
        DELETE FROM directory_pledge p USING directory_charteredition e
            WHERE e.id = p.edition_id AND e.version = told_version;
        DELETE FROM directory_charteredition WHERE version = told_version;
    END IF;
    PERFORM charter_tell_pledge(told_version, pole_id) FROM (
        SELECT DISTINCT pole_id FROM charter_signature
        WHERE version_id = told_version AND pole_id IS NOT NULL ORDER BY pole_id
    ) AS signers;
END
$$;

CREATE FUNCTION charter_signature_told() RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN
        PERFORM charter_tell_pledge(OLD.version_id, OLD.pole_id);
    END IF;
    IF TG_OP <> 'DELETE' THEN
        PERFORM charter_tell_pledge(NEW.version_id, NEW.pole_id);
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER charter_signature_told AFTER INSERT OR UPDATE OR DELETE
    ON charter_signature FOR EACH ROW EXECUTE FUNCTION charter_signature_told();

CREATE FUNCTION charter_version_told() RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
    PERFORM charter_tell_edition(coalesce(NEW.id, OLD.id));
    RETURN NULL;
END
$$;
CREATE TRIGGER charter_version_told AFTER INSERT OR UPDATE OR DELETE
    ON charter_charterversion FOR EACH ROW EXECUTE FUNCTION charter_version_told();

CREATE FUNCTION charter_charter_told() RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
    PERFORM charter_tell_edition(id) FROM charter_charterversion
        WHERE charter_id = NEW.id;
    RETURN NULL;
END
$$;
CREATE TRIGGER charter_charter_told AFTER UPDATE
    ON charter_charter FOR EACH ROW EXECUTE FUNCTION charter_charter_told();
"""
UNTELL = """
DROP TRIGGER charter_charter_told ON charter_charter;
DROP TRIGGER charter_version_told ON charter_charterversion;
DROP TRIGGER charter_signature_told ON charter_signature;
DROP FUNCTION charter_charter_told();
DROP FUNCTION charter_version_told();
DROP FUNCTION charter_signature_told();
DROP FUNCTION charter_tell_edition(bigint);
DROP FUNCTION charter_tell_pledge(bigint, bigint);
DELETE FROM directory_pledge;
DELETE FROM directory_charteredition
"""

# The source alone may be mended: links die.
FREEZE = """
CREATE FUNCTION charter_keep_version() RETURNS trigger
LANGUAGE plpgsql
AS $$
DECLARE
    signed CONSTANT boolean := EXISTS (
        SELECT FROM charter_signature WHERE version_id = OLD.id);
BEGIN
    IF TG_OP = 'DELETE' THEN
        IF OLD.status = 'publiee' THEN
            RAISE check_violation USING CONSTRAINT = 'charter_version_frozen',
                MESSAGE = 'a published version stays';
        END IF;
        RETURN OLD;
    END IF;
    IF (OLD.status = 'publiee' OR signed)
        AND (OLD.charter_id, OLD.slug, OLD.issued_on, OLD.precision)
        IS DISTINCT FROM (NEW.charter_id, NEW.slug, NEW.issued_on, NEW.precision)
        OR OLD.status = 'publiee'
        AND (OLD.title, OLD.introduction, OLD.status, OLD.published_at)
        IS DISTINCT FROM (NEW.title, NEW.introduction, NEW.status, NEW.published_at)
        OR signed AND NEW.status = 'brouillon'
    THEN
        RAISE check_violation USING CONSTRAINT = 'charter_version_frozen',
            MESSAGE = 'a published or signed version does not change';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER charter_version_keep BEFORE UPDATE OR DELETE
    ON charter_charterversion FOR EACH ROW EXECUTE FUNCTION charter_keep_version();

CREATE FUNCTION charter_keep_commitment() RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
    -- what an older text was may be forgotten by the deletion of that text
    IF TG_OP = 'UPDATE' AND to_jsonb(OLD) - 'continues_id'
        IS NOT DISTINCT FROM to_jsonb(NEW) - 'continues_id'
    THEN
        RETURN NEW;
    END IF;
    -- the version is not being published meanwhile
    PERFORM FROM charter_charterversion
        WHERE id IN (OLD.version_id, NEW.version_id) FOR SHARE;
    IF EXISTS (SELECT FROM charter_charterversion
        WHERE id IN (OLD.version_id, NEW.version_id) AND status = 'publiee')
    THEN
        RAISE check_violation USING CONSTRAINT = 'charter_commitment_frozen',
            MESSAGE = 'a published version does not change';
    END IF;
    RETURN coalesce(NEW, OLD);
END
$$;
CREATE TRIGGER charter_commitment_keep BEFORE INSERT OR UPDATE OR DELETE
    ON charter_commitment FOR EACH ROW EXECUTE FUNCTION charter_keep_commitment();
"""
THAW = """
DROP TRIGGER charter_commitment_keep ON charter_commitment;
DROP TRIGGER charter_version_keep ON charter_charterversion;
DROP FUNCTION charter_keep_commitment();
DROP FUNCTION charter_keep_version()
"""

# What would stand twice stays with the row absorbed, which is archived.
FOLLOW = """
CREATE FUNCTION charter_follow_merger() RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
    IF NEW.merged_into_id IS NULL
        OR NEW.merged_into_id IS NOT DISTINCT FROM OLD.merged_into_id
    THEN
        RETURN NULL;
    END IF;
    WITH moved AS (
        UPDATE charter_signature s SET pole_id = NEW.merged_into_id
        WHERE pole_id = NEW.id AND (s.state = 'retiree' OR NOT EXISTS (
            SELECT FROM charter_signature other
            WHERE other.pole_id = NEW.merged_into_id
            AND other.version_id = s.version_id AND other.state <> 'retiree'))
        RETURNING id, state
    )
    INSERT INTO charter_signaturestep (signature_id, state, through, at, reason)
        SELECT id, state, 'fusion', clock_timestamp(), NULL FROM moved;
    UPDATE charter_practice p SET pole_id = NEW.merged_into_id
        WHERE pole_id = NEW.id AND NOT EXISTS (
            SELECT FROM charter_practice other
            WHERE other.pole_id = NEW.merged_into_id
            AND other.commitment_id = p.commitment_id AND other.state = p.state
            AND p.state IN ('proposee', 'publiee'));
    UPDATE charter_assessment a SET pole_id = NEW.merged_into_id
        WHERE pole_id = NEW.id AND NOT EXISTS (
            SELECT FROM charter_assessment other
            WHERE other.pole_id = NEW.merged_into_id
            AND other.version_id = a.version_id
            AND other.answered_on = a.answered_on);
    UPDATE charter_charter SET pole_id = NEW.merged_into_id WHERE pole_id = NEW.id;
    UPDATE charter_teamlink SET revoked_at = clock_timestamp()
        WHERE pole_id = NEW.id AND revoked_at IS NULL AND used_at IS NULL
        AND purpose <> 'retirer';
    RETURN NULL;
END
$$;
CREATE TRIGGER charter_follow_merger AFTER UPDATE OF merged_into_id
    ON directory_pole FOR EACH ROW EXECUTE FUNCTION charter_follow_merger();

CREATE FUNCTION charter_follow_member() RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
    IF NEW.merged_into_id IS NULL
        OR NEW.merged_into_id IS NOT DISTINCT FROM OLD.merged_into_id
    THEN
        RETURN NULL;
    END IF;
    WITH moved AS (
        UPDATE charter_signature s SET structure_id = NEW.merged_into_id
        WHERE structure_id = NEW.id AND (s.state = 'retiree' OR NOT EXISTS (
            SELECT FROM charter_signature other
            WHERE other.structure_id = NEW.merged_into_id
            AND other.version_id = s.version_id AND other.state <> 'retiree'))
        RETURNING id, state
    )
    INSERT INTO charter_signaturestep (signature_id, state, through, at, reason)
        SELECT id, state, 'fusion', clock_timestamp(), NULL FROM moved;
    RETURN NULL;
END
$$;
CREATE TRIGGER charter_follow_member AFTER UPDATE OF merged_into_id
    ON directory_structure FOR EACH ROW EXECUTE FUNCTION charter_follow_member();
"""
STAY = """
DROP TRIGGER charter_follow_member ON directory_structure;
DROP FUNCTION charter_follow_member();
DROP TRIGGER charter_follow_merger ON directory_pole;
DROP FUNCTION charter_follow_merger()
"""

FORGET = """
CREATE FUNCTION charter_forget_address() RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
    UPDATE charter_teamlink SET revoked_at = clock_timestamp()
        WHERE pole_id = NEW.id AND sent_to = OLD.email
        AND revoked_at IS NULL AND used_at IS NULL;
    RETURN NULL;
END
$$;
CREATE TRIGGER charter_forget_address AFTER UPDATE OF email
    ON directory_pole FOR EACH ROW WHEN (OLD.email IS DISTINCT FROM NEW.email)
    EXECUTE FUNCTION charter_forget_address();
"""
REMEMBER = """
DROP TRIGGER charter_forget_address ON directory_pole;
DROP FUNCTION charter_forget_address()
"""


class Migration(migrations.Migration):
    dependencies = [
        ("charter", "0001_initial"),
        ("directory", "0015_pledges"),
    ]
    operations = [
        migrations.RunSQL(TELL, UNTELL),
        migrations.RunSQL(FREEZE, THAW),
        migrations.RunSQL(FOLLOW, STAY),
        migrations.RunSQL(FORGET, REMEMBER),
    ]
