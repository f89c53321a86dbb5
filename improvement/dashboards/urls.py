from django.urls import path

from improvement.dashboards import about, front, health
from improvement.dashboards.actions import evidence
from improvement.dashboards.actions import views as actions
from improvement.dashboards.documents import files, printed, text
from improvement.dashboards.documents import views as documents
from improvement.dashboards.inspections import matrix
from improvement.dashboards.inspections import views as inspections
from improvement.dashboards.measures import views as measures
from improvement.dashboards.plans import check, compare
from improvement.dashboards.plans import matrix as plan_matrix
from improvement.dashboards.plans import views as plans
from improvement.dashboards.recommendations import views as recommendations
from improvement.dashboards.search import views as search
from improvement.dashboards.themes import history
from improvement.dashboards.themes import views as themes
from improvement.dashboards.timeline import views as timeline

urlpatterns = [
    path("health/", health.health, name="health"),
    path("", front.front_page, name="front-page"),
    path("how-status-works/", about.how_status_works, name="how-status-works"),
    path("accessibility/", about.accessibility, name="accessibility"),
    path("plans/", plans.plan_list, name="plan-list"),
    path("plans/<slug:key>/", plans.plan, name="plan"),
    path("plans/<slug:key>/visits/", plan_matrix.plan_matrix, name="plan-matrix"),
    path("plans/<slug:key>/rows/", plans.plan_rows, name="plan-rows"),
    path("plans/<slug:key>/compare/", compare.plan_compare, name="plan-compare"),
    path("plans/<slug:key>/check/", check.plan_check, name="plan-check"),
    path("plans/<slug:key>/actions/", actions.action_list, name="action-list"),
    path("plans/<slug:key>/actions/<reference:reference>/", actions.action, name="action"),
    path("evidence/<int:pk>/", evidence.evidence_file, name="evidence-file"),
    path("timeline/", timeline.timeline, name="timeline"),
    path("inspections/", inspections.inspection_list, name="inspection-list"),
    path("inspections/<slug:authority>/<slug:key>/", inspections.inspection, name="inspection"),
    path(
        "inspections/<slug:authority>/<slug:key>/visits/",
        matrix.inspection_matrix,
        name="inspection-matrix",
    ),
    path(
        "inspections/<slug:authority>/<slug:inspection>/<slug:key>/",
        recommendations.recommendation,
        name="recommendation",
    ),
    path("themes/", themes.theme_list, name="theme-list"),
    path("themes/<slug:authority>/<slug:key>/", history.theme, name="theme"),
    path("search/", search.search, name="search"),
    path("measures/", measures.measure_list, name="measure-list"),
    path("measures/<slug:authority>/<slug:key>/", measures.measure, name="measure"),
    path("documents/", documents.document_list, name="document-list"),
    path("documents/<slug:authority>/<slug:key>/", documents.document, name="document"),
    path(
        "documents/<slug:authority>/<slug:key>/text/", text.document_text, name="document-text"
    ),
    path(
        "documents/<slug:authority>/<slug:key>/pages/<int:number>.png",
        printed.document_page,
        name="document-page",
    ),
    path(
        "documents/<slug:authority>/<slug:key>/file/", files.document_file, name="document-file"
    ),
]
