"""Conventions that a reader relies on, held by tests."""

import ast
import re
from pathlib import Path

import pytest
from django.apps import apps

ROOT = Path(__file__).resolve().parent.parent
CODE = [
    path
    for folder in ("directory", "charter", "ptce_site")
    for path in (ROOT / folder).rglob("*.py")
    if "migrations" not in path.parts
]
TEMPLATES = sorted((ROOT / "templates").rglob("*.*"))
SCRIPTS = sorted((ROOT / "static" / "js").glob("*.js"))
# Found by name by Django or by a library, not by our code.
FOUND_BY_NAME = re.compile(r"^(\d{3}(_csrf)?\.html|admin/|simple_history/)")
# A space that a line may break at, where French typography wants U+00A0.
LOOSE_SPACE = re.compile(r"«[ \n]|[ \n][:;?!»](?=[\s\"'.,)<{»]|$)")
TEMPLATE_COMMENT = re.compile(r"{% comment %}.*?{% endcomment %}|{#.*?#}", re.DOTALL)
SCRIPT_COMMENT = re.compile(r"/\*.*?\*/|^\s*//.*?$", re.DOTALL | re.MULTILINE)
SCRIPT_STRING = re.compile(r"\"[^\"\n]*\"|`[^`]*`")


def test_names_of_models_and_fields_are_lower_case_french():
    apps_of_ours = [apps.get_app_config(name) for name in ("directory", "charter")]
    for model in (model for app in apps_of_ours for model in app.get_models()):
        if model.__name__.startswith("Historical"):
            continue
        names = [model._meta.verbose_name]
        names += [f.verbose_name for f in model._meta.fields if f.name != "id"]
        for name in map(str, names):
            assert name[:1].islower() or name.isupper(), (model, name)


def test_every_template_is_used():
    sources = [path.read_text() for path in [*CODE, *TEMPLATES]]
    for path in TEMPLATES:
        name = str(path.relative_to(ROOT / "templates"))
        if not FOUND_BY_NAME.match(name):
            assert any(f'"{name}"' in source for source in sources), name


def test_templates_are_short():
    for path in TEMPLATES:
        assert len(path.read_text().splitlines()) <= 120, path


def test_views_are_short():
    """A view reads a request and names what it shows; the rest is told elsewhere."""
    for path in ROOT.glob("*/views/*.py"):
        for function in ast.walk(ast.parse(path.read_text())):
            if isinstance(function, ast.FunctionDef) and function.args.args:
                length = function.end_lineno - function.lineno + 1
                is_view = function.args.args[0].arg == "request"
                assert not is_view or length <= 25, (path.name, function.name, length)


def test_readme_tells_every_environment_variable():
    readme = (ROOT / "README.md").read_text()
    tree = ast.parse((ROOT / "ptce_site" / "settings.py").read_text())
    read = {
        call.args[0].value
        for call in ast.walk(tree)
        if isinstance(call, ast.Call)
        and "env" in ast.unparse(call.func).split(".")[0]
        and call.args
        and isinstance(call.args[0], ast.Constant)
    }
    assert "SECRET_KEY" in read
    for name in read:
        assert f"`{name}`" in readme, name


@pytest.mark.parametrize("path", CODE, ids=lambda p: str(p.relative_to(ROOT)))
def test_no_query_updates_rows_behind_the_history(path):
    """`QuerySet.update()` leaves no trace of who changed what: save each row."""
    for call in ast.walk(ast.parse(path.read_text())):
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute):
            chain = ast.unparse(call.func)
            assert not (call.func.attr == "update" and ".objects" in chain), chain
            assert call.func.attr != "bulk_update", chain


@pytest.mark.parametrize("path", CODE, ids=lambda p: str(p.relative_to(ROOT)))
def test_no_line_breaks_before_punctuation_of_a_string(path):
    """Docstrings are for readers of the code, and keep their plain spaces."""
    tree = ast.parse(path.read_text())
    alone = {node.value for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and node not in alone:
            assert not LOOSE_SPACE.search(str(node.value)), node.value


def test_no_line_breaks_before_punctuation_of_a_template():
    for path in TEMPLATES:
        text = TEMPLATE_COMMENT.sub("", path.read_text())
        assert not (found := LOOSE_SPACE.search(text)), (path, found)


def test_no_line_breaks_before_punctuation_of_a_script():
    for path in SCRIPTS:
        for string in SCRIPT_STRING.findall(SCRIPT_COMMENT.sub("", path.read_text())):
            words = re.sub(r"\${[^}]*}", "…", string)
            assert not LOOSE_SPACE.search(words), (path, words)


@pytest.mark.parametrize("path", sorted(ROOT.glob("static/css/*.css")), ids=str)
def test_style_sheets_close_what_they_open(path):
    text = re.sub(r"/\*.*?\*/", "", path.read_text(), flags=re.DOTALL)
    assert text.count("{") == text.count("}")
