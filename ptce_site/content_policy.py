"""What browsers may load on our pages: nothing inline, nothing from elsewhere."""

from urllib.parse import urlsplit


def content_policy(*, tiles_url):
    """Directives of the content security policy.

    The one other host is that of the map tiles, asked for by the visitor.
    """
    parts = urlsplit(tiles_url)
    tiles = [f"{parts.scheme}://{parts.netloc}"] if parts.netloc else []
    return {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:", *tiles],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
    }
