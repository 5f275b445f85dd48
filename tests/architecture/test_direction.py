"""What import-linter cannot see: words, string foreign keys, migrations, template includes keep the direction too."""

import ast
import re

import pytest
from django.apps import apps

from tests.architecture.sources import ROOT, name, python_files, templates

ABOVE = {
    "interviews": ["discovery"],
    "search": ["accounts", "interviews", "discovery"],
    "accounts": ["search", "interviews", "discovery"],
}
OUTER = [(lower, outer) for lower, outers in ABOVE.items() for outer in outers]


def test_what_people_said_never_names_what_we_conclude():
    files = [*python_files("interviews"), *templates("templates/interviews"), *templates("templates/_parts")]

    assert not [name(path) for path in files if re.search(r"\bdiscovery\b", path.read_text(encoding="utf-8"))]


@pytest.mark.parametrize(("lower", "outer"), OUTER)
def test_relations_of_an_inner_app_stay_inside(lower, outer):
    pointing = [
        f"{model.__name__}.{field.name}"
        for model in apps.get_app_config(lower).get_models(include_auto_created=True)
        for field in model._meta.get_fields()
        if field.is_relation and not field.auto_created and field.related_model._meta.app_label == outer
    ]
    assert not pointing


@pytest.mark.parametrize(("lower", "outer"), OUTER)
def test_migrations_of_an_inner_app_do_not_wait_for_an_outer_one(lower, outer):
    waiting = [
        name(path)
        for path in (ROOT / lower / "migrations").glob("0*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Tuple) and node.elts and getattr(node.elts[0], "value", None) == outer
    ]
    assert not waiting


@pytest.mark.parametrize("folder", ["_parts", "accounts", "interviews"])
def test_templates_include_only_their_own_and_shared_parts(folder):
    allowed = {"_parts", folder}
    for path in templates(f"templates/{folder}"):
        for included in re.findall(r"{%\s*(?:include|extends)\s+\"([^\"]+)\"", path.read_text(encoding="utf-8")):
            assert "/" not in included or included.split("/")[0] in allowed, f"{name(path)} includes {included}"


def test_pure_modules_know_no_django():
    for path in python_files("interviews/notes", "interviews/transcripts"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            modules = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            modules += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            assert not any(module.split(".")[0] == "django" for module in modules), name(path)


def test_apps_do_not_import_the_shell():
    for path in python_files("accounts", "search", "interviews", "discovery"):
        assert not re.search(r"^(from|import) config\b", path.read_text(encoding="utf-8"), re.M), name(path)
