"""Editing something else loses no words that are not shown: they stay stored, and come back with consent."""

import pytest
from django.apps import apps
from django.forms import ModelForm
from django.urls import get_resolver, reverse

from discovery.models import Document, DocumentVersion, Evidence, Hypothesis, UpdateLine, WeeklyUpdate
from discovery.models.our_words import OurWords, as_typed
from discovery.versions import bring_back, keep
from interviews.forms.record import KeptForm
from interviews.merging import merge
from interviews.models import Act, Comment, Consent, Interview
from tests.discovery.said import HIDDEN, PART, SAID, take_back
from tests.factories.discovery import (
    DAY,
    DataCheckFactory,
    DataProductFactory,
    DocumentFactory,
    EvidenceFactory,
    HypothesisFactory,
    RequirementFactory,
    UpdateLineFactory,
    WeeklyUpdateFactory,
)
from tests.factories.interviews import CommentFactory, PainPointFactory, QuoteFactory, WhyFactory

pytestmark = pytest.mark.django_db
TYPED = f"When {PART}, they call"


def unquote(quote):
    quote.participant.consent = Consent.NONE
    quote.participant.save()


def restrict(quote):
    Interview.objects.filter(pk=quote.interview_id).update(restricted=True)


def give_back(quote):
    quote.participant.consent_withdrawn_at, quote.participant.consent = None, Consent.PUBLIC
    quote.participant.save()
    Interview.objects.filter(pk=quote.interview_id).update(restricted=False)


ACTS = pytest.mark.parametrize("hide", [take_back, unquote, restrict])


def form_of(client, url):
    return client.get(url).context["form"]


def sent_by(form):
    """What a browser sends of a form in which nothing was changed; its line breaks are of its own kind."""
    values = {bound.html_name: bound.value() for bound in form}
    sent = {name: value for name, value in values.items() if value not in (None, False)}
    return {name: one.replace("\n", "\r\n") if isinstance(one, str) else one for name, one in sent.items()}


def save(client, url, **changed):
    answer = client.post(url, {**sent_by(form_of(client, url)), **changed})
    assert answer.status_code == 302, answer.context["form"].errors
    return answer


def ours(model):
    """The fields of a model that leave words out by themselves."""
    return {one.name for one in model._meta.concrete_fields if isinstance(one, OurWords)}


def subclasses(cls):
    return {cls}.union(*(subclasses(one) for one in cls.__subclasses__()))


# How each model with such fields is edited: by which row, at which address, and what else is changed there.
EDITED = {
    "hypothesis": (HypothesisFactory, "edit", {"outcome": "Fewer calls"}),
    "hypothesis in test": (lambda **told: HypothesisFactory(status="testing", **told), "edit", {"outcome": "Fewer"}),
    "hypothesis begins": (HypothesisFactory, "test", {"decide_by": DAY.isoformat()}),
    "document": (DocumentFactory, "edit", {"body": "After"}),
    "requirement": (RequirementFactory, "edit", {"priority": "could"}),
    "data check": (lambda **told: DataCheckFactory(why=WhyFactory(), **told), "edit", {"conclusion": "open"}),
    "data product": (DataProductFactory, "edit", {"area": "analytics"}),
    "weekly update": (WeeklyUpdateFactory, "edit", {"new_text": "One more line"}),
}
NOT_EDITED = {Evidence, DocumentVersion}  # a link is made and taken away, a version is named


def test_every_model_with_such_fields_is_edited_below():
    assert {one for one in apps.get_models() if ours(one)} - NOT_EDITED == {
        type(make()) for make, *_ in EDITED.values()
    }


def test_every_form_knows_which_of_its_fields_are_such():
    assert get_resolver().url_patterns  # every view is loaded, and so is every form
    forms = [one for one in subclasses(ModelForm) if one.__module__.startswith(("discovery.", "interviews."))]
    told = {one: ours(one._meta.model) & {*(one._meta.fields or ())} for one in forms if one._meta.model}
    assert sum(map(bool, told.values())) >= 7
    for form, names in told.items():
        assert not names or (issubclass(form, KeptForm) and names <= {*form.written}), form


