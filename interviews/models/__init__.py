"""The evidence: what people said, and where."""

from .announcements import Announcement
from .apart import KeptApart
from .choices import Consent, Grounds, Purpose, Severity
from .codes import Code
from .comments import Comment
from .follow_ups import FollowUp, Standing
from .history import Act, CannotUndo, Change, follow
from .interviews import Interview, Participant, capped_consent, standing_words, withdrawn_words
from .journeys import Journey, Placement, Stage
from .notes import Goal, NoteLine, Responsibility
from .pain_points import Mention, PainPoint, Workaround
from .panel_edits import PanelEdit
from .passages import Passage
from .people import Company, Person, Persona
from .questions import InterviewQuestion
from .quotes import Quote, QuoteLink, QuoteRun, QuoteSpan, WhyLink
from .record import Mergeable, Record, RecordQuerySet, exactly_one, standing_for
from .saved_views import SavedView
from .studies import Guide, Planned, Question, Study
from .tools import Tool, ToolUse
from .transcripts import Segment, Speaker, Transcript, clock
from .whys import RootCause, Why, WhyTree

__all__ = [
    "Act",
    "Announcement",
    "CannotUndo",
    "Change",
    "Code",
    "Comment",
    "Company",
    "Consent",
    "FollowUp",
    "Goal",
    "Grounds",
    "Guide",
    "Interview",
    "InterviewQuestion",
    "Journey",
    "KeptApart",
    "Mention",
    "Mergeable",
    "NoteLine",
    "PainPoint",
    "PanelEdit",
    "Participant",
    "Passage",
    "Person",
    "Persona",
    "Placement",
    "Planned",
    "Purpose",
    "Question",
    "Quote",
    "QuoteLink",
    "QuoteRun",
    "QuoteSpan",
    "Record",
    "RecordQuerySet",
    "Responsibility",
    "RootCause",
    "SavedView",
    "Segment",
    "Severity",
    "Speaker",
    "Stage",
    "Standing",
    "Study",
    "Tool",
    "ToolUse",
    "Transcript",
    "Why",
    "WhyLink",
    "WhyTree",
    "Workaround",
    "capped_consent",
    "clock",
    "exactly_one",
    "follow",
    "standing_for",
    "standing_words",
    "withdrawn_words",
]
