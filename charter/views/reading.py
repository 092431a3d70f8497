from django.http import Http404


def home(request, **names):
    raise Http404


def history(request, **names):
    raise Http404


def letters(request, **names):
    raise Http404


def reference(request, **names):
    raise Http404
