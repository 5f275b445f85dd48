"""Rules of the house that hold in every file."""

import ast
import re

import pytest
from django.template.loader import get_template

from tests.architecture.sources import APPS, ROOT, name, python_files, templates

LIMITS = {"module": 350, "function": 40, "view": 30, "template": 120}
NAMELESS = {"utils.py", "helpers.py", "services.py", "common.py", "misc.py"}
CODE = [path for path in python_files(*APPS) if "migrations" not in path.parts]
PAGES = [path for path in templates() if path.suffix == ".html"]


def functions(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]


@pytest.mark.parametrize("path", CODE, ids=name)
def test_modules_and_functions_stay_readable(path):
    assert path.read_text(encoding="utf-8").count("\n") <= LIMITS["module"]
    limit = LIMITS["view" if "views" in path.parts else "function"]
    for function in functions(path):
        length = (function.end_lineno or 0) - function.lineno + 1
        assert length <= limit, f"{function.name} has {length} lines, {limit} are allowed"
        hidden = [node.lineno for node in ast.walk(function) if isinstance(node, ast.Import | ast.ImportFrom)]
        assert not hidden, f"{function.name} hides an import"


def test_every_room_has_a_name():
    assert not [name(path) for path in CODE if path.name in NAMELESS]


@pytest.mark.parametrize("path", PAGES, ids=name)
def test_templates_compile_and_carry_nothing_inline(path):
    text = path.read_text(encoding="utf-8")
    get_template(path.relative_to(ROOT / "templates").as_posix())

    assert text.count("\n") <= LIMITS["template"]
    assert not re.search(r"<script(?![^>]*\bsrc=)(?![^>]*application/json)|<style\b|\sstyle=[\"']", text)
    assert not re.search(r"\son[a-z]+=[\"']|javascript:|hx-on", text)
    assert "|safe" not in text and ("autoescape off" not in text)


@pytest.mark.parametrize("path", templates(), ids=name)
def test_links_of_htmx_work_without_it(path):
    for tag in re.findall(r"<[a-z]+\b[^>]*\bhx-get=[^>]*>", path.read_text(encoding="utf-8")):
        assert re.search(r"\b(href|action|data-href-beside|hx-trigger)=", tag), f"no way to go without script: {tag}"


def test_icons_that_are_used_are_in_the_sprite():
    sprite = set(re.findall(r'<symbol id="([^"]+)"', (ROOT / "config/static/icons.svg").read_text(encoding="utf-8")))
    for path in PAGES:
        used = re.findall(r'{% icon "([^"]+)"', path.read_text(encoding="utf-8"))
        assert set(used) <= sprite, name(path)
    for path in CODE:
        used = re.findall(r'icon="([^"]+)"', path.read_text(encoding="utf-8"))
        assert set(used) <= sprite, name(path)


def test_vendored_files_bring_their_licence_and_version():
    folders = [*(ROOT / "config/static/vendor").iterdir(), *(ROOT / "tests/browser/vendor").iterdir()]
    for folder in folders:
        assert (folder / "LICENSE").exists() and (folder / "VERSION.txt").exists(), name(folder)
        assert re.search(r"-\d+\.\d+\.\d+$", folder.name)
    assert (
        list((ROOT / "config/static/fonts").glob("LICENSE*")) and (ROOT / "config/static/LICENSE-lucide.txt").exists()
    )


def test_lock_files_name_no_server_and_hash_everything():
    for path in (ROOT / "requirements").glob("*.txt"):
        text = path.read_text(encoding="utf-8")
        assert "://" not in text and "index-url" not in text
        pins = re.findall(r"^[a-z0-9].*?==.*$", text, re.M | re.I)
        assert pins and all(pin.endswith("\\") for pin in pins), "every pin is followed by its hashes"


def test_scripts_do_not_evaluate_text():
    for path in (ROOT / "config/static").rglob("*.js"):
        if "vendor" not in path.parts:
            text = path.read_text(encoding="utf-8")
            assert not re.search(r"\beval\(|new Function|document\.write", text), name(path)
