"""Addresses of what people said."""

from django.urls import path

from .models import (
    Code,
    Comment,
    Company,
    FollowUp,
    Guide,
    Interview,
    PainPoint,
    Person,
    Persona,
    Quote,
    Record,
    RootCause,
    SavedView,
    Study,
    Tool,
)
from .views import (
    archive,
    codes,
    comments,
    companies,
    duplicates,
    exports,
    finish,
    follow_ups,
    guides,
    history,
    imports,
    interviews,
    log,
    log_parts,
    many,
    merge,
    offline,
    pain_points,
    participants,
    people,
    personas,
    quality,
    quotes,
    root_causes,
    saved_views,
    studies,
    suggest,
    tools,
    transcripts,
)

app_name = "interviews"

# Where each kind of record lives: below these every one of them has a history.
ROOMS: dict[str, type[Record]] = {
    "interviews": Interview,
    "quotes": Quote,
    "people": Person,
    "companies": Company,
    "personas": Persona,
    "studies": Study,
    "guides": Guide,
    "codes": Code,
    "tools": Tool,
    "pain-points": PainPoint,
    "root-causes": RootCause,
    "follow-ups": FollowUp,
    "comments": Comment,
    "saved-views": SavedView,
}
# Records that people talk about, below which comments are added.
TALKED_ABOUT: dict[str, type[Record]] = {"interviews": Interview, "pain-points": PainPoint, "quotes": Quote}

