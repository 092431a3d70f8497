from django.http import Http404


def charters(request, **names):
    raise Http404


def charter(request, **names):
    raise Http404


def differences(request, **names):
    raise Http404


def version(request, **names):
    raise Http404


def commitment(request, **names):
    raise Http404
