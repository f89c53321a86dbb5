"""Accounts and roles, for superusers. Admins of an authority use the people pages."""

from allauth.account.admin import EmailAddress
from django.contrib import admin, messages
from django.contrib.auth.admin import Group, UserAdmin
from django.contrib.auth.forms import AdminUserCreationForm
from django.urls import reverse
from django.utils.html import format_html

from improvement import access
from improvement.admin.scope import SuperusersOnly
from improvement.forms import NameField
from improvement.keeping.depending import what_depends_on
from improvement.models import Membership, User
from inspections.admin import PartInline
from inspections.models.time import AsAt

# Permissions come from roles, and an account has the one address that it signs in with.
admin.site.unregister((Group, EmailAddress))


class NewUserForm(AdminUserCreationForm):
    class Meta:
        model = User
        fields = ("email", "name")
        field_classes = {"name": NameField}


class MembershipInline(PartInline):
    """Roles are added here, and taken away on the people pages, which keep one admin."""

    model = Membership
    fields = ("authority", "role")
    reads = ("authority", "user")
    extra = 1

    def has_add_permission(self, request, obj):
        return obj is not None


def warn_of_orphaned(request, person):
    """Who switches an account off here is asked nothing: what nobody holds now is said after."""
    kept = access.authorities(request.user, access.Need.ADMIN)
    orphaned = what_depends_on(person, kept, AsAt(request.now)).orphaned
    if orphaned:
        words = 'Nobody else holds {}. <a href="{}">Say what becomes of it</a>'
        named = ", ".join(str(post.owner) for post in orphaned)
        there = reverse("person-leaving", args=[person.pk])
        messages.warning(request, format_html(words, named, there))


@admin.register(User)
class AccountAdmin(SuperusersOnly, UserAdmin):
    add_form = NewUserForm
    list_display = ("email", "name", "is_active", "is_superuser", "last_login")
    list_filter = (
        "is_active",
        "is_superuser",
        ("memberships__authority", admin.RelatedOnlyFieldListFilter),
        "memberships__role",
    )
    search_fields = ("email", "name")
    date_hierarchy = "date_joined"
    ordering = ("email", "pk")
    filter_horizontal = ()
    fieldsets = (
        (None, {"fields": ("email", "password", "name")}),
        ("What they may do", {"fields": ("is_active", "is_superuser")}),
        ("Dates", {"fields": ("last_login", "date_joined")}),
    )
    add_fieldsets = (
        (None, {"fields": ("email", "name", "usable_password", "password1", "password2")}),
    )
    readonly_fields = ("last_login", "date_joined")
    inlines = (MembershipInline,)

    def get_inlines(self, request, obj):
        return self.inlines if obj else ()

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        if change and "is_active" in form.changed_data and not obj.is_active:
            warn_of_orphaned(request, obj)
        if "email" in form.changed_data:
            # allauth keeps the address once a password link was made: the old one would
            # go on letting its owner in.
            EmailAddress.objects.filter(user=obj).exclude(email__iexact=obj.email).delete()


@admin.register(Membership)
class MembershipAdmin(SuperusersOnly, admin.ModelAdmin):
    list_display = ("user", "authority", "role")
    list_filter = (("authority", admin.RelatedOnlyFieldListFilter), "role")
    list_select_related = ("user", "authority")
    search_fields = ("user__email", "user__name", "authority__name")
    ordering = ("authority__name", "user__email", "role")
    fields = ("user", "authority", "role")

    def has_change_permission(self, request, obj=None):
        return False
