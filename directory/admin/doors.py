"""Pages of the admin that are not Django's: who may open them, and how they look."""

from dataclasses import dataclass
from functools import wraps

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.template.response import TemplateResponse

from directory.permissions import CURATORS

from .rights import role


@dataclass(frozen=True)
class Door:
    """A page: what it is for, in French, and the roles that may open it."""

    words: str
    roles: frozenset


DOORS = {}


def door(words, *, roles=CURATORS):
    """Decorate a view as a page of the admin: signed in, never cached, by role.

    What a role may open is refused by 403; a row out of scope, by the view's own 404.
    """

    def decorate(view):
        DOORS[view.__name__] = Door(words, frozenset(roles))

        @wraps(view)
        def opened(request, *args, **kwargs):
            if role(request) not in roles:
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return admin.site.admin_view(opened)

    return decorate


def render_door(request, template_name, context, *, title, status=200):
    """A page of the admin with its frame; `title` is the heading."""
    frame = admin.site.each_context(request)
    return TemplateResponse(
        request, template_name, {**frame, "title": title, **context}, status=status
    )
