"""Addresses of what we conclude."""

from django.urls import path

from interviews.views import archive, history

from .forms.hypotheses import BeginTestForm, DecideForm, ParkForm, ReopenForm
from .models import (
    DataCheck,
    DataProduct,
    Document,
    DocumentTemplate,
    Hypothesis,
    Requirement,
    Review,
    WeeklyUpdate,
)
from .views import (
    checks,
    document_export,
    document_templates,
    document_versions,
    documents,
    evidence,
    home,
    hypotheses,
    images,
    passages,
    products,
    quoted,
    requirements,
    reviews,
    search,
    update_subscriptions,
    updates,
    withdrawal,
)

app_name = "discovery"
urlpatterns = [
    path("", home.home, name="home"),
    path("search/", search.search, name="search"),
    # Hypotheses
    path("hypotheses/", hypotheses.hypothesis_list, name="hypothesis_list"),
    path("hypotheses/new/", hypotheses.hypothesis_new, name="hypothesis_new"),
    path("hypotheses/map/", hypotheses.hypothesis_map, name="hypothesis_map"),
    path("hypotheses/<int:pk>/test/", hypotheses.hypothesis_turn, {"turn": BeginTestForm}, name="hypothesis_test"),
    path("hypotheses/<int:pk>/decide/", hypotheses.hypothesis_turn, {"turn": DecideForm}, name="hypothesis_decide"),
    path("hypotheses/<int:pk>/park/", hypotheses.hypothesis_turn, {"turn": ParkForm}, name="hypothesis_park"),
    path("hypotheses/<int:pk>/reopen/", hypotheses.hypothesis_turn, {"turn": ReopenForm}, name="hypothesis_reopen"),
    path("hypotheses/<int:pk>/", hypotheses.hypothesis_read, name="hypothesis_read"),
    path("hypotheses/<int:pk>/edit/", hypotheses.hypothesis_edit, name="hypothesis_edit"),
    path("hypotheses/<int:pk>/archive/", archive.archive, {"model": Hypothesis}, name="hypothesis_archive"),
    path("hypotheses/<int:pk>/restore/", archive.restore, {"model": Hypothesis}, name="hypothesis_restore"),
    path("personas/<int:pk>/hypotheses/", hypotheses.persona_hypotheses, name="persona_hypotheses"),
    # Documents
    path("documents/", documents.document_list, name="document_list"),
    path("documents/new/", documents.document_new, name="document_new"),
    path("documents/preview/", documents.document_preview, name="document_preview"),
    path("documents/new/autosave/", documents.document_begin, name="document_begin"),
    path("documents/<int:pk>/autosave/", documents.document_autosave, name="document_autosave"),
    path("references/suggest/", documents.reference_suggest, name="reference_suggest"),
    path("documents/<int:pk>/", documents.document_read, name="document_read"),
    path("documents/<int:pk>/edit/", documents.document_edit, name="document_edit"),
    path("documents/<int:pk>/archive/", archive.archive, {"model": Document}, name="document_archive"),
    path("documents/<int:pk>/restore/", archive.restore, {"model": Document}, name="document_restore"),
    path("hypotheses/<int:pk>/history/", history.history, {"model": Hypothesis}, name="hypothesis_history"),
    path("documents/<int:pk>/history/", history.history, {"model": Document}, name="document_history"),
    # Data checks
    path("data-checks/", checks.data_check_list, name="data_check_list"),
    path("data-checks/new/", checks.data_check_new, name="data_check_new"),
    path("data-checks/<int:pk>/", checks.data_check_read, name="data_check_read"),
    path("data-checks/<int:pk>/edit/", checks.data_check_edit, name="data_check_edit"),
    path("data-checks/<int:pk>/archive/", archive.archive, {"model": DataCheck}, name="data_check_archive"),
    path("data-checks/<int:pk>/restore/", archive.restore, {"model": DataCheck}, name="data_check_restore"),
    path("data-checks/<int:pk>/history/", history.history, {"model": DataCheck}, name="data_check_history"),
    path("whys/<int:pk>/data-checks/", checks.why_data_checks, name="why_data_checks"),
    path("documents/templates/", document_templates.document_template_list, name="document_template_list"),
    path(
        "documents/templates/<slug:kind>/edit/",
        document_templates.document_template_edit,
        name="document_template_edit",
    ),
    path(
        "documents/templates/<int:pk>/history/",
        history.history,
        {"model": DocumentTemplate},
        name="document_template_history",
    ),
    # Versions of a document, and its reviews
    path("documents/<int:pk>/versions/", document_versions.document_versions, name="document_versions"),
    path("documents/<int:pk>/compare/", document_versions.document_compare, name="document_compare"),
    path("documents/<int:pk>/passages/new/", passages.passage_new, name="passage_new"),
    path("documents/<int:pk>/quotes/<int:quote>/card/", quoted.document_card, name="document_card"),
    path("documents/<int:pk>/images/", images.image_list, name="image_list"),
    path("documents/<int:pk>/images/<int:image>/", images.image_read, name="image_read"),
    path("images/<int:pk>/archive/", images.image_archive, name="image_archive"),
    path("images/<int:pk>/restore/", images.image_restore, name="image_restore"),
    path("documents/<int:pk>/approve/", document_versions.document_approve, name="document_approve"),
    path(
        "documents/<int:pk>/versions/<int:number>/",
        document_versions.document_version_read,
        name="document_version_read",
    ),
    path(
        "documents/<int:pk>/versions/<int:number>/name/",
        document_versions.document_version_name,
        name="document_version_name",
    ),
    path(
        "documents/<int:pk>/versions/<int:number>/restore/",
        document_versions.document_version_restore,
        name="document_version_restore",
    ),
    # A document and its versions as files
    path("documents/<int:pk>/export/", document_export.document_export, name="document_export"),
    path(
        "documents/<int:pk>/versions/<int:number>/export/",
        document_export.document_export,
        name="document_version_export",
    ),
    *(
        path(f"{place}export.{to}", document_export.document_file, {"to": to}, name=f"{name}_{to}")
        for place, name in (
            ("documents/<int:pk>/", "document_export"),
            ("documents/<int:pk>/versions/<int:number>/", "document_version_export"),
        )
        for to in document_export.FORMATS
    ),
    path("documents/<int:pk>/reviews/ask/", reviews.review_ask, name="review_ask"),
    path("reviews/<int:pk>/answer/", reviews.review_answer, name="review_answer"),
    path("reviews/<int:pk>/archive/", archive.archive, {"model": Review}, name="review_archive"),
    path("reviews/<int:pk>/restore/", archive.restore, {"model": Review}, name="review_restore"),
    # Data products
    path("data-products/", products.data_product_list, name="data_product_list"),
    path("data-products/new/", products.data_product_new, name="data_product_new"),
    path("data-products/<int:pk>/", products.data_product_read, name="data_product_read"),
    path("data-products/<int:pk>/edit/", products.data_product_edit, name="data_product_edit"),
    path("data-products/<int:pk>/archive/", archive.archive, {"model": DataProduct}, name="data_product_archive"),
    path("data-products/<int:pk>/restore/", archive.restore, {"model": DataProduct}, name="data_product_restore"),
    path("data-products/<int:pk>/history/", history.history, {"model": DataProduct}, name="data_product_history"),
    # Weekly updates
    path("updates/", updates.weekly_update_list, name="weekly_update_list"),
    path("updates/new/", updates.weekly_update_new, name="weekly_update_new"),
    path("updates/<int:pk>/", updates.weekly_update_read, name="weekly_update_read"),
    path("updates/<int:pk>/edit/", updates.weekly_update_edit, name="weekly_update_edit"),
    path("updates/<int:pk>/autosave/", updates.weekly_update_autosave, name="weekly_update_autosave"),
    path("updates/<int:pk>/redraw/", updates.weekly_update_redraw, name="weekly_update_redraw"),
    path("updates/<int:pk>/publish/", updates.weekly_update_publish, name="weekly_update_publish"),
    path("updates/<int:pk>/take-back/", updates.weekly_update_take_back, name="weekly_update_take_back"),
    path("updates/<int:pk>/mail/", updates.weekly_update_mail, name="weekly_update_mail"),
    path("updates/<int:pk>/send/", updates.weekly_update_send, name="weekly_update_send"),
    path("updates/<int:pk>/archive/", archive.archive, {"model": WeeklyUpdate}, name="weekly_update_archive"),
    path("updates/<int:pk>/restore/", archive.restore, {"model": WeeklyUpdate}, name="weekly_update_restore"),
    path("updates/<int:pk>/history/", history.history, {"model": WeeklyUpdate}, name="weekly_update_history"),
    path(
        "updates/subscription/",
        update_subscriptions.weekly_update_subscription,
        name="weekly_update_subscription",
    ),
    path("updates/subscribe/", update_subscriptions.weekly_update_subscribe, name="weekly_update_subscribe"),
    path(
        "updates/unsubscribe/<str:key>/",
        update_subscriptions.weekly_update_unsubscribe,
        name="weekly_update_unsubscribe",
    ),
    path("updates/feed/", update_subscriptions.weekly_update_feed, name="weekly_update_feed"),
    path("updates/feed/renew/", update_subscriptions.weekly_update_feed_renew, name="weekly_update_feed_renew"),
    path("updates/feed/<str:key>/", update_subscriptions.weekly_update_feed_of, name="weekly_update_feed_of"),
    # Requirements: the lines of a document
    path("documents/<int:pk>/requirements/new/", requirements.requirement_new, name="requirement_new"),
    path("requirements/<int:pk>/", requirements.requirement_read, name="requirement_read"),
    path("requirements/<int:pk>/edit/", requirements.requirement_edit, name="requirement_edit"),
    path("requirements/<int:pk>/move/", requirements.requirement_move, name="requirement_move"),
    path("requirements/<int:pk>/archive/", requirements.requirement_archive, name="requirement_archive"),
    path("requirements/<int:pk>/restore/", requirements.requirement_restore, name="requirement_restore"),
    path("requirements/<int:pk>/history/", history.history, {"model": Requirement}, name="requirement_history"),
    # Evidence, from the end of the claim
    path("hypotheses/<int:pk>/evidence/", evidence.target_evidence, {"kind": "hypothesis"}, name="hypothesis_evidence"),
    path(
        "requirements/<int:pk>/evidence/",
        evidence.target_evidence,
        {"kind": "requirement"},
        name="requirement_evidence",
    ),
    path("documents/<int:pk>/evidence/", evidence.target_evidence, {"kind": "document"}, name="document_evidence"),
    path("evidence/<int:pk>/unlink/", evidence.evidence_unlink, name="evidence_unlink"),
    path("evidence/<int:pk>/relink/", evidence.evidence_relink, name="evidence_relink"),
    # Evidence, from the end of the words
    path("interviews/<int:pk>/used-in/", evidence.source_used_in, {"page": "interview"}, name="interview_used_in"),
    path("pain-points/<int:pk>/used-in/", evidence.source_used_in, {"page": "pain_point"}, name="pain_point_used_in"),
    path("mentions/<int:pk>/used-in/", evidence.source_used_in, {"page": "mention"}, name="mention_used_in"),
    path("quotes/<int:pk>/used-in/", evidence.source_used_in, {"page": "quote"}, name="quote_used_in"),
    path("whys/<int:pk>/used-in/", evidence.source_used_in, {"page": "why"}, name="why_used_in"),
    path("root-causes/<int:pk>/used-in/", evidence.source_used_in, {"page": "root_cause"}, name="root_cause_used_in"),
    path("data-checks/<int:pk>/used-in/", evidence.source_used_in, {"page": "data_check"}, name="data_check_used_in"),
    path("people/<int:pk>/used-in/", evidence.source_used_in, {"page": "person"}, name="person_used_in"),
    # What would be lost with the words
    path(
        "interviews/<int:pk>/if-withdrawn/", withdrawal.withdrawal, {"page": "interview"}, name="interview_withdrawal"
    ),
    path(
        "participants/<int:pk>/if-withdrawn/",
        withdrawal.withdrawal,
        {"page": "participant"},
        name="participant_withdrawal",
    ),
    path("people/<int:pk>/if-withdrawn/", withdrawal.withdrawal, {"page": "person"}, name="person_withdrawal"),
]