urlpatterns = [
    # What fields offer while somebody types
    path("people/suggest/", suggest.suggest_people, name="person_suggest"),
    path("companies/suggest/", suggest.suggest_companies, name="company_suggest"),
    path("pain-points/suggest/", suggest.suggest_pain_points, name="pain_point_suggest"),
    path("root-causes/suggest/", suggest.suggest_root_causes, name="root_cause_suggest"),
    path("quality/", quality.quality_list, name="quality_list"),
    # The archive of everything
    path("archive/", archive.archive_list, name="archive_list"),
    path("archive/restore/", archive.archive_restore, name="archive_restore"),
    # Lists changed and taken along
    path("change/<slug:of>/", many.change, name="change_many"),
    path("export/<slug:of>.csv", exports.export, {"to": "csv"}, name="export_csv"),
    path("export/<slug:of>.xlsx", exports.export, {"to": "xlsx"}, name="export_xlsx"),
    # What happened to a record
    *[
        path(f"{room}/<int:pk>/history/", history.history, {"model": model}, name=f"{model.concept()}_history")
        for room, model in ROOMS.items()
    ],
    path("history/<int:pk>/undo/", history.act_undo, name="act_undo"),
    path("duplicates/", duplicates.duplicate_list, name="duplicate_list"),
    path("duplicates/together/<int:pk>/", duplicates.duplicate_together, name="duplicate_together"),
    path("duplicates/<slug:room>/merge/", duplicates.duplicate_merge, name="duplicate_merge"),
    path("duplicates/<slug:room>/apart/", duplicates.duplicate_apart, name="duplicate_apart"),
    path("merges/", merge.merge_list, name="merge_list"),
    path("merge/<slug:room>/choose/", merge.merge_choose, name="merge_choose"),
    path("merge/<slug:room>/", merge.merge_records, name="merge"),
    path("pain-points/<int:pk>/split/", merge.pain_point_split, name="pain_point_split"),
    *[
        path(f"{room}/similar/", suggest.similar_records, {"model": model}, name=f"{model.concept()}_similar")
        for room, model in (
            ("people", Person),
            ("companies", Company),
            ("tools", Tool),
            ("codes", Code),
            ("root-causes", RootCause),
        )
    ],
    # The log screen
    path("interviews/new/", log.interview_new, name="interview_new"),
    path("interviews/offline/", offline.log_shell, name="log_shell"),
    path("sw.js", offline.service_worker, name="service_worker"),
    path("interviews/<int:pk>/log/", log.interview_log, name="interview_log"),
    path("interviews/<int:pk>/finish/", finish.interview_finish, name="interview_finish"),
    path("interviews/<int:pk>/reopen/", finish.interview_reopen, name="interview_reopen"),
    path("interviews/<int:pk>/questions/<int:question>/", log_parts.log_question, name="log_question"),
    path("interviews/<int:pk>/people/", log_parts.log_person_add, name="log_person_add"),
    path("interviews/<int:pk>/people/<int:participant>/remove/", log_parts.log_person_remove, name="log_person_remove"),
    # Interviews, read
    path("interviews/", interviews.interview_list, name="interview_list"),
    path("interviews/<int:pk>/", interviews.interview_read, name="interview_read"),
    path("interviews/<int:pk>/readers/", interviews.interview_readers, name="interview_readers"),
    path("interviews/<int:pk>/archive/", archive.archive, {"model": Interview}, name="interview_archive"),
    path("interviews/<int:pk>/restore/", archive.restore, {"model": Interview}, name="interview_restore"),
    path("participants/<int:pk>/consent/", participants.participant_consent, name="participant_consent"),
    path("participants/<int:pk>/withdraw/", participants.participant_withdraw, name="participant_withdraw"),
    path("participants/<int:pk>/stand/", participants.participant_stand, name="participant_stand"),
    # Transcripts
    path("interviews/import/", imports.import_upload, name="import_upload"),
    path("interviews/import/<str:token>/", imports.import_preview, name="import_preview"),
    path("interviews/<int:pk>/transcript/", transcripts.transcript_read, name="transcript_read"),
    path("interviews/<int:pk>/transcript/remove/", transcripts.transcript_remove, name="transcript_remove"),
    path(
        "interviews/<int:pk>/transcript/restore/<str:token>/",
        transcripts.transcript_bring_back,
        name="transcript_bring_back",
    ),
    path("interviews/<int:pk>/speakers/", transcripts.transcript_speakers, name="transcript_speakers"),
    # Quotes
    path("interviews/<int:pk>/quotes/new/", quotes.quote_new, name="quote_new"),
    path("quotes/<int:pk>/", quotes.quote_read, name="quote_read"),
    path("quotes/<int:pk>/attach/", quotes.quote_attach, name="quote_attach"),
    path("quotes/<int:pk>/attach/again/", quotes.quote_attach_again, name="quote_attach_again"),
    path("quotes/<int:pk>/detach/", quotes.quote_detach, name="quote_detach"),
    path("quotes/<int:pk>/archive/", quotes.quote_archive, name="quote_archive"),
    path("quotes/<int:pk>/restore/", quotes.quote_restore, name="quote_restore"),
    # People
    path("people/", people.person_list, name="person_list"),
    path("people/new/", people.person_new, name="person_new"),
    path("people/<int:pk>/", people.person_read, name="person_read"),
    path("people/<int:pk>/edit/", people.person_edit, name="person_edit"),
    path("people/<int:pk>/archive/", archive.archive, {"model": Person}, name="person_archive"),
    path("people/<int:pk>/restore/", archive.restore, {"model": Person}, name="person_restore"),
    path("people/<int:pk>/withdraw/", people.person_withdraw, name="person_withdraw"),
    path("people/<int:pk>/stand/", people.person_stand, name="person_stand"),
    # Companies
    path("companies/", companies.company_list, name="company_list"),
    path("companies/new/", companies.company_new, name="company_new"),
    path("companies/<int:pk>/", companies.company_read, name="company_read"),
    path("companies/<int:pk>/edit/", companies.company_edit, name="company_edit"),
    path("companies/<int:pk>/archive/", archive.archive, {"model": Company}, name="company_archive"),
    path("companies/<int:pk>/restore/", archive.restore, {"model": Company}, name="company_restore"),
    # Personas
    path("personas/", personas.persona_list, name="persona_list"),
    path("personas/new/", personas.persona_new, name="persona_new"),
    path("personas/<int:pk>/", personas.persona_read, name="persona_read"),
    path("personas/<int:pk>/edit/", personas.persona_edit, name="persona_edit"),
    path("personas/<int:pk>/archive/", archive.archive, {"model": Persona}, name="persona_archive"),
    path("personas/<int:pk>/restore/", archive.restore, {"model": Persona}, name="persona_restore"),
    # Studies
    path("studies/", studies.study_list, name="study_list"),
    path("studies/new/", studies.study_new, name="study_new"),
    path("studies/<int:pk>/", studies.study_read, name="study_read"),
    path("studies/<int:pk>/edit/", studies.study_edit, name="study_edit"),
    path("studies/<int:pk>/archive/", archive.archive, {"model": Study}, name="study_archive"),
    path("studies/<int:pk>/restore/", archive.restore, {"model": Study}, name="study_restore"),
    # Guides
    path("guides/", guides.guide_list, name="guide_list"),
    path("guides/new/", guides.guide_new, name="guide_new"),
    path("guides/<int:pk>/", guides.guide_read, name="guide_read"),
    path("guides/<int:pk>/edit/", guides.guide_edit, name="guide_edit"),
    path("guides/<int:pk>/archive/", archive.archive, {"model": Guide}, name="guide_archive"),
    path("guides/<int:pk>/restore/", archive.restore, {"model": Guide}, name="guide_restore"),
    # Codes
    path("codes/", codes.code_list, name="code_list"),
    path("codes/new/", codes.code_new, name="code_new"),
    path("codes/<int:pk>/", codes.code_read, name="code_read"),
    path("codes/<int:pk>/edit/", codes.code_edit, name="code_edit"),
    path("codes/<int:pk>/archive/", archive.archive, {"model": Code}, name="code_archive"),
    path("codes/<int:pk>/restore/", archive.restore, {"model": Code}, name="code_restore"),
    # Tools
    path("tools/", tools.tool_list, name="tool_list"),
    path("tools/new/", tools.tool_new, name="tool_new"),
    path("tools/<int:pk>/", tools.tool_read, name="tool_read"),
    path("tools/<int:pk>/edit/", tools.tool_edit, name="tool_edit"),
    path("tools/<int:pk>/archive/", archive.archive, {"model": Tool}, name="tool_archive"),
    path("tools/<int:pk>/restore/", archive.restore, {"model": Tool}, name="tool_restore"),
    # Pain points
    path("pain-points/", pain_points.pain_point_list, name="pain_point_list"),
    path("pain-points/new/", pain_points.pain_point_new, name="pain_point_new"),
    path("pain-points/similar/", pain_points.pain_point_similar, name="pain_point_similar"),
    path("pain-points/<int:pk>/", pain_points.pain_point_read, name="pain_point_read"),
    path("pain-points/<int:pk>/edit/", pain_points.pain_point_edit, name="pain_point_edit"),
    path("pain-points/<int:pk>/archive/", archive.archive, {"model": PainPoint}, name="pain_point_archive"),
    path("pain-points/<int:pk>/restore/", archive.restore, {"model": PainPoint}, name="pain_point_restore"),
    path("mentions/<int:pk>/move/", pain_points.mention_move, name="mention_move"),
    path("mentions/<int:pk>/back/<int:pain_point>/", pain_points.mention_back, name="mention_back"),
    # Root causes
    path("root-causes/", root_causes.root_cause_list, name="root_cause_list"),
    path("root-causes/new/", root_causes.root_cause_new, name="root_cause_new"),
    path("root-causes/<int:pk>/", root_causes.root_cause_read, name="root_cause_read"),
    path("root-causes/<int:pk>/edit/", root_causes.root_cause_edit, name="root_cause_edit"),
    path("root-causes/<int:pk>/archive/", archive.archive, {"model": RootCause}, name="root_cause_archive"),
    path("root-causes/<int:pk>/restore/", archive.restore, {"model": RootCause}, name="root_cause_restore"),
    path("whys/<int:pk>/root-cause/", root_causes.why_root_cause, name="why_root_cause"),
    # Follow-ups
    path("follow-ups/", follow_ups.follow_up_list, name="follow_up_list"),
    path("follow-ups/new/", follow_ups.follow_up_new, name="follow_up_new"),
    path("follow-ups/<int:pk>/", follow_ups.follow_up_read, name="follow_up_read"),
    path("follow-ups/<int:pk>/edit/", follow_ups.follow_up_edit, name="follow_up_edit"),
    path("follow-ups/<int:pk>/archive/", archive.archive, {"model": FollowUp}, name="follow_up_archive"),
    path("follow-ups/<int:pk>/restore/", archive.restore, {"model": FollowUp}, name="follow_up_restore"),
    path("follow-ups/<int:pk>/done/", follow_ups.follow_up_done, name="follow_up_done"),
    path("follow-ups/<int:pk>/open/", follow_ups.follow_up_open, name="follow_up_open"),
    # Comments
    *[
        path(f"{room}/<int:pk>/comments/", comments.comments, {"model": model}, name=f"{model.concept()}_comments")
        for room, model in TALKED_ABOUT.items()
    ],
    path("comments/colleagues/", comments.colleague_suggest, name="colleague_suggest"),
    path("comments/<int:pk>/", comments.comment_read, name="comment_read"),
    path("comments/<int:pk>/edit/", comments.comment_edit, name="comment_edit"),
    path("comments/<int:pk>/archive/", comments.comment_archive, name="comment_archive"),
    path("comments/<int:pk>/restore/", comments.comment_restore, name="comment_restore"),
    path("comments/<int:pk>/resolve/", comments.comment_resolve, name="comment_resolve"),
    path("comments/<int:pk>/reopen/", comments.comment_reopen, name="comment_reopen"),
    # Saved views
    path("saved-views/", saved_views.saved_view_list, name="saved_view_list"),
    path("saved-views/counts/", saved_views.saved_view_counts, name="saved_view_counts"),
    path("saved-views/new/", saved_views.saved_view_new, name="saved_view_new"),
    path("saved-views/<int:pk>/", saved_views.saved_view_read, name="saved_view_read"),
    path("saved-views/<int:pk>/edit/", saved_views.saved_view_edit, name="saved_view_edit"),
    path("saved-views/<int:pk>/update/", saved_views.saved_view_update, name="saved_view_update"),
    path("saved-views/<int:pk>/move/", saved_views.saved_view_move, name="saved_view_move"),
    path("saved-views/<int:pk>/archive/", saved_views.saved_view_archive, name="saved_view_archive"),
    path("saved-views/<int:pk>/restore/", saved_views.saved_view_restore, name="saved_view_restore"),
]
