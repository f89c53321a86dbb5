from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.shortcuts import redirect

from improvement.access import Need, may_open
from improvement.admin import actions, commitments, outside, people, plans, posts

__all__ = ["actions", "commitments", "outside", "people", "plans", "posts"]

admin.site.site_header = "Improvement tracker: records"
admin.site.site_title = "Improvement tracker"
admin.site.index_title = "Records"
admin.site.site_url = "/"
# It writes and deletes in bulk, past every rule.
admin.site.disable_action("delete_selected")


def has_permission(request):
    """Roles decide, as on every screen, and not Django's own `is_staff`."""
    return request.user.is_authenticated and may_open(request.user, Need.STAFF)


@login_not_required
def login(request, extra_context=None):
    """There is one door to sign in by, with its limits on trying passwords."""
    if has_permission(request):
        return redirect("admin:index")
    return redirect_to_login(request.GET.get("next", "/admin/"))


admin.site.has_permission = has_permission
admin.site.login = login
