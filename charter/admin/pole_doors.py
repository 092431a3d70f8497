"""The charter seen from one pole, for whoever curates it, and the links it is given."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect

from charter.composition import composition
from charter.models import Charter, CharterVersion, Practice, Signature, TeamLink
from charter.verbs import Refused, give_link, revoke_link, send_link
from directory.permissions import get_curated_pole

from .asking import LinkForm
from .decisions import CONFLICT, UNFIT
from .links_given import kinds_to_give, links_given
from .pages import desk_page


def charter_pole(request, pk):
    pole = get_curated_pole(request.user, pk)
    form = LinkForm(choices=_choices(kinds_to_give(pole)))
    return _pole_page(request, pole, form)


def charter_send_link(request, pk):
    """Send a link to the generic address of the pole, and nowhere else."""

    def send(pole, kind):
        link = send_link(pole, by=request.user, **kind)
        messages.success(request, f"Le lien est envoyé à {link.sent_to}.")
        return redirect("charter_desk:pole", pole.pk)

    return _give(request, pk, send)


def charter_hand_link(request, pk):
    """Show the address of a link once, for the curator to hand it over."""

    def hand(pole, kind):
        link = give_link(pole, by=request.user, **kind)
        context = {
            "pole": pole,
            "link": link,
            "address": request.build_absolute_uri(link.get_absolute_url()),
        }
        title = f"Un lien pour «\u00a0{pole}\u00a0»"
        return desk_page(request, "handed_link.html", context, title=title)

    return _give(request, pk, hand)


def charter_revoke_link(request, pk):
    mine = TeamLink.objects.for_curator(request.user)
    link = get_object_or_404(mine, pk=pk)
    try:
        revoke_link(link, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Le lien ne sert plus.")
    return redirect("charter_desk:pole", link.pole_id)


def _give(request, pk, give):
    """Give the link that the form asks for, or show the page with what is wrong."""
    pole = get_curated_pole(request.user, pk)
    kinds = kinds_to_give(pole)
    form = LinkForm(request.POST, choices=_choices(kinds))
    if not form.is_valid():
        return _pole_page(request, pole, form, status=UNFIT)
    _, kind = kinds[form.cleaned_data["what"]]
    try:
        return give(pole, kind)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return _pole_page(request, pole, form, status=CONFLICT)


def _choices(kinds):
    return [(value, words) for value, (words, _) in kinds.items()]


def _pole_page(request, pole, form, status=200):
    charters = Charter.objects.filter(pole=pole).in_reading_order()
    context = {
        "pole": pole,
        "signatures": _told(Signature.objects.filter(pole=pole)),
        "charters": charters,
        "local": CharterVersion.objects.public()
        .filter(charter__pole=pole)
        .newest_first()
        .first(),
        "of_members": _told(Signature.objects.filter(version__charter__pole=pole)),
        "links": links_given(pole),
        "form": form,
        "practices": Practice.objects.filter(pole=pole)
        .select_related("commitment__version__charter")
        .order_by("-sent_at"),
        "composition": composition(pole),
    }
    title = f"La charte et «\u00a0{pole}\u00a0»"
    return desk_page(request, "pole.html", context, title=title, status=status)


def _told(signatures):
    """With what a page tells of each, its steps included."""
    related = ("pole", "structure", "version__charter")
    return signatures.select_related(*related).prefetch_related("steps__by")
