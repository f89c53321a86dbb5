"""Who sees and changes what in the admin.

Django's permissions are handed to nobody: roles decide, as on every screen (`access.py`).
A member finds the rows of the authorities where they have a role; an admin of one corrects
words there; nobody deletes; and events are only added (`events.py`).
"""

from django import forms
from django.contrib import messages
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DataError, models, transaction
from django.http import Http404
from simple_history.template_utils import HistoricalRecordContextHelper

from improvement import access, recording
from improvement import forms as our_forms
from improvement.access import Need
from improvement.addresses import number_in
from improvement.admin.events import EventInline, Look
from improvement.forms import DayField
from improvement.two_at_once import Amending, lock_descriptions


class Several(forms.ModelMultipleChoiceField):
    """Looked up in memory first: a number may be too large for the database to be asked."""

    def clean(self, value):
        offered = {str(pk) for pk in self.queryset.values_list("pk", flat=True)}
        for pk in value or ():
            if str(pk) not in offered:
                message = self.error_messages["invalid_choice"]
                raise ValidationError(message, "invalid_choice", {"value": pk})
        return super().clean(value)


class AgainstPersonalData(our_forms.Guarded):
    """Django's own pages draw the fields here, so the box comes with the error."""

    box_in_error = True


def amending(form):
    """The form with the check for what others changed since the page was drawn."""
    return form if issubclass(form, Amending) else type(form.__name__, (Amending, form), {})


def guarded(form):
    """The form with the guard against words about an individual child."""
    return type(form.__name__, (AgainstPersonalData, form), {})


class Guarded:
    """What all records of the admin share."""

    change_form_template = "admin/record.html"
    formfield_overrides = {
        models.DateField: {"form_class": DayField},
        models.URLField: {"assume_scheme": "https"},
    }

    def has_module_permission(self, request):
        return request.user.is_authenticated and self.has_view_permission(request)

    def has_delete_permission(self, request, obj=None):
        return False

    def get_form(self, request, obj=None, **kwargs):
        if obj is not None:
            kwargs["form"] = amending(kwargs.get("form", self.form))
        form = guarded(super().get_form(request, obj, **kwargs))
        form.now = request.now
        return form

    def get_object(self, request, object_id, from_field=None):
        found = super().get_object(request, object_id, from_field)
        # What was sent is compared with what stands once nobody else corrects it.
        if found and request.method == "POST" and transaction.get_connection().in_atomic_block:
            self.lock(found)
            found = super().get_object(request, object_id, from_field)
        return found

    def lock(self, record):
        self.model.objects.select_for_update(no_key=True).get(pk=record.pk)

    def save_related(self, request, form, *args, **kwargs):
        super().save_related(request, form, *args, **kwargs)
        for change in getattr(form, "kept", ()):
            messages.info(request, change.sentence)

    def get_formsets_with_inlines(self, request, obj=None):
        for formset, inline in super().get_formsets_with_inlines(request, obj):
            formset.form = guarded(formset.form)
            yield formset, inline

    def render_change_form(self, request, context, *args, **kwargs):
        look = getattr(request, "look_at_events", Look())
        context |= {"seen": look.seen, "newer": look.newer}
        page = super().render_change_form(request, context, *args, **kwargs)
        if request.method == "POST":
            # The form comes back with its errors: what other rows of it recorded goes.
            transaction.set_rollback(True)
        return page

    def get_changelist_instance(self, request):
        try:
            return super().get_changelist_instance(request)
        except (ValueError, IndexError, OverflowError, DataError) as error:
            # An address with a NUL or the year 99999, which Django's own filters let by.
            raise IncorrectLookupParameters from error

    def get_search_results(self, request, queryset, search_term):
        return super().get_search_results(request, queryset, search_term.replace("\0", ""))