@ACTS
@pytest.mark.parametrize("kind", EDITED)
def test_editing_something_else_keeps_words_that_are_not_shown(as_researcher, quote, hide, kind):
    make, page, changed = EDITED[kind]
    model = type(make())
    record = make(**dict.fromkeys(ours(model), TYPED))
    hide(quote)
    url = record.get_edit_url() if isinstance(record, WeeklyUpdate) else f"{record.get_absolute_url()}{page}/"
    form = form_of(as_researcher, url)
    shown = {name: form[name].value() for name in ours(model) & form.fields.keys()}
    assert shown and {PART in one for one in shown.values()} == {hide == unquote}  # whoever writes reads those
    names = ours(model) if page == "edit" else {*shown}  # a test that begins has no verdict
    save(as_researcher, url, **changed)
    stored = model.objects.get(pk=record.pk)
    assert stored.version > record.version
    assert as_typed(stored, names) == dict.fromkeys(names, TYPED)
    give_back(quote)
    assert {getattr(model.objects.get(pk=record.pk), name) for name in names} == {TYPED}


@ACTS
def test_a_text_that_is_typed_by_itself_keeps_its_title(as_researcher, quote, hide):
    document = DocumentFactory(title=TYPED, summary=TYPED, body=f"First {PART}.\nThen.")
    hide(quote)
    told = sent_by(form_of(as_researcher, reverse("discovery:document_edit", args=[document.pk])))
    url = reverse("discovery:document_autosave", args=[document.pk])
    answer = as_researcher.post(url, {**told, "body": f"Above.\r\n{told['body']} And below."})
    assert answer.status_code == 200 and not answer.json()["refused"]
    stored = as_typed(Document.objects.get(), ("title", "summary", "body"))
    assert stored == {"title": TYPED, "summary": TYPED, "body": f"Above.\nFirst {PART}.\nThen. And below."}
    refused = {**told, "version": answer.json()["version"], "title": f"Now {SAID}", "body": "After"}
    assert as_researcher.post(url, refused).json()["refused"]
    assert as_typed(Document.objects.get(), ("title", "body")) == {"title": TYPED, "body": "After"}


@pytest.mark.parametrize("back", [True, False])
def test_consent_that_changes_while_the_form_is_open_changes_nothing(as_researcher, quote, back):
    document = DocumentFactory(title=TYPED, body="Before")
    first, then = (take_back, give_back) if back else (give_back, take_back)
    first(quote)
    url = reverse("discovery:document_edit", args=[document.pk])
    told = sent_by(form_of(as_researcher, url))
    then(quote)
    assert as_researcher.post(url, {**told, "body": "After"}).status_code == 302
    assert as_typed(Document.objects.get(), ("title", "body")) == {"title": TYPED, "body": "After"}


def test_what_somebody_takes_out_is_out(as_researcher, quote):
    document = DocumentFactory(title=TYPED)
    take_back(quote)
    url = reverse("discovery:document_edit", args=[document.pk])
    save(as_researcher, url, title="They call")
    assert Document.objects.get().typed_title == "They call"


OTHER = "Nobody looks at this table before the month ends"


@pytest.mark.parametrize(
    ("edit", "stored"),
    [
        (lambda shown: shown, f"{TYPED}. {HIDDEN} is ours. And {OTHER}, always."),
        (lambda shown: f"So {shown}", f"So {TYPED}. {HIDDEN} is ours. And {OTHER}, always."),
        (
            lambda shown: f"So {shown.replace(HIDDEN, 'x', 1)}",
            f"So When x, they call. {HIDDEN} is ours. And {OTHER}, always.",
        ),
        (lambda shown: shown.partition(" And ")[2], f"{OTHER}, always."),
        (lambda shown: shown.rpartition(" And ")[0], f"{TYPED}. {HIDDEN} is ours."),
        (lambda shown: f"{HIDDEN} {shown}", f"{HIDDEN} {TYPED}. {HIDDEN} is ours. And {OTHER}, always."),
        (lambda shown: "All new", "All new"),
    ],
)
def test_each_mark_stands_for_its_words_whatever_is_edited_around_it(as_researcher, quote, edit, stored):
    document = DocumentFactory(body=f"{TYPED}. {HIDDEN} is ours. And {OTHER}, always.")
    take_back(quote)
    take_back(QuoteFactory(text=OTHER))
    url = reverse("discovery:document_edit", args=[document.pk])
    shown = form_of(as_researcher, url)["body"].value()
    assert shown.count(HIDDEN) == 3
    save(as_researcher, url, body=edit(shown))
    assert Document.objects.get().body == stored


