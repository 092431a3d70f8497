"""System checks of the database, embedded or not."""

from django.conf import settings
from django.core.checks import Error
from django.db import DatabaseError, NotSupportedError, connections

ENGINE = "ptce_site.embedded_postgres"
OLDEST = 15
EXTENSIONS = ("btree_gin", "btree_gist", "cube", "earthdistance", "pg_trgm", "unaccent")


def check_postgresql(app_configs, databases=None, **kwargs):
    """Check the server behind each alias given (`check --database`, `migrate`)."""
    return [error for alias in databases or () for error in _check(connections[alias])]


def _check(connection):
    if connection.vendor != "postgresql":
        return [_too_old(connection.alias, connection.display_name)]
    try:
        with connection.cursor() as cursor:
            major = connection.get_database_version()[0]
            cursor.execute(
                "SELECT name FROM pg_available_extensions WHERE name = ANY(%s)",
                [list(EXTENSIONS)],
            )
            available = {name for (name,) in cursor.fetchall()}
    except NotSupportedError as error:  # Django's own bound
        return [_too_old(connection.alias, str(error))]
    except DatabaseError as error:
        return [_unreachable(connection.alias, error)]
    errors = []
    if major < OLDEST:
        errors.append(_too_old(connection.alias, f"PostgreSQL {major}"))
    if missing := sorted(set(EXTENSIONS) - available):
        errors.append(_lacks(connection.alias, missing))
    return errors


def _too_old(alias, found):
    return Error(
        f"La base « {alias} » doit être un PostgreSQL {OLDEST} ou plus récent"
        f" (trouvé : {found}).",
        hint="Corrigez DATABASE_URL, ou retirez-la pour employer le PostgreSQL"
        " embarqué.",
        id="ptce.E001",
    )


def _lacks(alias, missing):
    return Error(
        f"Le serveur de la base « {alias} » n'offre pas l'extension"
        f" {', '.join(missing)}.",
        hint="Installez les modules « contrib » du serveur (paquet"
        " postgresql-contrib), ou demandez-les à l'hébergeur.",
        id="ptce.E002",
    )


def _unreachable(alias, error):
    return Error(
        f"La base « {alias} » ne répond pas : {str(error).strip()}",
        hint="Vérifiez DATABASE_URL, et que le serveur est démarré.",
        id="ptce.E003",
    )


def check_embedded_in_production(app_configs, **kwargs):
    if settings.DEBUG or getattr(settings, "ALLOW_EMBEDDED_POSTGRES", False):
        return []
    return [
        Error(
            f"La base « {alias} » est le PostgreSQL embarqué, qui n'est pas fait pour"
            " la production.",
            hint="Donnez DATABASE_URL, ou mettez ALLOW_EMBEDDED_POSTGRES si c'est"
            " voulu.",
            id="ptce.E004",
        )
        for alias, database in settings.DATABASES.items()
        if database["ENGINE"] == ENGINE
    ]
