from django.http import Http404


def signatories(request, **names):
    raise Http404


def signatories_file(request, **names):
    raise Http404


def practices(request, **names):
    raise Http404


def assessment(request, **names):
    raise Http404
