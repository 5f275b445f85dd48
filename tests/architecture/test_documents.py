"""What is written about the house is complete and leads somewhere."""

import re

import pytest

from tests.architecture.sources import ROOT, name

DOCUMENTS = [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")]


def test_every_dependency_is_explained():
    explained = (ROOT / "docs/dependencies.md").read_text(encoding="utf-8").lower()
    for lock in ("app.in", "dev.in"):
        lines = (ROOT / "requirements" / lock).read_text(encoding="utf-8").splitlines()
        asked = [re.split(r"[=\[<>]", line)[0].strip().lower() for line in lines if re.match(r"[A-Za-z]", line)]
        assert not [package for package in asked if package not in explained], lock


@pytest.mark.parametrize("path", DOCUMENTS, ids=name)
def test_links_lead_to_files(path):
    for target in re.findall(r"\]\(([^)#:]+)\)", path.read_text(encoding="utf-8")):
        assert (path.parent / target).exists(), target
