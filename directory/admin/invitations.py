"""The page that the link of an invitation opens, to anyone who holds it."""

from django.contrib import messages
from django.contrib.auth import get_user_model, login, logout
from django.core.signing import BadSignature, SignatureExpired
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from directory.models import Invitation, accounts_of, code_device
from directory.moderation import Refused, accept_invitation

from .access_forms import NewAccountForm
from .doors import render_door

BY_PASSWORD = "django.contrib.auth.backends.ModelBackend"


@never_cache
@sensitive_post_parameters()
def invitation(request, token):
    """GET changes nothing: scanners of mailboxes follow links.

    The right goes to the account of the address alone, or to a new one.
    """
    found, status = _follow(token)
    if status != 200:
        return _show(request, "closed", found, status=status)
    if "leave" in request.POST:
        logout(request)
        return redirect(request.path)
    step = _step(request, found)
    if step == "create":
        return _create(request, found)
    if step == "accept" and request.method == "POST":
        return _accept(request, found)
    return _show(request, step, found)


def _follow(token):
    """The invitation of a link, None if it was altered; and what the page answers.

    Gone when it was used, cancelled or is too old, or when who sent it may no more.
    """
    try:
        found = Invitation.objects.of_link(token)
    except SignatureExpired:
        return None, 410
    except (BadSignature, Invitation.DoesNotExist):
        return None, 404
    return found, 200 if found.is_pending and found.sender_manages else 410


def _step(request, found):
    """What whoever opens a link has to do.

    'create' an account, 'accept' with hers, 'sign_in' first, or 'leave' the account of
    another address; 'barred' when the account of the address was closed.
    """
    known = accounts_of(found.email)
    if _signed_in(request.user):
        return "accept" if request.user in known else "leave"
    if not known:
        return "create"
    return "sign_in" if any(account.is_active for account in known) else "barred"


def _signed_in(user):
    """Signed in, and by a code too if the account asks for one."""
    return user.is_authenticated and bool(user.otp_device or not code_device(user))


def _create(request, found):
    account = get_user_model()(email=found.email)
    form = NewAccountForm(request.POST or None, instance=account)
    if request.method == "POST" and form.is_valid():
        account = form.save(commit=False)
        try:
            accept_invitation(found, user=account)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            login(request, account, backend=BY_PASSWORD)
            return _welcome(request, found)
    return _show(request, "create", found, form=form)


def _accept(request, found):
    try:
        accept_invitation(found, user=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect(request.path)
    return _welcome(request, found)


def _welcome(request, found):
    messages.success(request, f"Vous avez maintenant accès à « {found.network} ».")
    return redirect("admin:index")


def _show(request, step, found, *, form=None, status=200):
    title = "Invitation" if status == 200 else "Ce lien ne marche plus"
    context = {"step": step, "invitation": found, "form": form, "status": status}
    template_name = "admin/curation/invitation.html"
    response = render_door(request, template_name, context, title=title, status=status)
    # not no-referrer, which would take the Origin from the form as well: CSRF needs it
    response["Referrer-Policy"] = "same-origin"
    return response