class Recorded(Guarded):
    """A record whose words have a history: to be read, never turned back from there."""

    def history_view(self, request, object_id, extra_context=None):
        self._find(request, object_id)
        if not request.user.is_superuser:
            # The names of who changed it lead to accounts, which only superusers open.
            extra_context = {"admin_user_view": "", **(extra_context or {})}
        return super().history_view(request, object_id, extra_context)

    def history_form_view(self, request, object_id, version_id, extra_context=None):
        if request.method not in ("GET", "HEAD"):
            raise PermissionDenied
        self._find(request, object_id)
        if not number_in(version_id):
            raise Http404
        return super().history_form_view(request, object_id, version_id, extra_context)

    def _find(self, request, object_id):
        if self.get_object(request, unquote(object_id)) is None:
            raise Http404

    def revert_disabled(self, request, obj=None):
        return True

    def get_historical_record_context_helper(self, request, historical_record):
        return WordsChanged(self.model, historical_record)

    def save_model(self, request, obj, form, change):
        # Whoever only adds an event leaves no new version of the words.
        if not change or form.changed_data:
            super().save_model(request, obj, form, change)


class WordsChanged(HistoricalRecordContextHelper):
    """Without what the import keeps for itself."""

    def context_for_delta_changes(self, delta):
        delta.changes[:] = [change for change in delta.changes if change.field != "imported"]
        return super().context_for_delta_changes(delta)


class Scoped(Recorded):
    """A record of one authority, for those who have a role there."""

    def get_queryset(self, request):
        return self.within(request, Need.VIEW)

    def within(self, request, need):
        """The records of the authorities where the member has one of the roles needed."""
        path = access.AUTHORITY_OF[self.model]
        kept = access.authorities(request.user, need)
        return super().get_queryset(request).filter(**{f"{path}__in": kept})

    def may(self, request, need, record=None):
        if record is None:
            return bool(access.authorities(request.user, need))
        return access.may(request.user, need, access.authority_of(record))

    def has_view_permission(self, request, obj=None):
        return self.may(request, Need.VIEW, obj)

    def has_add_permission(self, request):
        return bool(self.asked) and self.may(request, Need.ADMIN)

    def has_change_permission(self, request, obj=None):
        """Who corrects its words, or adds an event to it."""
        if self.words and self.may(request, Need.ADMIN, obj):
            return True
        inlines = [i for i in self.inlines if issubclass(i, EventInline)]
        if obj is None:
            return any(self.may(request, inline.need) for inline in inlines)
        return any(
            inline(self.model, self.admin_site).has_add_permission(request, obj)
            for inline in inlines
        )

    def lock(self, record):
        lock_descriptions(access.authority_of(record))

    def correctable(self, request, record):
        return self.words if self.may(request, Need.ADMIN, record) else ()

    def get_formset_kwargs(self, request, obj, inline, prefix):
        kwargs = super().get_formset_kwargs(request, obj, inline, prefix)
        if isinstance(inline, EventInline):
            said = {"by": request.user, "now": request.now}
            look = self.look(request, obj)
            kwargs["form_kwargs"] = {"about": obj, "said": said, "look": look}
        return kwargs

    def look(self, request, record):
        """What the member saw of the record's events: one for all rows of the page."""
        if not hasattr(request, "look_at_events"):
            request.look_at_events = Look(request.POST.get("seen"))
            if request.method != "POST" and self.has_change_permission(request, record):
                told = self.told_so_far(request, record)
                last = recording.mark(told[-1]) if told else ""
                request.look_at_events.seen = None if told is None else last
        return request.look_at_events

    def told_so_far(self, request, record):
        """Its events in the order of entry, where nobody may speak past what they have not
        read; None where that does not matter."""
        return None

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        kwargs["queryset"] = self._offered(db_field, request)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        kwargs |= {"queryset": self._offered(db_field, request), "form_class": Several}
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def _offered(self, db_field, request):
        """Only what the member may see, and only where they may write it down."""
        other = self.admin_site.get_model_admin(db_field.remote_field.model)
        if isinstance(other, Scoped):
            return other.within(request, Need.ADMIN)
        return other.get_queryset(request)


class SuperusersOnly(Guarded):
    def _is_superuser(self, request, obj=None):
        return request.user.is_superuser

    has_module_permission = _is_superuser
    has_view_permission = _is_superuser
    has_add_permission = _is_superuser
    has_change_permission = _is_superuser
