"""Who may open the pages about what people said."""

from typing import Any

from accounts.models import User
from interviews.models import Interview, Transcript
from tests.addresses import (
    EVERYBODY,
    NAMED,
    NAMED_WRITERS,
    POST_ONLY,
    SIGNED_IN,
    WRITERS,
    WRITERS_POST,
    Address,
    Rights,
    record,
)
from tests.factories import interviews as made
from tests.factories.discovery import PassageFactory


def transcribed(interview: Interview) -> dict[str, Any]:
    """The arguments for an interview that gets a transcript of one turn."""
    Transcript.objects.create(interview=interview, format="webvtt")
    made.SegmentFactory(speaker__interview=interview)
    return {"pk": interview.pk}


def interview() -> dict[str, Any]:
    """An open interview with a transcript."""
    return transcribed(made.InterviewFactory())


def restricted() -> Interview:
    """An interview that only its researcher may read."""
    researcher = User.objects.get(email="researcher@example.org")
    return made.InterviewFactory(restricted=True, created_by=researcher)


def secret() -> dict[str, Any]:
    """A restricted interview with a transcript."""
    return transcribed(restricted())


def quote() -> dict[str, Any]:
    return {"pk": made.QuoteFactory().pk}


def secret_quote() -> dict[str, Any]:
    return {"pk": made.QuoteFactory(participant__interview=restricted()).pk}


def comment() -> dict[str, Any]:
    """A comment of the researcher."""
    researcher = User.objects.get(email="researcher@example.org")
    return {"pk": made.CommentFactory(created_by=researcher).pk}


def secret_comment() -> dict[str, Any]:
    researcher = User.objects.get(email="researcher@example.org")
    return {"pk": made.CommentFactory(interview=restricted(), pain_point=None, created_by=researcher).pk}


def own_view() -> dict[str, Any]:
    """A view that the researcher keeps."""
    return {"pk": made.SavedViewFactory(owner=User.objects.get(email="researcher@example.org")).pk}


def shared_view() -> dict[str, Any]:
    return {"pk": made.SavedViewFactory(owner=User.objects.get(email="researcher@example.org"), shared=True).pk}


# What is read on the page of something else.
TO_THE_RECORD = Rights(302, 302, 302, 302, 302)
ABSENT = Rights(302, 404, 404, 302, 302)


def participant() -> dict[str, Any]:
    return {"pk": made.ParticipantFactory().pk}


def secret_participant() -> dict[str, Any]:
    return {"pk": made.ParticipantFactory(interview=restricted()).pk}


def secret_pain_point() -> dict[str, Any]:
    """A pain point that was only heard in a restricted interview."""
    return {"pk": made.MentionFactory(participant__interview=restricted()).pain_point.pk}


def recorded(of: Interview) -> dict[str, Any]:
    """The arguments for an interview that gets a recording."""
    of.recording_url = "https://video.example.org/1"
    of.save()
    return {"pk": of.pk}


GONE = Rights(302, 403, 410, 410, 410)

