"""Words that lists use for the kinds of structure, beside their own names."""

from directory.models import StructureKind
from directory.text import fold

# what an unsaid kind is
UNSAID = "autre"

ALIASES = {
    "association": (
        *("associations", "asso", "association loi 1901", "loi 1901"),
        *("association declaree", "association 1901"),
    ),
    "cooperative": ("cooperatives", "societe cooperative"),
    "scop": (
        *("scop sa", "scop sarl", "scop sas"),
        *("societe cooperative de production", "cooperative de production"),
        "societe cooperative ouvriere de production",
    ),
    "scic": ("scic sa", "scic sarl", "scic sas"),
    "mutuelle": ("mutuelles", "mutuelle ou union de mutuelles"),
    "fondation": ("fondations", "fondation reconnue d utilite publique"),
    "entreprise-ess": (
        *("entreprise de l ess", "societe commerciale de l ess", "esus"),
        *("societe commerciale ess", "entreprise commerciale de l ess"),
        "entreprise solidaire d utilite sociale",
    ),
    "siae": (
        *("insertion par l activite economique", "iae", "entreprise d insertion"),
        *("atelier et chantier d insertion", "aci", "association intermediaire"),
    ),
    "groupement-employeurs": ("groupements d employeurs",),
    "tpe-pme": ("tpe", "pme"),
    "collectivite": ("collectivite", "commune", "departement", "region"),
    "epci": (
        *("intercommunalite", "communaute de communes", "metropole"),
        *("communaute d agglomeration", "communaute urbaine"),
    ),
    "epcc": ("etablissement public",),
    "organisme-formation": ("centre de formation",),
    "reseau": ("reseau", "federation"),
    "syndicat": ("syndicat", "organisation professionnelle"),
    "autre": ("autres", "non precise", "non renseigne", "inconnu"),
}


def kinds_by_words():
    """Key of each kind by the folded words for it: slug, name, full name, aliases.

    A kind's own words beat an alias; what a person renamed keeps its slug.
    """
    kinds = list(StructureKind.objects.all())
    known = {
        fold(alias): kind.pk for kind in kinds for alias in ALIASES.get(kind.slug, ())
    }
    for words in ("expanded", "name", "slug"):
        known |= {
            fold(said): kind.pk for kind in kinds if (said := getattr(kind, words))
        }
    return known
