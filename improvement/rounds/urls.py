from django.urls import path

from improvement.rounds import keeping, screens

urlpatterns = [
    path("plans/<slug:key>/rounds/", screens.round_list, name="round-list"),
    path("plans/<slug:key>/rounds/new/", keeping.round_open, name="round-open"),
    path("plans/<slug:key>/rounds/<int:pk>/", screens.round_page, name="round"),
    path("plans/<slug:key>/rounds/<int:pk>/change/", keeping.round_change, name="round-change"),
    path(
        "plans/<slug:key>/rounds/<int:pk>/take-back/",
        keeping.round_take_back,
        name="round-take-back",
    ),
    path("plans/<slug:key>/rounds/<int:pk>/chase/", keeping.round_chase, name="round-chase"),
]
