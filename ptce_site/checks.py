"""What can be misconfigured, said at start-up with its remedy."""

from django.conf import settings
from django.core.checks import Warning


def check_legal_notices(app_configs, **kwargs):
    """Warn of legal notices left unsaid on a production site."""
    missing = [name for name, value in settings.LEGAL_NOTICES.items() if not value]
    if settings.DEBUG or not missing:
        return []
    return [
        Warning(
            "Les mentions légales sont incomplètes : " + ", ".join(missing) + ".",
            hint="Renseignez ces variables d'environnement (voir README.md).",
            id="ptce.W001",
        )
    ]


def check_site_origin(app_configs, **kwargs):
    """Warn of e-mails whose links would lead nowhere."""
    if (settings.SITE_ORIGIN or "").startswith(("http://", "https://")):
        return []
    return [
        Warning(
            "Les liens des courriels n'ont pas d'adresse.",
            hint="Renseignez SITE_ORIGIN, par exemple https://annuaire.example.",
            id="ptce.W002",
        )
    ]
