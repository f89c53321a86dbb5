"""What outsiders found, for the members of the authority that it is about."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from improvement import access
from improvement.access import Need
from improvement.admin.forms import WordedForm
from improvement.admin.links import (
    FindingLinkInline,
    FindingRepeatInline,
    RecommendationRepeatInline,
)
from improvement.admin.scope import Guarded, Recorded, Scoped
from improvement.keeping.forms.people import AuthorityForm
from inspections import admin as inspections
from inspections.models import (
    Authority,
    Document,
    Finding,
    Framework,
    Inspection,
    Leader,
    Measure,
    Milestone,
    Recommendation,
    Theme,
)


@admin.register(Authority)
class AuthorityAdmin(Scoped, inspections.AuthorityAdmin):
    def has_add_permission(self, request):
        return request.user.is_superuser

    def has_change_permission(self, request, obj=None):
        return request.user.is_superuser

    def get_form(self, request, obj=None, **kwargs):
        if obj is None:
            kwargs["form"] = AuthorityForm
        return super().get_form(request, obj, **kwargs)


@admin.register(Document)
class DocumentAdmin(Scoped, inspections.DocumentAdmin):
    pass


@admin.register(Inspection)
class InspectionAdmin(Scoped, inspections.InspectionAdmin):
    def view_on_site(self, inspection):
        return reverse("inspection", args=[inspection.authority.slug, inspection.key])


@admin.register(Milestone)
class MilestoneAdmin(Scoped, inspections.MilestoneAdmin):
    pass


@admin.register(Leader)
class LeaderAdmin(Scoped, inspections.LeaderAdmin):
    pass


@admin.register(Measure)
class MeasureAdmin(Scoped, inspections.MeasureAdmin):
    pass


@admin.register(Recommendation)
class RecommendationAdmin(Scoped, inspections.RecommendationAdmin):
    form = WordedForm
    inlines = (RecommendationRepeatInline,)

    def view_on_site(self, recommendation):
        inspection = recommendation.inspection
        place = (inspection.authority.slug, inspection.key, recommendation.key)
        return reverse("recommendation", args=place)


@admin.register(Finding)
class FindingAdmin(Scoped, inspections.FindingAdmin):
    form = WordedForm
    inlines = (FindingLinkInline, FindingRepeatInline)


# The vocabulary belongs to no authority


class Shared(Guarded):
    """Read by all members, added to by admins, corrected by superusers."""

    def has_view_permission(self, request, obj=None):
        return bool(access.authorities(request.user))

    def has_add_permission(self, request):
        return bool(access.authorities(request.user, Need.ADMIN))

    def has_change_permission(self, request, obj=None):
        return request.user.is_superuser


@admin.register(Theme)
class ThemeAdmin(Shared, Recorded, inspections.ThemeAdmin):
    def set_history_delta_changes(self, request, historical_records, **kwargs):
        super().set_history_delta_changes(request, historical_records, **kwargs)
        if not request.user.is_superuser:
            # Whoever changed it may be a member of another authority.
            for record in historical_records:
                record.history_user = None


@admin.register(Framework)
class FrameworkAdmin(Shared, inspections.FrameworkAdmin):
    def history_view(self, request, object_id, extra_context=None):
        if not request.user.is_superuser:
            raise PermissionDenied
        return super().history_view(request, object_id, extra_context)
