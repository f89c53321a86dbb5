"""Events in the admin: rows that are added to the record they are about, and then stay.

What is entered is said through the same verbs as on the screens (`recording/`), at the
request's own moment. A refusal stands beside the row, and nothing of the page is kept.
"""

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AdminDateWidget
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError
from django.utils.formats import date_format

from improvement import access
from improvement.access import Need
from improvement.forms import NO_CHILDREN, DayField, WordsField
from improvement.recording import Refused

ROWS_AT_ONCE = 20


def choice(choices, **kwargs):
    return forms.ChoiceField(choices=[("", "---------"), *choices], **kwargs)


def day(**kwargs):
    return DayField(widget=AdminDateWidget, **kwargs)


def words(**kwargs):
    field = WordsField(required=False, **kwargs)
    field.widget.attrs |= {"rows": 2, "cols": 24}
    return field


class EventChoice(forms.ModelChoiceField):
    """An earlier event of the same record, by its day and speaker."""

    def __init__(self, *, gone, **kwargs):
        # Which are offered is known only with the record.
        super().__init__(queryset=None, error_messages={"invalid_choice": gone}, **kwargs)

    def label_from_instance(self, event):
        return f"{date_format(event.holds_from, 'j F Y')}, {event.speaker}: {event}"


class EventForm(forms.ModelForm):
    """One event, said by whoever is signed in. `say` calls the verb.

    Of most fields the verb says itself what is missing; `required` are those without which
    it cannot be called.
    """

    recorded = None

    class Meta:
        help_texts = dict.fromkeys(("text", "reason"), NO_CHILDREN)

    def __init__(self, *args, about, said, **kwargs):
        super().__init__(*args, **kwargs)
        self.about, self.said = about, said
        if self.instance._state.adding:
            self.offer()

    def offer(self):
        """Narrow the choices to those of the record."""

    def _post_clean(self):
        # Instead of Django's check of a row: the verbs know the rules, and who may speak.
        if self.errors:
            return
        try:
            self.recorded = self.say(**self.cleaned_values())
        except Refused as refused:
            field = refused.field if refused.field in self.fields else None
            self.add_error(field, refused.sentence)
        except (PermissionDenied, ValidationError) as error:
            self.add_error(None, "; ".join(getattr(error, "messages", [str(error)])))
        except IntegrityError:
            self.add_error(None, "Someone has just entered the same. Look, then try again.")

    def cleaned_values(self):
        return {name: self.cleaned_data[name] for name in self.base_fields}


class EventFormSet(forms.BaseInlineFormSet):
    def total_form_count(self):
        total = super().total_form_count()
        # A page says how many rows it sends: no more are built than a person would enter.
        return min(total, len(self.get_queryset()) + ROWS_AT_ONCE) if self.is_bound else total

    def clean(self):
        """Not the inherited check of unique rows: they are recorded already."""
        if self.management_form.cleaned_data["TOTAL_FORMS"] > self.total_form_count():
            raise ValidationError(f"Enter at most {ROWS_AT_ONCE} at once.")
        for form in self.extra_forms:
            if form.changed_data and not form.has_changed():
                form.add_error(None, "You may not enter this here.")

    def save(self, commit=True):
        self.new_objects = [form.recorded for form in self.extra_forms if form.recorded]
        self.changed_objects, self.deleted_objects = [], []
        return self.new_objects


class EventInline(admin.TabularInline):
    """`need` is the role that adds; `reads` what a row's words need beside the row."""

    need = Need.ADMIN
    formset = EventFormSet
    extra = 1
    can_delete = False
    reads = ("said_by", "by_post")
    told = ("known_at", "said")

    def get_queryset(self, request):
        return super().get_queryset(request).select_related(*self.reads).oldest_first()

    def get_fields(self, request, obj=None):
        return (*self.told, *self.form.base_fields)

    def get_readonly_fields(self, request, obj=None):
        return self.told

    @admin.display(description="said by")
    def said(self, event):
        return event.speaker or self.get_empty_value_display()

    def has_view_permission(self, request, obj=None):
        return True

    def has_add_permission(self, request, obj):
        return access.may(request.user, self.need, access.authority_of(obj))

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
