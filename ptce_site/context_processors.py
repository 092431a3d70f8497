from django.conf import settings


def site(request):
    """What every page needs of the settings."""
    return {
        "TILES_URL": settings.TILES_URL,
        "TILES_ATTRIBUTION": settings.TILES_ATTRIBUTION,
        "TILES_MAX_ZOOM": settings.TILES_MAX_ZOOM,
    }
