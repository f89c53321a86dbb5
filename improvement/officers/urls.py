from django.urls import path

from improvement.officers import actions, decisions, mine

urlpatterns = [
    path("my-actions/", mine.my_actions, name="my-actions"),
    path(
        "plans/<slug:key>/actions/<reference:reference>/update/",
        actions.update,
        name="action-update",
    ),
    path(
        "plans/<slug:key>/actions/<reference:reference>/new-date/",
        actions.new_date,
        name="action-date",
    ),
    path(
        "plans/<slug:key>/actions/<reference:reference>/sign-off/",
        decisions.sign_off,
        name="action-sign-off",
    ),
    path(
        "plans/<slug:key>/actions/<reference:reference>/requests/<int:pk>/",
        decisions.decide,
        name="request-decide",
    ),
    path(
        "plans/<slug:key>/actions/<reference:reference>/withdraw/",
        decisions.withdraw,
        name="action-withdraw",
    ),
    path(
        "plans/<slug:key>/actions/<reference:reference>/reopen/",
        decisions.reopen,
        name="action-reopen",
    ),
    path(
        "plans/<slug:key>/commitments/<int:pk>/impact/",
        decisions.impact,
        name="commitment-impact",
    ),
]
