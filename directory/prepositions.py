"""How French says that something is in a place: 'en Lozère', 'dans le Gers', 'au Port'.

A territory is anything with a level, a code and a name. For régions and départements
usage decides, so that each is written out; communes and intercommunalités follow rules.
"""

import re
import unicodedata

_REGIONS = """
01 en Guadeloupe
02 en Martinique
03 en Guyane
04 à La Réunion
06 à Mayotte
11 en Île-de-France
24 en Centre-Val de Loire
27 en Bourgogne-Franche-Comté
28 en Normandie
32 dans les Hauts-de-France
44 dans le Grand Est
52 dans les Pays de la Loire
53 en Bretagne
75 en Nouvelle-Aquitaine
76 en Occitanie
84 en Auvergne-Rhône-Alpes
93 en Provence-Alpes-Côte d'Azur
94 en Corse
"""

# By région; the overseas collectivities, which have none, come last.
_DEPARTEMENTS = {
    "84": "01 dans l'Ain, 03 dans l'Allier, 07 en Ardèche, 15 dans le Cantal, "
    "26 dans la Drôme, 38 en Isère, 42 dans la Loire, 43 en Haute-Loire, "
    "63 dans le Puy-de-Dôme, 69 dans le Rhône, 73 en Savoie, 74 en Haute-Savoie",
    "27": "21 en Côte-d'Or, 25 dans le Doubs, 39 dans le Jura, 58 dans la Nièvre, "
    "70 en Haute-Saône, 71 en Saône-et-Loire, 89 dans l'Yonne, "
    "90 dans le Territoire de Belfort",
    "53": "22 dans les Côtes-d'Armor, 29 dans le Finistère, 35 en Ille-et-Vilaine, "
    "56 dans le Morbihan",
    "24": "18 dans le Cher, 28 en Eure-et-Loir, 36 dans l'Indre, 37 en Indre-et-Loire, "
    "41 en Loir-et-Cher, 45 dans le Loiret",
    "94": "2A en Corse-du-Sud, 2B en Haute-Corse",
    "44": "08 dans les Ardennes, 10 dans l'Aube, 51 dans la Marne, 52 en Haute-Marne, "
    "54 en Meurthe-et-Moselle, 55 dans la Meuse, 57 en Moselle, 67 dans le Bas-Rhin, "
    "68 dans le Haut-Rhin, 88 dans les Vosges",
    "32": "02 dans l'Aisne, 59 dans le Nord, 60 dans l'Oise, 62 dans le Pas-de-Calais, "
    "80 dans la Somme",
    "11": "75 à Paris, 77 en Seine-et-Marne, 78 dans les Yvelines, 91 en Essonne, "
    "92 dans les Hauts-de-Seine, 93 en Seine-Saint-Denis, 94 dans le Val-de-Marne, "
    "95 dans le Val-d'Oise",
    "28": "14 dans le Calvados, 27 dans l'Eure, 50 dans la Manche, 61 dans l'Orne, "
    "76 en Seine-Maritime",
    "75": "16 en Charente, 17 en Charente-Maritime, 19 en Corrèze, 23 dans la Creuse, "
    "24 en Dordogne, 33 en Gironde, 40 dans les Landes, 47 en Lot-et-Garonne, "
    "64 dans les Pyrénées-Atlantiques, 79 dans les Deux-Sèvres, 86 dans la Vienne, "
    "87 en Haute-Vienne",
    "76": "09 en Ariège, 11 dans l'Aude, 12 en Aveyron, 30 dans le Gard, "
    "31 en Haute-Garonne, 32 dans le Gers, 34 dans l'Hérault, 46 dans le Lot, "
    "48 en Lozère, 65 dans les Hautes-Pyrénées, 66 dans les Pyrénées-Orientales, "
    "81 dans le Tarn, 82 en Tarn-et-Garonne",
    "52": "44 en Loire-Atlantique, 49 en Maine-et-Loire, 53 en Mayenne, "
    "72 dans la Sarthe, 85 en Vendée",
    "93": "04 dans les Alpes-de-Haute-Provence, 05 dans les Hautes-Alpes, "
    "06 dans les Alpes-Maritimes, 13 dans les Bouches-du-Rhône, 83 dans le Var, "
    "84 en Vaucluse",
    "01": "971 en Guadeloupe",
    "02": "972 en Martinique",
    "03": "973 en Guyane",
    "04": "974 à La Réunion",
    "06": "976 à Mayotte",
    None: "975 à Saint-Pierre-et-Miquelon, 977 à Saint-Barthélemy, 978 à Saint-Martin, "
    "984 dans les Terres australes et antarctiques françaises, "
    "986 à Wallis-et-Futuna, 987 en Polynésie française, 988 en Nouvelle-Calédonie, "
    "989 sur l'île de Clipperton",
}

IN_REGION = dict(line.split(" ", 1) for line in _REGIONS.strip().splitlines())
"""Code of a région: 'en Occitanie'."""

DEPARTEMENTS_IN = {
    region: dict(part.split(" ", 1) for part in listed.split(", "))
    for region, listed in _DEPARTEMENTS.items()
}
"""Code of a région: code of each of its départements: 'en Lozère'."""

IN_DEPARTEMENT = {
    code: words for listed in DEPARTEMENTS_IN.values() for code, words in listed.items()
}

# 'Communauté de communes du Seignanx' is a common noun; 'Bordeaux Métropole' is a name.
_COMMON_NOUNS = ("Communauté ", "Métropole ", "Eurométropole ")
# h and y are mute or not by usage; these beginnings are mute in almost every name.
_ELIDED = re.compile(r"[aeiouœ]|h[eiy]|y[^aou]")


def located(territory):
    """'dans la Drôme', 'à Bordeaux', 'dans la communauté de communes du Seignanx'."""
    name = territory.name
    if territory.level == "region":
        return IN_REGION[territory.code]
    if territory.level == "departement":
        return IN_DEPARTEMENT[territory.code]
    if territory.level == "commune":
        return _contracted("à", name)
    if name.startswith(_COMMON_NOUNS):
        article = "l'" if name.startswith("E") else "la "
        return f"dans {article}{name[0].lower()}{name[1:]}"
    return f"à {name}"


def with_parent(territory):
    """'Romans-sur-Isère (Drôme)' for a commune; the bare name of any other."""
    return territory.name + _parent(territory)


def fully_located(territory):
    """'au Mans (Sarthe)'; as `located` for what is not a commune."""
    return located(territory) + _parent(territory)


def _parent(territory):
    """The département of a commune, told where their names differ: ' (Drôme)'."""
    if territory.level != "commune" or territory.departement.name == territory.name:
        return ""
    return f" ({territory.departement.name})"


def around(commune):
    """'autour de Toulouse', 'autour d'Auch', 'autour du Mans', 'autour des Abymes'."""
    return f"autour {_contracted('de', commune.name)}"


def _contracted(preposition, name):
    """A name after 'à' or 'de', which melt into its article when it is masculine."""
    article, _, rest = name.partition(" ")
    if rest and article in ("Le", "Les"):
        melted = {
            "à": {"Le": "au", "Les": "aux"},
            "de": {"Le": "du", "Les": "des"},
        }
        return f"{melted[preposition][article]} {rest}"
    bare = unicodedata.normalize("NFD", name).lower()
    if preposition == "de" and _ELIDED.match(bare):
        return f"d'{name}"
    return f"{preposition} {name}"
