"""Names stand in one order everywhere, whatever their capitals and accents, on both databases."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.alphabet import Alphabetical, folded
from accounts.models import User
from tests.factories import interviews as made
from tests.factories.accounts import UserFactory

NAMES = ["Zebra", "dbt", "Élan", "airflow", "Åsa", "DBeaver", "eclipse", "Airbyte", "Dagster"]
IN_ORDER = ["Airbyte", "airflow", "Åsa", "Dagster", "DBeaver", "dbt", "eclipse", "Élan", "Zebra"]
LISTS = {
    "/tools/": (made.ToolFactory, "name"),
    "/companies/": (made.CompanyFactory, "name"),
    "/personas/": (made.PersonaFactory, "name"),
    "/people/": (made.PersonFactory, "name"),
    "/codes/": (made.CodeFactory, "name"),
    "/guides/": (made.GuideFactory, "title"),
}


@pytest.mark.parametrize("address", LISTS)
def test_a_list_is_in_the_order_of_names(address, as_researcher, seeing_names):
    factory, field = LISTS[address]
    for name in NAMES:
        factory(**{field: name})
    assert [getattr(one, field) for one in as_researcher.get(address).context["page"].rows] == IN_ORDER
    assert [getattr(one, field) for one in factory._meta.model.objects.all()] == IN_ORDER


def test_pages_of_a_list_meet(as_researcher):
    names = [f"{'Tt'[n % 2]}ool {n:03}" for n in range(120)]
    for name in names:
        made.ToolFactory(name=name)
    found, address = [], "/tools/"
    while address:
        page = as_researcher.get(address)
        found += [tool.name for tool in page.context["page"].rows]
        address = page.context["next_url"] and f"/tools/{page.context['next_url']}"
    assert found == names


def test_codes_stand_below_their_theme(as_researcher):
    trust, cost = made.CodeFactory(name="trust"), made.CodeFactory(name="Cost")
    for name, theme in (("Owners", trust), ("changes", trust), ("Hours", cost), ("bills", cost)):
        made.CodeFactory(name=name, parent=theme)
    names = [code.name for code in as_researcher.get("/codes/").context["page"].rows]
    assert names == ["Cost", "bills", "Hours", "trust", "changes", "Owners"]


def test_whoever_sees_pseudonyms_reads_them_in_order(as_viewer):
    for name, pseudonym in (("Anna", "customer b"), ("Bert", "Customer A")):
        made.PersonFactory(name=name, pseudonym=pseudonym)
    assert [one.pseudonym for one in as_viewer.get("/people/").context["page"].rows] == ["Customer A", "customer b"]


def test_colleagues_are_in_order_too(db):
    for name in NAMES:
        UserFactory(full_name=name)
    assert [user.full_name for user in User.objects.all()] == IN_ORDER


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(st.characters(exclude_categories=["Cs", "Cn"], exclude_characters="\0")))
def test_the_database_folds_as_we_do(db, text):
    rows = made.ToolFactory._meta.model.objects
    row = rows.get_or_create(name="dbt")[0]
    row.description = text
    row.save()
    assert list(rows.values_list(Alphabetical("description"), flat=True)) == [folded(text)]
