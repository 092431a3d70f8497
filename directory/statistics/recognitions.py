"""Which programmes recognised the poles around a territory."""


def recognitions(known, gathering):
    """[(slug, name, number of poles)] of programmes, the first that recognised first.

    Recognitions dated at or before the date; those without a date count today only.
    """
    dates = {}
    for pk in gathering.acting:
        for slug, name, on in known.lives[pk].recognitions:
            if (on or known.today) <= gathering.on:
                dates.setdefault((slug, name), []).append(on or known.today)
    in_order = sorted(dates, key=lambda programme: (min(dates[programme]), programme))
    return [(*programme, len(dates[programme])) for programme in in_order]
