"""The house of README: who may import whom, how long a module may be."""

import ast
from itertools import pairwise
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
LONGEST_MODULE = 250
LONGEST_FUNCTION = 40

PROJECTS = ["directory", "charter", "ptce_site"]
LAYERS = [
    {"geo", "text", "apps", "prepositions", "projection", "throttle", "web"},
    {"models", "words", "base_drawing"},
    {"values"},
    {
        "permissions",
        "filters",
        "statistics",
        "representations",
        "timeline",
        "drawings",
        "emails",
        "geocoding",
    },
    {"forms"},
    {"moderation", "importers", "link_checks"},
    {"views", "admin", "feeds", "templatetags", "management"},
    {"urls"},
]
# Of the charter, which knows only these of the directory.
CHARTER_LAYERS = [
    {"apps", "models"},
    {"composition", "content", "differences", "figures", "representations", "emails"},
    {"verbs"},
    {"importers", "forms"},
    {"views", "admin", "templatetags", "management"},
    {"urls"},
]
KNOWN_TO_CHARTER = {"models", "permissions"}
RANKS = {name: rank for rank, layer in enumerate(LAYERS) for name in layer}
CHARTER_RANKS = {
    name: rank for rank, layer in enumerate(CHARTER_LAYERS) for name in layer
}


def modules():
    paths = [path for project in PROJECTS for path in (ROOT / project).rglob("*.py")]
    return sorted(path for path in paths if "migrations" not in path.parts)


def imported(tree, path):
    """Dotted names that a module imports, relative imports made absolute."""
    package = path.relative_to(ROOT).with_suffix("").parts
    package = package if path.name == "__init__.py" else package[:-1]
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else ()
            base = [*base, *filter(None, (node.module or "").split("."))]
            yield from (".".join([*base, alias.name]) for alias in node.names)


def layer(dotted):
    """Name and rank of the layer of its app that a dotted name lies in."""
    parts = dotted.split(".")
    ranks = {"directory": RANKS, "charter": CHARTER_RANKS}.get(parts[0])
    if ranks is None or len(parts) < 2:
        return None, None
    return parts[1], ranks.get(parts[1])


def wrong_way(source, path):
    """Imports of a module that go against the order of projects and layers."""
    here = ".".join(path.relative_to(ROOT).with_suffix("").parts)
    home, rank = layer(here)
    for name in imported(ast.parse(source), path):
        project = name.split(".")[0]
        if project not in PROJECTS:
            continue
        if PROJECTS.index(project) > PROJECTS.index(here.split(".")[0]):
            yield name
        if here.startswith("charter") and project == "directory":
            if layer(name)[0] not in KNOWN_TO_CHARTER:
                yield name
            continue
        if rank is None or project != here.split(".")[0]:
            continue
        target, target_rank = layer(name)
        if target_rank is None or target == home:
            continue
        if target_rank >= rank:
            yield name


@pytest.mark.parametrize("path", modules(), ids=lambda p: str(p.relative_to(ROOT)))
def test_a_module_imports_only_downward_and_stays_short(path):
    source = path.read_text()
    assert list(wrong_way(source, path)) == []
    assert len(source.splitlines()) <= LONGEST_MODULE


@pytest.mark.parametrize("path", modules(), ids=lambda p: str(p.relative_to(ROOT)))
def test_no_function_hides_an_import_of_ours_or_grows_long(path):
    tree = ast.parse(path.read_text())
    functions = (ast.FunctionDef, ast.AsyncFunctionDef)
    for function in (n for n in ast.walk(tree) if isinstance(n, functions)):
        hidden = [n.split(".")[0] for n in imported(function, path)]
        assert not set(hidden) & set(PROJECTS), function.name
        length = function.end_lineno - function.lineno + 1
        assert length <= LONGEST_FUNCTION, f"{function.name}: {length} lines"


@pytest.mark.parametrize(
    ("project", "ranks"), [("directory", RANKS), ("charter", CHARTER_RANKS)]
)
def test_every_module_has_a_layer(project, ranks):
    names = {p.stem if p.suffix else p.name for p in (ROOT / project).iterdir()}
    assert names - {"__init__", "__pycache__", "migrations"} <= set(ranks)


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("directory/models/poles.py", "from directory.views import poles"),
        ("directory/models/poles.py", "from ..filters import PoleFilter"),
        ("directory/views/poles.py", "from directory.admin import poles"),
        ("directory/statistics/figures.py", "from directory import representations"),
        ("directory/views/poles.py", "import ptce_site.settings"),
        ("directory/models/poles.py", "from charter import models"),
        ("charter/models/charters.py", "from charter.verbs import sign"),
        ("charter/views/texts.py", "from directory.views import poles"),
        ("charter/emails.py", "from directory.emails import send"),
    ],
)
def test_an_import_turned_round_is_seen(module, source):
    assert list(wrong_way(source, ROOT / module))


def test_the_layers_are_told_once_each():
    names = [name for names in LAYERS for name in sorted(names)]
    assert len(names) == len(set(names))
    assert all(a is not b for a, b in pairwise(LAYERS))
