"""Addresses of what we conclude."""

from django.urls import path

from interviews.views import archive, history

from .forms.hypotheses import BeginTestForm, DecideForm, ParkForm, ReopenForm
from .models import DataCheck, Document, Hypothesis
from .views import checks, documents, evidence, home, hypotheses, withdrawal

app_name = "discovery"
urlpatterns = [
    path("", home.home, name="home"),
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
    # Evidence, from the end of the claim
    path("hypotheses/<int:pk>/evidence/", evidence.target_evidence, {"kind": "hypothesis"}, name="hypothesis_evidence"),
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
    path("people/<int:pk>/if-withdrawn/", withdrawal.withdrawal, {"page": "person"}, name="person_withdrawal"),
]
