from django.urls import path

from improvement.keeping import leaving, links, people, plans, posts, rows

urlpatterns = [
    path("", plans.keeping, name="keeping"),
    path("plans/new/", plans.plan_create, name="plan-create"),
    path("plans/<slug:key>/", plans.plan_keeping, name="plan-keeping"),
    path("plans/<slug:key>/amend/", plans.plan_amend, name="plan-amend"),
    path("plans/<slug:key>/close/", plans.plan_close, name="plan-close"),
    path("plans/<slug:key>/period/", plans.plan_period, name="plan-period"),
    path("plans/<slug:key>/commitments/new/", rows.commitment_create, name="commitment-create"),
    path(
        "plans/<slug:key>/commitments/<int:pk>/", rows.commitment_amend, name="commitment-amend"
    ),
    path("plans/<slug:key>/actions/new/", rows.action_create, name="action-create"),
    path(
        "plans/<slug:key>/actions/<reference:reference>/",
        rows.action_amend,
        name="action-amend",
    ),
    path(
        "plans/<slug:key>/actions/<reference:reference>/owner/",
        rows.action_owner,
        name="action-owner",
    ),
    path("posts/", posts.owner_list, name="owner-list"),
    path("posts/new/", posts.owner_create, name="owner-create"),
    path("posts/<int:pk>/", posts.owner_amend, name="owner-amend"),
    path("posts/<int:pk>/holders/", posts.holding_create, name="holding-create"),
    path(
        "findings/<slug:authority>/<slug:inspection>/<slug:key>/",
        links.finding_links,
        name="finding-links",
    ),
    path("people/", people.people, name="people"),
    path("people/invite/", people.person_invite, name="person-invite"),
    path("people/<int:pk>/", people.person_roles, name="person-roles"),
    path("people/<int:pk>/leaving/", leaving.person_leaving, name="person-leaving"),
    path("authorities/new/", people.authority_create, name="authority-create"),
]
