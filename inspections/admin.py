"""How what outsiders found stands in the admin.

Whose rows a member sees, and who may correct their words, is decided where these are
registered (`improvement/admin/outside.py`): this package knows no members.
"""

from django.contrib import admin
from django.db.models import Prefetch
from simple_history.admin import SimpleHistoryAdmin

from inspections.models import (
    Area,
    DocumentPart,
    Inspection,
    InspectionDocument,
    InspectionPerson,
    Judgement,
    MeasureReading,
    Rival,
)


class InspectionFilter(admin.RelatedOnlyFieldListFilter):
    """An inspection's name needs its documents: read at once, not one by one."""

    def field_choices(self, field, request, model_admin):
        named = model_admin.get_queryset(request).order_by().values(self.field_path)
        found = Inspection.objects.filter(pk__in=named).for_list().order_by("pk")
        return [(inspection.pk, str(inspection)) for inspection in found]


def with_named_inspection(queryset):
    sources = InspectionDocument.objects.select_related("document").order_by("pk")
    return queryset.prefetch_related(Prefetch("inspection__sources", sources))


class RecordAdmin(SimpleHistoryAdmin):
    """A description: its `words` may be corrected, all else stands as it was recorded.

    `asked` are the fields of a new one; without them none is made here.
    """

    words = ()
    asked = ()

    def correctable(self, request, record):
        return self.words

    def get_fields(self, request, obj=None):
        return self.fields if obj else self.asked

    def get_readonly_fields(self, request, obj=None):
        if obj is None:
            return ()
        return [name for name in self.fields if name not in self.correctable(request, obj)]

    def get_inlines(self, request, obj):
        return self.inlines if obj else ()


class PartInline(admin.TabularInline):
    """Rows that are part of the record above them: read with it, never changed here."""

    extra = 0
    can_delete = False
    reads = ()

    def get_queryset(self, request):
        return super().get_queryset(request).select_related(*self.reads).order_by("pk")

    def has_view_permission(self, request, obj=None):
        return True

    def has_add_permission(self, request, obj):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


# Documents


class DocumentPartInline(PartInline):
    model = DocumentPart
    fields = ("key", "kind", "title", "dated", "from_paragraph")


class AuthorityAdmin(RecordAdmin):
    list_display = ("name", "slug")
    search_fields = ("name", "slug")
    ordering = ("name", "pk")
    fields = ("name", "slug")
    asked = ("name", "slug")
    words = ("name",)


class DocumentAdmin(RecordAdmin):
    list_display = (
        "title",
        "authority",
        "kind",
        "publisher",
        "dated",
        "published",
        "second_hand",
        "public_from",
    )
    list_filter = (
        ("authority", admin.RelatedOnlyFieldListFilter),
        "kind",
        "second_hand",
        ("public_from", admin.EmptyFieldListFilter),
    )
    list_select_related = ("authority",)
    search_fields = ("title", "publisher", "key")
    date_hierarchy = "public_from"
    ordering = ("-published", "pk")
    fields = (
        "authority",
        "key",
        "title",
        "kind",
        "publisher",
        "second_hand",
        "dated",
        "published",
        "url",
        "sha256",
        "public_from",
        "known_at",
    )
    words = ("title", "publisher", "url", "public_from")
    inlines = (DocumentPartInline,)


# Inspections


class SourceInline(PartInline):
    model = InspectionDocument
    verbose_name_plural = "documents that tell of it"
    fields = ("document", "is_its_report", "as_printed")
    reads = ("document", "inspection")


class PersonInline(PartInline):
    model = InspectionPerson
    verbose_name_plural = "people"
    fields = ("name", "role")


class JudgementInline(PartInline):
    model = Judgement
    fields = ("area", "grade", "printed", "document", "page", "paragraph")
    reads = ("area", "document")


class RivalInline(PartInline):
    model = Rival
    verbose_name_plural = "what other documents say instead"
    fields = ("fact", "value", "document", "page", "paragraph")
    reads = ("document",)


class InspectionAdmin(RecordAdmin):
    list_display = ("__str__", "authority", "framework", "published", "ordinal", "key")
    list_filter = (
        ("authority", admin.RelatedOnlyFieldListFilter),
        "kind",
        ("framework", admin.RelatedOnlyFieldListFilter),
    )
    search_fields = ("key", "follows_as_printed")
    ordering = ("-started", "-pk")
    fields = (
        "authority",
        "key",
        "kind",
        "framework",
        "started",
        "ended",
        "published",
        "by",
        "ordinal",
        "follows",
        "follows_as_printed",
        "recommendations_stated",
        "immediate_stated",
        "covered",
        "known_at",
    )
    inlines = (SourceInline, PersonInline, JudgementInline, RivalInline)

    def get_queryset(self, request):
        return super().get_queryset(request).for_list()

    @admin.display(description="areas covered")
    def covered(self, inspection):
        return "; ".join(map(str, inspection.areas_covered))


