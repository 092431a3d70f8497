from django.core.paginator import InvalidPage


def page_of(paginator, number):
    """One page of a list, and what is wrong with its number: the first one then.

    A blank number asks for the first one, and nothing is wrong.
    """
    try:
        return paginator.page(number or 1), []
    except InvalidPage:
        return paginator.page(1), ["Cette page n'existe pas ; voici la première."]
