from django.apps import AppConfig
from django.core.checks import Tags, register

from .checks import check_legal_notices, check_site_origin
from .embedded_postgres.checks import check_embedded_in_production, check_postgresql


class SiteConfig(AppConfig):
    name = "ptce_site"
    verbose_name = "Site"

    def ready(self):
        register(check_legal_notices, Tags.security, deploy=True)
        register(check_site_origin, Tags.urls, deploy=True)
        register(check_embedded_in_production)
        register(check_postgresql, Tags.database)
