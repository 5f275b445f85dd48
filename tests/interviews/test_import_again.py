"""A corrected file of a transcript: it is updated, quotes stay with their words, and one press brings back what was."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from accounts.models import Role, User
from interviews import transcripts
from interviews.capture import Who
from interviews.exchange.again import take_back, update_transcript
from interviews.exchange.imports import Chosen, import_transcript
from interviews.models import Interview, Quote, Speaker
from interviews.quoting import Selected, make_quote
from interviews.spans import to_utf16

OLD = "ADA: What broke?\n\nBO: A lode at night. Nobody looks.\n\nADA: Again?\n\nBO: Yes, every week.\n"
NEW = (
    "ADA: What broke?\n\nBO: So. A load at night. Nobody looks!\n\nADA: Again?\n\n"
    "BO: I said so.\n\nBO: Yes, every week.\n"
)
WHO = {
    "ADA": Chosen(Speaker.Side.OURS),
    "BO": Chosen(Speaker.Side.PARTICIPANT, Who(name="Bo Reyes")),
}


def imported(user, text=OLD):
    return import_transcript(transcripts.read(text.encode()), WHO, user=user, file_name="talk.txt")


def quoted(interview, words, user):
    for segment in interview.segments.filter(speaker__label="BO"):
        at = segment.text.find(words)
        if at >= 0:
            start, end = to_utf16(segment.text, at), to_utf16(segment.text, at + len(words))
            return make_quote(interview, [Selected(segment.number, start, end, words)], user)
    raise AssertionError(words)


def standing(quote):
    return [span.segment.text[span.start : span.end] for span in quote.spans.select_related("segment")]


def upload(client, interview, text=NEW):
    file = SimpleUploadedFile("new.txt", text.encode())
    sent = client.post(f"/interviews/import/?interview={interview.pk}", {"file": file, "text": ""})
    assert sent.status_code == 302
    return sent.url


def save(client, url, page):
    form = page.context["speakers"].rows()
    told = {"replaces": page.context["interview"].transcript.version}
    for row in form:
        for name in ("side", "name", "person"):
            told[f"{row['form'].prefix}-{name}"] = row["form"].initial.get(name) or ""
    return client.post(url, told, follow=True)


@pytest.mark.django_db
def test_preview_save_and_bring_back(as_researcher, researcher):
    interview = imported(researcher)
    kept, moved, marked = (
        quoted(interview, words, researcher) for words in ("A lode", "Yes, every week.", "Nobody looks.")
    )
    kept_before = list(interview.segments.values_list("number", "text"))
    url = upload(as_researcher, interview)
    page = as_researcher.get(url)
    body = page.content.decode()
    assert "Turns: 1 new, 1 changed, 0 gone, 3 as they were." in body
    assert "Quotes: 0 in place, 1 moved with their words, 2 marked as changed." in body
    assert Quote.objects.filter(source_changed_at__isnull=False).count() == 0
    saved = save(as_researcher, url, page)
    assert "I said so." in saved.content.decode()
    for quote in (kept, moved, marked):
        quote.refresh_from_db()
    assert (moved.source_changed, standing(moved)) == (False, ["Yes, every week."])
    assert (marked.source_changed, marked.text, standing(marked)) == (True, "Nobody looks.", ["Nobody looks"])
    assert (kept.source_changed, kept.text, standing(kept)) == (True, "A lode", [])
    assert "No longer in the transcript" in kept.stands_at
    assert as_researcher.get(kept.get_absolute_url()).status_code == 200
    undo = re.search(r"/interviews/\d+/transcript/before/[^\"?]+", saved.content.decode())[0]
    as_researcher.post(undo)
    assert list(interview.segments.values_list("number", "text")) == kept_before
    assert not Quote.objects.filter(source_changed_at__isnull=False).exists()
    assert [standing(quote) for quote in (kept, moved, marked)] == [["A lode"], ["Yes, every week."], ["Nobody looks."]]
    assert Interview.objects.get().transcript.file_name == "talk.txt"


@pytest.mark.django_db
def test_a_version_that_was_not_seen_is_not_replaced(as_researcher, researcher):
    interview = imported(researcher)
    url = upload(as_researcher, interview)
    page = as_researcher.get(url)
    update_transcript(interview, transcripts.read(NEW.encode()), WHO, user=researcher)
    assert save(as_researcher, url, page).status_code == 409


@pytest.mark.django_db
def test_words_that_another_voice_says_now_are_marked(researcher):
    interview = imported(researcher)
    quote = quoted(interview, "every week", researcher)
    changed, _ = update_transcript(
        interview, transcripts.read(OLD.replace("BO: Yes", "ADA: Yes").encode()), WHO, user=researcher
    )
    assert changed.marked == [quote]
    assert standing(quote) == ["every week"]


@pytest.mark.django_db
def test_not_brought_back_over_new_quotes(as_researcher, researcher):
    interview = imported(researcher)
    _, token = update_transcript(interview, transcripts.read(NEW.encode()), WHO, user=researcher)
    quoted(interview, "I said so.", researcher)
    answer = as_researcher.post(f"/interviews/{interview.pk}/transcript/before/{token}/", follow=True)
    assert "Quotes were taken from the new version since" in answer.content.decode()
    assert interview.segments.filter(text="I said so.").exists()


SAID = ["we load", "at night", "nobody looks", "yes", "every week", "the table broke", "so", "naïve 🙂 loads"]
TALK = st.lists(st.tuples(st.sampled_from(["ADA", "BO"]), st.lists(st.sampled_from(SAID), min_size=1, max_size=4)))


def written(talk):
    turns = [("ADA", ["Hello"]), ("BO", ["Hello"]), *talk, ("ADA", ["Bye"]), ("BO", ["Bye"])]
    return "".join(f"{name}: {' '.join(said)}.\n\n" for name, said in turns)


class AnyCorrection(TestCase):
    @settings(max_examples=30)
    @given(TALK, TALK, st.data())
    def test_every_quote_that_still_has_its_words_keeps_them_and_undo_restores_all(self, before, after, data):
        user, _ = User.objects.get_or_create(email="r@example.org", defaults={"role": Role.RESEARCHER})
        interview = imported(user, written(before))
        mine = [segment for segment in interview.segments.all() if segment.speaker.label == "BO"]
        quotes = []
        for segment in data.draw(st.lists(st.sampled_from(mine), max_size=3)):
            words = segment.text.split()
            first = data.draw(st.integers(0, len(words) - 1))
            quotes.append(
                quoted(interview, " ".join(words[first : data.draw(st.integers(first + 1, len(words)))]), user)
            )
        state = [(quote.pk, quote.text, standing(quote)) for quote in quotes]
        rows = list(interview.segments.values_list("number", "speaker__label", "text"))
        _, token = update_transcript(interview, transcripts.read(written(after).encode()), WHO, user=user)
        there = list(interview.segments.filter(speaker__label="BO").values_list("text", flat=True))
        for quote in quotes:
            quote.refresh_from_db()
            if any(quote.text in text for text in there):
                assert standing(quote) == [quote.text]
                assert not quote.source_changed
            elif not standing(quote):
                assert quote.source_changed
        assert [(quote.pk, quote.text) for quote in quotes] == [(pk, text) for pk, text, _ in state]
        take_back(interview, token, user)
        assert list(interview.segments.values_list("number", "speaker__label", "text")) == rows
        assert [(quote.pk, quote.text, standing(quote)) for quote in quotes] == state
