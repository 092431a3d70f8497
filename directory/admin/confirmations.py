"""A button that asks once more: a page that says what will happen, then a verb."""

from django.contrib import messages
from django.shortcuts import redirect

from directory.moderation import Refused

from .doors import render_door

LOST_EMAIL = (
    "C'est enregistré, mais le courriel n'est pas parti : le serveur de messagerie "
    "ne répond pas. Renvoyez-le plus tard."
)


def attempt(request, verb, done, form=None):
    """Run a verb, and say how it went in the messages of the next page.

    A refusal is an error of the form, if there is one. True when it is done, even if
    its e-mail did not leave.
    """
    try:
        verb()
    except Refused as refusal:
        if form is None:
            messages.error(request, str(refusal))
        else:
            form.add_error(None, str(refusal))
        return False
    except OSError:
        messages.warning(request, LOST_EMAIL)
        return True
    messages.success(request, done)
    return True


def confirm(request, verb, *, title, words, button, done, back, grave=False):
    """Ask on GET, act on POST, then go to `back`, the name of a page.

    `words` are the paragraphs that say what will happen.
    """
    if request.method == "POST":
        attempt(request, verb, done)
        return redirect(back)
    return render_door(
        request,
        "admin/curation/confirm.html",
        {"words": words, "button": button, "back": back, "grave": grave},
        title=title,
    )