class MilestoneAdmin(RecordAdmin):
    list_display = ("when", "title", "authority", "document")
    list_filter = (("authority", admin.RelatedOnlyFieldListFilter),)
    list_select_related = ("authority", "document")
    search_fields = ("title",)
    ordering = ("-on", "pk")
    fields = ("authority", "on", "title", "document", "part", "page", "paragraph", "quote")
    words = ("on", "title")


class LeaderAdmin(RecordAdmin):
    list_display = ("name", "post", "authority", "since", "until", "on", "document")
    list_filter = (("authority", admin.RelatedOnlyFieldListFilter),)
    list_select_related = ("authority", "document")
    search_fields = ("name", "post", "body")
    ordering = ("post", "on", "pk")
    words = ("name", "post", "body")
    fields = (
        "authority",
        "name",
        "post",
        "body",
        "since",
        "until",
        "on",
        "document",
        "part",
        "page",
        "paragraph",
        "quote",
    )


# What they asked and found


PLACE = ("document", "part", "page", "paragraph", "quote", "known_at")


class RecommendationAdmin(RecordAdmin):
    list_display = (
        "key",
        "short_title",
        "inspection",
        "inspection__authority",
        "kind",
        "immediate",
        "theme",
    )
    list_display_links = ("key", "short_title")
    list_filter = (
        ("inspection__authority", admin.RelatedOnlyFieldListFilter),
        ("inspection", InspectionFilter),
        "kind",
        "immediate",
        ("theme", admin.RelatedOnlyFieldListFilter),
    )
    list_select_related = ("inspection__authority", "theme")
    search_fields = ("key", "title", "text", "summary")
    ordering = ("inspection", "position", "pk")
    fields = (
        "inspection",
        "key",
        "kind",
        "title",
        "text",
        "summary",
        "immediate",
        "says_repeat",
        "theme",
        *PLACE,
    )
    words = ("title", "summary", "theme")

    def get_queryset(self, request):
        return with_named_inspection(super().get_queryset(request))


class FindingAdmin(RecordAdmin):
    list_display = ("__str__", "inspection", "inspection__authority", "direction", "theme")
    list_filter = (
        ("inspection__authority", admin.RelatedOnlyFieldListFilter),
        ("inspection", InspectionFilter),
        "direction",
        ("theme", admin.RelatedOnlyFieldListFilter),
    )
    list_select_related = ("inspection__authority", "theme")
    search_fields = ("key", "text", "summary")
    ordering = ("inspection", "position", "pk")
    fields = ("inspection", "key", "direction", "text", "summary", "theme", *PLACE)
    words = ("summary", "theme")

    def get_queryset(self, request):
        return with_named_inspection(super().get_queryset(request))


# What was measured


class MeasureReadingInline(PartInline):
    """Readings are events: those that were corrected stand here too."""

    model = MeasureReading
    verbose_name_plural = "readings"
    fields = ("holds_from", "figures", "inspection", "document", "page", "paragraph", "voids")
    readonly_fields = ("figures",)
    reads = ("measure", "inspection", "document", "voids__measure")

    def get_queryset(self, request):
        return with_named_inspection(super().get_queryset(request))


class MeasureAdmin(RecordAdmin):
    list_display = ("name", "unit", "good", "authority", "theme")
    list_filter = (
        ("authority", admin.RelatedOnlyFieldListFilter),
        "good",
        ("theme", admin.RelatedOnlyFieldListFilter),
    )
    list_select_related = ("authority", "theme")
    search_fields = ("key", "name")
    ordering = ("name", "pk")
    fields = ("authority", "key", "name", "unit", "good", "theme", "document", "known_at")
    words = ("name", "unit", "good", "theme")
    inlines = (MeasureReadingInline,)


# The vocabulary, which all authorities share


class ThemeAdmin(RecordAdmin):
    list_display = ("name", "key")
    search_fields = ("name", "key")
    ordering = ("name", "pk")
    fields = ("name", "key")
    asked = ("name", "key")
    words = ("name",)


class AreaInline(PartInline):
    """Areas are added; what judgements name stays."""

    model = Area
    fields = ("name", "key", "position")
    extra = 1

    def has_add_permission(self, request, obj):
        return True


class FrameworkAdmin(admin.ModelAdmin):
    list_display = ("name", "key")
    search_fields = ("name", "key")
    ordering = ("name", "pk")
    fields = ("name", "key")
    inlines = (AreaInline,)

    def get_readonly_fields(self, request, obj=None):
        return ("key",) if obj else ()
