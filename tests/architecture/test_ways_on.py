"""Where somebody is sent on to after an act: the page of ours that the form names, and otherwise the usual one."""

import pytest
from django.urls import reverse

from accounts.models import Role
from interviews.models import Act
from tests.accounts.test_demo_entrance import HOME
from tests.factories.discovery import EvidenceFactory, HypothesisFactory
from tests.factories.interviews import FollowUpFactory, PainPointFactory, QuoteFactory

pytestmark = pytest.mark.django_db


def linked(client):
    """The form that links evidence to a hypothesis."""
    chosen = {"chosen": f"quote:{QuoteFactory().pk}", "stance": "supports", "reason": ""}
    hypothesis = HypothesisFactory()
    return reverse("discovery:hypothesis_evidence", args=[hypothesis.pk]), chosen, hypothesis.get_absolute_url()


def unlinked(client):
    evidence = EvidenceFactory()
    return reverse("discovery:evidence_unlink", args=[evidence.pk]), {}, evidence.target.get_absolute_url()


def ticked(client):
    one = FollowUpFactory()
    return reverse("interviews:follow_up_done", args=[one.pk]), {}, reverse("interviews:follow_up_list")


def many_changed(client):
    one = PainPointFactory()
    sent = {"row": f"{one.pk}.{one.version}", "act": "archive"}
    return reverse("interviews:change_many", args=["pain-points"]), sent, reverse("interviews:pain_point_list")


def undone(client):
    one = PainPointFactory()
    client.post(reverse("interviews:pain_point_archive", args=[one.pk]))
    return reverse("interviews:act_undo", args=[Act.objects.latest("pk").pk]), {}, "/"


def sent_on(client, way, named):
    """The answer to an act of which the form, or the address of an undo, says where to go on, and the usual place."""
    address, sent, usual = way(client)
    if way is undone:
        return client.post(address, query_params={"next": named}), usual
    return client.post(address, {**sent, "next": named}), usual


WAYS = pytest.mark.parametrize("way", [linked, unlinked, ticked, many_changed, undone])


@WAYS
@pytest.mark.parametrize(
    "named",
    [
        *("foo", "account_logout", "follow_ups/", "https://elsewhere.example/", "//elsewhere.example/", "/\\elsewhere"),
        *("///x", "javascript:alert(1)", "http://testserver/people/", "", "/" + "x" * 5000, "/ " + " " * 5000),
    ],
)
def test_what_is_no_path_of_ours_leads_to_the_usual_page(as_researcher, way, named):
    answer, usual = sent_on(as_researcher, way, named)
    assert (answer.status_code, answer.url.partition("#")[0]) == (302, usual if named.strip() != "/" else "/")


@WAYS
def test_a_path_of_ours_is_where_it_goes_on(as_researcher, way):
    answer, _ = sent_on(as_researcher, way, "/people/?q=a:b%20c#x")
    assert (answer.status_code, answer.url) == (302, "/people/?q=a:b%20c#x")


@pytest.mark.parametrize("named", ["foo", "account_logout", "//elsewhere.example/"])
def test_who_enters_the_demo_goes_home_where_no_path_is_named(client, viewer, settings, named):
    settings.DEMO = True
    entered = client.post("/accounts/demo/", {"role": Role.VIEWER, "next": named}, **HOME)
    assert (entered.status_code, entered["Location"]) == (302, "/")