ADDRESSES = [
    Address("interviews:quality_list", SIGNED_IN),
    # The archive of everything
    Address("interviews:archive_list", SIGNED_IN),
    Address("interviews:archive_restore", POST_ONLY),
    # Lists changed and taken along
    Address("interviews:change_many", POST_ONLY, lambda: {"of": "people"}),
    Address("interviews:export_csv", SIGNED_IN, lambda: {"of": "people"}),
    Address("interviews:export_xlsx", SIGNED_IN, lambda: {"of": "mentions"}),
    Address("interviews:person_suggest", SIGNED_IN),
    Address("interviews:company_suggest", SIGNED_IN),
    Address("interviews:pain_point_suggest", SIGNED_IN),
    Address("interviews:root_cause_suggest", SIGNED_IN),
    Address("interviews:pain_point_similar", SIGNED_IN),
    *[
        Address(f"interviews:{concept}_similar", SIGNED_IN)
        for concept in ("person", "company", "tool", "code", "root_cause", "persona", "journey", "study", "guide")
    ],
    # What happened to a record
    Address("interviews:interview_history", SIGNED_IN, interview),
    Address("interviews:interview_history", NAMED, secret),
    Address("interviews:quote_history", SIGNED_IN, quote),
    Address("interviews:quote_history", NAMED, secret_quote),
    Address("interviews:pain_point_history", NAMED, secret_pain_point),
    Address("interviews:act_undo", POST_ONLY, lambda: {"pk": 1}),
    # Keeping order
    Address("interviews:merge_list", SIGNED_IN),
    *[
        Address("interviews:merge", WRITERS, lambda room=room: {"room": room})
        for room in ("pain-points", "people", "companies", "codes", "tools", "root-causes")
    ],
    Address("interviews:merge", Rights(302, 403, 404, 404, 404), lambda: {"room": "interviews"}),
    Address("interviews:merge_choose", POST_ONLY, lambda: {"room": "people"}),
    Address("interviews:pain_point_split", WRITERS, lambda: {"pk": made.PainPointFactory().pk}),
    Address("interviews:pain_point_split", NAMED_WRITERS, secret_pain_point),
    Address("interviews:duplicate_list", SIGNED_IN),
    Address("interviews:duplicate_merge", POST_ONLY, lambda: {"room": "people"}),
    Address("interviews:duplicate_apart", POST_ONLY, lambda: {"room": "people"}),
    Address("interviews:duplicate_together", POST_ONLY, lambda: {"pk": 1}),
    # The log
    Address("interviews:interview_new", WRITERS),
    Address("interviews:interview_log", WRITERS, interview),
    Address("interviews:interview_log", NAMED_WRITERS, secret),
    Address("interviews:interview_finish", WRITERS, interview),
    Address("interviews:interview_finish", NAMED_WRITERS, secret),
    Address("interviews:interview_reopen", POST_ONLY, interview),
    Address("interviews:log_question", POST_ONLY, lambda: {**interview(), "question": 1}),
    Address("interviews:log_person_add", POST_ONLY, interview),
    Address("interviews:log_person_remove", POST_ONLY, lambda: {**interview(), "participant": 1}),
    # Kept by the browser for the time when the server does not answer; nobody's data is in them.
    Address("interviews:log_shell", EVERYBODY),
    Address("interviews:service_worker", EVERYBODY),
    # Interviews
    Address("interviews:interview_list", SIGNED_IN),
    Address("interviews:interview_read", SIGNED_IN, interview),
    Address("interviews:interview_read", NAMED, secret),
    Address("interviews:interview_readers", WRITERS, interview),
    Address("interviews:interview_readers", NAMED_WRITERS, secret),
    Address("interviews:interview_archive", POST_ONLY, interview),
    Address("interviews:interview_restore", POST_ONLY, interview),
    Address("interviews:participant_consent", WRITERS, participant),
    Address("interviews:participant_consent", NAMED_WRITERS, secret_participant),
    Address("interviews:participant_withdraw", WRITERS, participant),
    Address("interviews:participant_withdraw", NAMED_WRITERS, secret_participant),
    Address("interviews:participant_stand", POST_ONLY, participant),
    # Transcripts
    Address("interviews:import_upload", WRITERS),
    Address("interviews:import_preview", GONE, lambda: {"token": "never-uploaded"}),
    Address("interviews:transcript_read", SIGNED_IN, interview),
    Address("interviews:transcript_read", NAMED, secret),
    Address("interviews:transcript_remove", WRITERS_POST, interview),
    Address("interviews:transcript_take_back", WRITERS_POST, lambda: {**interview(), "token": "never-updated"}),
    Address("interviews:transcript_bring_back", WRITERS_POST, lambda: {**interview(), "token": "never-removed"}),
    Address("interviews:transcript_speakers", WRITERS, interview),
    Address("interviews:transcript_speakers", NAMED_WRITERS, secret),
    # Recordings: those of this table are links, which are not played here
    Address("interviews:recording_play", Rights(302, 404, 404, 404, 404), lambda: recorded(made.InterviewFactory())),
    Address("interviews:recording_edit", WRITERS, lambda: recorded(made.InterviewFactory())),
    Address("interviews:recording_edit", NAMED_WRITERS, lambda: recorded(restricted())),
    Address("interviews:recording_remove", POST_ONLY, lambda: recorded(made.InterviewFactory())),
    # Quotes
    Address("interviews:quote_new", WRITERS, interview, "?segment=1"),
    Address("interviews:quote_new", NAMED_WRITERS, secret, "?segment=1"),
    Address("interviews:quote_read", SIGNED_IN, quote),
    Address("interviews:quote_read", NAMED, secret_quote),
    Address("interviews:quote_attach", WRITERS_POST, quote),
    Address("interviews:quote_attach_again", WRITERS_POST, quote),
    Address("interviews:quote_detach", WRITERS_POST, quote),
    Address("interviews:quote_archive", WRITERS_POST, quote),
    Address("interviews:quote_restore", WRITERS_POST, quote),
    # What was found
    *record("interviews", "pain_point", made.PainPointFactory),
    Address("interviews:pain_point_read", NAMED, secret_pain_point),
    Address("interviews:pain_point_edit", NAMED_WRITERS, secret_pain_point),
    Address("interviews:mention_move", WRITERS, lambda: {"pk": made.MentionFactory().pk}),
    Address("interviews:mention_back", POST_ONLY, lambda: {"pk": made.MentionFactory().pk, "pain_point": 1}),
    *record("interviews", "root_cause", made.RootCauseFactory),
    Address("interviews:open_end_list", SIGNED_IN),
    Address("interviews:open_end_name", POST_ONLY),
    Address("interviews:why_root_cause", WRITERS, lambda: {"pk": made.WhyFactory().pk}),
    # Who and what is talked about
    *record("interviews", "person", made.PersonFactory),
    Address("interviews:person_withdraw", WRITERS, lambda: {"pk": made.PersonFactory().pk}),
    Address("interviews:person_stand", POST_ONLY, lambda: {"pk": made.PersonFactory().pk}),
    *record("interviews", "company", made.CompanyFactory),
    *record("interviews", "persona", made.PersonaFactory),
    *record("interviews", "journey", made.JourneyFactory),
    Address("interviews:journey_arrange", WRITERS, lambda: {"pk": made.JourneyFactory().pk}),
    Address("interviews:stage_new", POST_ONLY, lambda: {"pk": made.JourneyFactory().pk}),
    Address("interviews:placement_new", POST_ONLY, lambda: {"pk": made.JourneyFactory().pk}),
    Address("interviews:stage_edit", WRITERS, lambda: {"pk": made.StageFactory().pk}),
    Address("interviews:stage_move", POST_ONLY, lambda: {"pk": made.StageFactory().pk}),
    Address("interviews:stage_archive", POST_ONLY, lambda: {"pk": made.StageFactory().pk}),
    Address("interviews:placement_move", POST_ONLY, lambda: {"pk": made.PlacementFactory().pk}),
    Address("interviews:placement_archive", POST_ONLY, lambda: {"pk": made.PlacementFactory().pk}),
    *record("interviews", "study", made.StudyFactory),
    *record("interviews", "guide", made.GuideFactory),
    *record("interviews", "code", made.CodeFactory),
    Address("interviews:code_tree", SIGNED_IN),
    Address("interviews:code_move", POST_ONLY, lambda: {"pk": made.CodeFactory().pk}),
    *record("interviews", "tool", made.ToolFactory),
    *[line for line in record("interviews", "follow_up", made.FollowUpFactory) if not line.name.endswith("_read")],
    # A follow-up is read where it was promised.
    Address("interviews:follow_up_read", Rights(302, 302, 302, 302, 302), lambda: {"pk": made.FollowUpFactory().pk}),
    Address("interviews:follow_up_done", POST_ONLY, lambda: {"pk": made.FollowUpFactory().pk}),
    Address("interviews:follow_up_open", POST_ONLY, lambda: {"pk": made.FollowUpFactory().pk}),
    Address("interviews:follow_up_snooze", POST_ONLY, lambda: {"pk": made.FollowUpFactory().pk}),
    # Comments
    Address("interviews:interview_comments", TO_THE_RECORD, interview),
    Address("interviews:interview_comments", ABSENT, secret),
    Address("interviews:pain_point_comments", TO_THE_RECORD, lambda: {"pk": made.PainPointFactory().pk}),
    Address("interviews:pain_point_comments", ABSENT, secret_pain_point),
    Address("interviews:quote_comments", TO_THE_RECORD, quote),
    Address("interviews:quote_comments", ABSENT, secret_quote),
    Address("interviews:passage_comments", TO_THE_RECORD, lambda: {"pk": PassageFactory().pk}),
    *[
        Address(f"interviews:passage_{act}", POST_ONLY, lambda: {"pk": PassageFactory().pk})
        for act in ("resolve", "reopen")
    ],
    Address("interviews:colleague_suggest", SIGNED_IN),
    Address("interviews:comment_read", TO_THE_RECORD, comment),
    Address("interviews:comment_read", ABSENT, secret_comment),
    Address("interviews:comment_edit", Rights(302, 403, 403, 200, 403), comment),  # by who wrote it
    Address("interviews:comment_edit", Rights(302, 404, 404, 200, 403), secret_comment),
    Address("interviews:comment_history", SIGNED_IN, comment),
    Address("interviews:comment_history", NAMED, secret_comment),
    *[Address(f"interviews:comment_{act}", POST_ONLY, comment) for act in ("archive", "restore", "resolve", "reopen")],
    # Saved views
    Address("interviews:saved_view_list", SIGNED_IN),
    Address("interviews:saved_view_counts", TO_THE_RECORD),  # a part of pages; without htmx the list
    Address("interviews:saved_view_new", SIGNED_IN, query="?of=pain-points&sort=recent"),
    Address("interviews:saved_view_new", Rights(302, 404, 404, 404, 404), query="?of=nothing"),
    Address("interviews:saved_view_read", TO_THE_RECORD, shared_view),
    Address("interviews:saved_view_read", Rights(302, 404, 404, 302, 404), own_view),
    Address("interviews:saved_view_edit", Rights(302, 403, 403, 200, 200), shared_view),
    Address("interviews:saved_view_edit", Rights(302, 404, 404, 200, 404), own_view),
    Address("interviews:saved_view_history", SIGNED_IN, shared_view),
    Address("interviews:saved_view_history", Rights(302, 404, 404, 200, 404), own_view),
    *[
        Address(f"interviews:saved_view_{act}", POST_ONLY, shared_view)
        for act in ("update", "move", "archive", "restore")
    ],
]
