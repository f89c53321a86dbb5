from django.urls import path

from improvement.approvers import decisions, impact, queue

ACTION = "plans/<slug:key>/actions/<reference:reference>/"
IMPACT = "plans/<slug:key>/commitments/<int:pk>/impact/"

urlpatterns = [
    path("to-decide/", queue.to_decide, name="to-decide"),
    path(f"{ACTION}sign-off/", decisions.sign_off, name="action-sign-off"),
    path(f"{ACTION}requests/<int:pk>/", decisions.decide, name="request-decide"),
    path(f"{ACTION}withdraw/", decisions.withdraw, name="action-withdraw"),
    path(f"{ACTION}reopen/", decisions.reopen, name="action-reopen"),
    path(
        f"{ACTION}decisions/<int:pk>/take-back/",
        decisions.take_back_decision,
        name="decision-take-back",
    ),
    path(
        f"{ACTION}sign-offs/<int:pk>/take-back/",
        decisions.take_back_sign_off,
        name="sign-off-take-back",
    ),
    path(IMPACT, impact.impact, name="commitment-impact"),
    path(
        f"{IMPACT}<int:impact>/take-back/",
        impact.take_back_impact,
        name="impact-take-back",
    ),
]
