"""Records with links of their own stay, and quotes keep their words."""

import pytest

from interviews import capture
from interviews.capture.edits import Edit
from interviews.models import Interview, Mention, NoteLine, Quote, QuoteLink, RootCause, Why
from tests.factories import interviews as make
from tests.interviews.noted import interview, mention, save

__all__ = ["interview", "save"]


def link_code(save):
    mention("Loads break").pain_point.codes.add(make.CodeFactory())


def link_field(save):
    Mention.objects.filter(title="Loads break").update(so_what="Nobody trusts the numbers")


def link_same_pain(save):
    capture.same_pain(mention("Loads break"), make.PainPointFactory())


def link_root_cause(save):
    Why.objects.filter(text="No contract").update(root_cause=RootCause.objects.create(title="Nobody owns it"))


def link_quote(save):
    """A quote of the transcript that was put to the pain."""
    participant = mention("Loads break").participant
    quote = make.QuoteFactory(participant=participant, interview=participant.interview)
    QuoteLink.objects.create(quote=quote, mention=mention("Loads break"), interview=quote.interview)


def link_other_participant(save):
    Mention.objects.filter(title="Loads break").update(
        participant=make.ParticipantFactory(interview=Interview.objects.get())
    )


def link_comment(save):
    make.CommentFactory(pain_point=mention("Loads break").pain_point)


@pytest.mark.parametrize(
    "link", [link_code, link_field, link_same_pain, link_root_cause, link_quote, link_other_participant, link_comment]
)
def test_a_record_with_links_of_its_own_is_detached_not_removed(save, link):
    save("! Loads break\n? No contract\n! Other pain")
    link(save)
    save("! Other pain")
    line = NoteLine.objects.get(text="Loads break")
    assert line.state == NoteLine.State.DETACHED
    assert mention("Loads break").archived_at is None
    save("! Other pain\n! Loads break\n? No contract")
    line.refresh_from_db()
    assert line.state == NoteLine.State.LIVE


def test_a_frozen_quote_keeps_its_words_and_is_marked(save):
    save('! Pain\n" As she said it')
    Quote.objects.get().freeze()
    save('! Pain\n" As she said it, more or less')
    quote = Quote.objects.get()
    assert (quote.text, quote.source_changed) == ("As she said it", True)
    save('! Pain\n" As she said it')
    quote.refresh_from_db()
    assert not quote.source_changed


def test_the_first_link_freezes_a_quote(save):
    save('! Pain\n" As she said it\n? Why')
    quote = Quote.objects.get()
    quote.whys.add(Why.objects.get(), through_defaults={"interview": quote.interview})
    save('! Pain\n" As she said it, more or less\n? Why')
    quote = Quote.objects.get()
    assert (quote.text, quote.source_changed) == ("As she said it", True)


def test_a_linked_quote_keeps_who_says_it_wherever_its_line_or_its_pain_goes(save, interview):
    notes = '! Pain\n" As she said it\n! Other pain'
    save(notes)
    first, other = interview.first_participant(), make.ParticipantFactory(interview=interview, position=5)
    make.CommentFactory(pain_point=None, quote=Quote.objects.get())
    for pain in ("Pain", "Other pain"):
        save(notes, edit=Edit(act="participant", line=mention(pain).line_id, value=str(other.pk)))
    save('! Pain\n! Other pain\n" As she said it')
    assert (mention("Other pain").participant, Quote.objects.get().participant) == (other, first)


def test_a_quote_that_a_link_froze_stays_so_without_it(save):
    save('! Pain\n" As she said it')
    comment = make.CommentFactory(pain_point=None, quote=Quote.objects.get())
    save('! Pain\n" As she said it\nAnd more')
    comment.archive()
    save('! Pain\n" As she said it, more or less\nAnd more')
    quote = Quote.objects.get()
    assert (quote.text, quote.source_changed) == ("As she said it", True)


def test_a_comment_keeps_a_quote_and_freezes_its_words(save):
    save('! Pain\n" As she said it')
    make.CommentFactory(pain_point=None, quote=Quote.objects.get())
    save('! Pain\n" As she said it, more or less')
    quote = Quote.objects.get()
    assert (quote.text, quote.source_changed) == ("As she said it", True)
    save("! Pain")
    quote.refresh_from_db()
    assert (quote.archived_at, quote.line.state) == (None, NoteLine.State.DETACHED)


def test_a_removed_comment_keeps_nothing(save):
    save('! Pain\n" As she said it')
    make.CommentFactory(pain_point=None, quote=Quote.objects.get()).archive()
    save("! Pain")
    assert Quote.objects.get().archived_at is not None


def test_a_quote_typed_after_finish_is_kept_once_the_caret_leaves_it(save, interview, researcher):
    save("! Pain")
    capture.finish(interview, researcher)
    save('! Pain\n" As sh', caret=2)
    save('! Pain\n" As she said it\n', caret=2)
    assert Quote.objects.get().text == "As she said it"
    save('! Pain\n" As she said it\n', caret=3)
    save('! Pain\n" As he said it\n', caret=3)
    assert (Quote.objects.get().text, Quote.objects.get().source_changed) == ("As she said it", True)
