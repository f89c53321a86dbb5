from django.urls import path

from improvement.dashboards import (
    about,
    actions,
    front,
    health,
    inspections,
    plans,
    recommendations,
)

urlpatterns = [
    path("health/", health.health, name="health"),
    path("", front.front_page, name="front-page"),
    path("how-status-works/", about.how_status_works, name="how-status-works"),
    path("accessibility/", about.accessibility, name="accessibility"),
    path("plans/", plans.plan_list, name="plan-list"),
    path("plans/<slug:key>/", plans.plan, name="plan"),
    path("plans/<slug:key>/rows/", plans.plan_rows, name="plan-rows"),
    path("plans/<slug:key>/actions/", actions.action_list, name="action-list"),
    path("plans/<slug:key>/actions/<reference:reference>/", actions.action, name="action"),
    path("inspections/", inspections.inspection_list, name="inspection-list"),
    path("inspections/<slug:authority>/<slug:key>/", inspections.inspection, name="inspection"),
    path(
        "inspections/<slug:authority>/<slug:inspection>/<slug:key>/",
        recommendations.recommendation,
        name="recommendation",
    ),
]
