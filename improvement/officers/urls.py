from django.urls import path

from improvement.officers import actions, each, evidence, mine

ACTION = "plans/<slug:key>/actions/<reference:reference>"

urlpatterns = [
    path("my-actions/", mine.my_actions, name="my-actions"),
    path("my-actions/each/", each.my_actions_each, name="my-actions-each"),
    path(f"{ACTION}/update/", actions.update, name="action-update"),
    path(f"{ACTION}/no-change/", actions.no_change, name="action-no-change"),
    path(f"{ACTION}/new-date/", actions.new_date, name="action-date"),
    path(f"{ACTION}/evidence/", evidence.add, name="evidence-add"),
    path(
        f"{ACTION}/requests/<int:pk>/take-back/",
        actions.take_back_request,
        name="request-take-back",
    ),
    path("evidence/<int:pk>/take-back/", evidence.take_back, name="evidence-take-back"),
]