def test_what_would_be_too_long_with_its_words_is_said_at_its_field(as_researcher, quote):
    document = DocumentFactory(title=f"{'x' * 250} {SAID}")
    take_back(quote)
    url = reverse("discovery:document_edit", args=[document.pk])
    told = sent_by(form_of(as_researcher, url))
    answer = as_researcher.post(url, {**told, "title": f"Long {told['title']}"})
    assert answer.status_code == 422 and "title" in answer.context["form"].errors and PART not in answer.text


@ACTS
def test_a_conflict_shows_no_more_and_going_on_keeps_the_words(as_researcher, quote, hide):
    document = DocumentFactory(title=TYPED, body="Before")
    hide(quote)
    url = reverse("discovery:document_edit", args=[document.pk])
    told = sent_by(form_of(as_researcher, url))
    Document.objects.update(version=document.version + 1, body="Theirs")
    late = as_researcher.post(url, {**told, "body": "Mine"})
    assert late.status_code == 409 and (PART in late.text) == (hide == unquote)
    assert [field.name for field, _ in late.context["form"].conflicts] == ["body"]
    again = sent_by(late.context["form"])
    assert as_researcher.post(url, again).status_code == 302
    assert as_typed(Document.objects.get(), ("title", "body")) == {"title": TYPED, "body": "Mine"}


@ACTS
def test_a_decision_that_is_taken_again_keeps_its_verdict(as_researcher, quote, hide):
    hypothesis = HypothesisFactory(status="testing", verdict=TYPED)
    hide(quote)
    save(as_researcher, f"{hypothesis.get_absolute_url()}decide/", decision="supported")
    assert Hypothesis.objects.get().typed_verdict == TYPED


@ACTS
def test_a_link_that_is_taken_away_and_brought_back_keeps_why_it_matters(as_researcher, quote, hide):
    evidence = EvidenceFactory(reason=TYPED)
    hide(quote)
    for act in ("unlink", "relink"):
        as_researcher.post(reverse(f"discovery:evidence_{act}", args=[evidence.pk]))
    kept = Evidence.objects.get()
    assert not kept.is_archived and kept.typed_reason == TYPED
    give_back(quote)
    assert Evidence.objects.get().reason == TYPED


@ACTS
def test_merging_what_is_linked_keeps_why_it_matters(researcher, quote, hide):
    evidence, other = EvidenceFactory(reason=TYPED), PainPointFactory()
    hide(quote)
    merge(other, [evidence.pain_point], researcher)
    moved = Evidence.objects.get()
    assert moved.pain_point == other and moved.typed_reason == TYPED


@ACTS
def test_versions_and_undo_give_back_what_was_stored(as_researcher, researcher, quote, hide):
    document = DocumentFactory(title=TYPED, body="Before")
    first = keep(document, researcher)
    hide(quote)
    url = reverse("discovery:document_edit", args=[document.pk])
    save(as_researcher, url, title="They call", body="After")
    as_researcher.post(reverse("interviews:act_undo", args=[Act.objects.latest("pk").pk]))
    assert as_typed(Document.objects.get(), ("title", "body")) == {"title": TYPED, "body": "Before"}
    save(as_researcher, url, title="They call")
    bring_back(first, researcher, seen=Document.objects.get().version)
    assert Document.objects.get().typed_title == TYPED


@ACTS
def test_the_words_of_a_weekly_update_stay(as_researcher, quote, hide):
    line = UpdateLineFactory(text=TYPED)
    WeeklyUpdate.objects.update(lead=TYPED)
    hide(quote)
    save(as_researcher, line.update.get_edit_url(), title="Another title")
    update, kept = WeeklyUpdate.objects.get(), UpdateLine.objects.get(pk=line.pk)
    assert (update.title, update.lead, kept.text) == ("Another title", TYPED, TYPED)


def test_a_comment_keeps_the_words_around_which_it_is_edited(as_researcher, researcher, quote):
    comment = CommentFactory(pain_point=PainPointFactory(), created_by=researcher, text=f"So {PART}.")
    take_back(quote)
    url = f"/comments/{comment.pk}/edit/"
    told = sent_by(form_of(as_researcher, url))
    assert PART not in told["text"]
    as_researcher.post(url, {**told, "text": f"{told['text']} Really?"})
    assert Comment.objects.get().text == f"So {PART}. Really?"
