from typing import ClassVar

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS
from django.db.backends.postgresql import base, client

from ptce_site.embedded_postgres.binaries import find_bindir
from ptce_site.embedded_postgres.cluster import Cluster


class DatabaseClient(client.DatabaseClient):
    """dbshell with the psql that came with the server."""

    @classmethod
    def settings_to_cmd_args_env(cls, settings_dict, parameters):
        args, env = super().settings_to_cmd_args_env(settings_dict, parameters)
        bindir = find_bindir(settings_dict.get("EMBEDDED", {}).get("bindir"))
        return [str(bindir / cls.executable_name), *args[1:]], env

    def runshell(self, parameters):
        self.connection.ensure_connection()
        super().runshell(parameters)


class DatabaseWrapper(base.DatabaseWrapper):
    client_class = DatabaseClient
    # By alias, the name that the settings gave. The only database to be created when
    # it is absent: test databases are made, and dropped, by the tests.
    _named_by_settings: ClassVar[dict[str, str]] = {}

    def __init__(self, settings_dict, alias=DEFAULT_DB_ALIAS):
        if settings_dict["NAME"] == "":
            settings_dict["NAME"] = "ptce"
        super().__init__(settings_dict, alias)
        self._named_by_settings.setdefault(alias, settings_dict["NAME"])
        embedded = settings_dict.get("EMBEDDED", {})
        data_dir = embedded.get("data_dir") or settings.BASE_DIR / "var" / "postgres"
        self.cluster = Cluster(data_dir, embedded.get("bindir"))

    def get_connection_params(self):
        parameters = self.cluster.connection_parameters()
        # In the settings, because dbshell reads them there.
        self.settings_dict.update(
            HOST=parameters["host"], PORT=parameters["port"], USER=parameters["user"]
        )
        return super().get_connection_params()

    def get_new_connection(self, conn_params):
        """Connect; after a failure, repair what can be and try once more."""
        try:
            return super().get_new_connection(conn_params)
        except self.Database.OperationalError:
            self.cluster.ensure_running()
            name = self.settings_dict["NAME"]
            if name and name == self._named_by_settings[self.alias]:
                self.cluster.create_database(name)
            repaired = {**conn_params, **self.cluster.connection_parameters()}
            return super().get_new_connection(repaired)
