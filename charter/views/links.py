from django.http import Http404


def how_to_sign(request, **names):
    raise Http404


def link(request, **names):
    raise Http404
