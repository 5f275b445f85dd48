"""Addresses of what we conclude."""

from django.urls import path

from interviews.views import archive, history

from .models import Document, Hypothesis, Requirement
from .views import documents, evidence, home, hypotheses, requirements

app_name = "discovery"
urlpatterns = [
    path("", home.home, name="home"),
    # Hypotheses
    path("hypotheses/", hypotheses.hypothesis_list, name="hypothesis_list"),
    path("hypotheses/new/", hypotheses.hypothesis_new, name="hypothesis_new"),
    path("hypotheses/<int:pk>/", hypotheses.hypothesis_read, name="hypothesis_read"),
    path("hypotheses/<int:pk>/edit/", hypotheses.hypothesis_edit, name="hypothesis_edit"),
    path("hypotheses/<int:pk>/archive/", archive.archive, {"model": Hypothesis}, name="hypothesis_archive"),
    path("hypotheses/<int:pk>/restore/", archive.restore, {"model": Hypothesis}, name="hypothesis_restore"),
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
    path("people/<int:pk>/used-in/", evidence.source_used_in, {"page": "person"}, name="person_used_in"),
]
