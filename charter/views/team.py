from django.http import Http404


def tell_practice(request, **names):
    raise Http404


def assess(request, **names):
    raise Http404
