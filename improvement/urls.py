from allauth.account import views as account
from django.contrib import admin
from django.urls import include, path, re_path, register_converter

from improvement.addresses import ReferenceConverter

register_converter(ReferenceConverter, "reference")

urlpatterns = [
    path("", include("improvement.dashboards.urls")),
    path("", include("improvement.officers.urls")),
    path("", include("improvement.approvers.urls")),
    path("", include("improvement.posts.urls")),
    path("", include("improvement.rounds.urls")),
    path("", include("improvement.mail.urls")),
    path("", include("improvement.spreadsheets.urls")),
    path("", include("improvement.documents.urls")),
    path("keeping/", include("improvement.keeping.urls")),
    path("admin/", admin.site.urls),
    # The few of allauth's pages that this installation uses, under its own names.
    path("sign-in/", account.login, name="account_login"),
    path("sign-out/", account.logout, name="account_logout"),
    path("sign-up/", account.signup, name="account_signup"),  # says that it is closed
    path("not-active/", account.account_inactive, name="account_inactive"),
    path("confirm-it-is-you/", account.reauthenticate, name="account_reauthenticate"),
    path("password/change/", account.password_change, name="account_change_password"),
    path("password/reset/", account.password_reset, name="account_reset_password"),
    path(
        "password/reset/sent/", account.password_reset_done, name="account_reset_password_done"
    ),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "password/reset/done/",
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
]
