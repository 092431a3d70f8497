"""Why a pole answers words that its card does not show."""

MOST_NAMED = 2
WORDS = {
    "nom": "par son nom court : {}",
    "theme": "par sa thématique : {}",
    "porteur": "par sa structure porteuse : {}",
    "membre": "parmi ses membres : {}",
    "ancien": "parmi ses anciens membres : {}",
    "description": "plus loin dans sa présentation",
}


def match_words(matches):
    """'Trouvé parmi ses membres : A, B et 3 autres', of some `Match`es; no point."""
    told = (WORDS[match.kind].format(_named(match.names)) for match in matches)
    return f"Trouvé {' ; '.join(told)}"


def _named(names):
    """Two names at most, or three: a lone rest is as short as 'un autre'."""
    if len(names) <= MOST_NAMED + 1:
        return ", ".join(names)
    return f"{', '.join(names[:MOST_NAMED])} et {len(names) - MOST_NAMED} autres"
