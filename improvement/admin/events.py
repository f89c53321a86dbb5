"""Events in the admin: rows that are added to the record they are about, and then stay.

What is entered is said through the same verbs as on the screens (`recording/`), at the
request's own moment. A refusal stands beside the row, and nothing of the page is kept.
The page carries what it showed of the record's events (`Look`), as the other screens do:
nobody answers what they have not read.
"""

from dataclasses import dataclass, field

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AdminDateWidget
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError
from django.utils.formats import date_format

from improvement import access, recording
from improvement.access import Need
from improvement.forms import NO_CHILDREN, DayField, WordsField
from improvement.models import Impact
from improvement.recording import Overtaken, Refused
from improvement.saying.forms import Said
from improvement.state.fetch import BELONGING, COLUMNS

ROWS_AT_ONCE = 20
# What a verb asks its speaker to have read: which commitment an action joins is not of it.
KIND_OF = {model: kind for kind, (model, *_) in COLUMNS.items() if kind != BELONGING}


@dataclass
class Look:
    """The last event that the page showed of its record, by its mark; None if it carries no
    mark. Moves on with what the page itself records."""

    seen: str | None = None
    newer: list[Said] = field(default_factory=list)  # recorded by others since

    def take(self, event):
        kind = "impact" if isinstance(event, Impact) else KIND_OF.get(type(event))
        if self.seen is not None and kind:
            self.seen = f"{kind}-{event.pk}"

    def overtaken(self, entries):
        self.seen = recording.mark(entries[-1])
        self.newer = [Said.of(entry) for entry in entries]


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
    it cannot be called. Whoever fills in one of those that say all `alone` needs no other.
    """

    recorded = None
    alone = ()

    class Meta:
        help_texts = dict.fromkeys(("text", "reason"), NO_CHILDREN)

    def __init__(self, *args, about, said, look, **kwargs):
        super().__init__(*args, **kwargs)
        self.about, self.said, self.look = about, said, look
        if self.instance._state.adding:
            self.offer()
        if any(self.data.get(self.add_prefix(name)) for name in self.alone):
            for field in self.fields.values():
                field.required = False

    @property
    def said_having_seen(self):
        """For a verb that refuses to speak past what was not read."""
        return {**self.said, "seen": self.look.seen}

    def offer(self):
        """Narrow the choices to those of the record."""

    def _post_clean(self):
        # Instead of Django's check of a row: the verbs know the rules, and who may speak.
        if self.errors:
            return
        try:
            self.recorded = self.say(**self.cleaned_values())
            self.look.take(self.recorded)
        except Overtaken as overtaken:
            self.look.overtaken(overtaken.newer)
            self.add_error(None, overtaken.sentence)
        except Refused as refused:
            field = refused.field if refused.field in self.fields else None
            self.add_error(field, refused.sentence)
        except (PermissionDenied, ValidationError) as error:
            self.add_error(None, "; ".join(getattr(error, "messages", [str(error)])))
        except IntegrityError:
            self.add_error(None, "Someone has just entered the same. Look, then try again.")

    def cleaned_values(self):
        return {name: self.cleaned_data[name] for name in self.base_fields}


class OwnChoice(EventChoice):
    """One of those that the person entered and that still stand, to be taken back."""

    def __init__(self, **kwargs):
        gone = "It was taken back already, or is not yours to take back."
        super().__init__(gone=gone, required=False, label="takes back", **kwargs)


class TakingBackForm(EventForm):
    """Of these one enters another (`add`), or takes one's own back (`take_back`)."""

    alone = ("voids",)
    rows, reads = "", ()  # where they stand on the record, and what their words need

    class Meta(EventForm.Meta):
        help_texts = {
            **EventForm.Meta.help_texts,
            "voids": "To take one back, choose it and leave the rest empty.",
        }

    def offer(self):
        self.fields["voids"].queryset = self.to_take_back().newest_first()

    def to_take_back(self):
        mine = getattr(self.about, self.rows).filter(
            said_by=self.said["by"], retracts=False, voided_by__isnull=True
        )
        return mine.select_related(*self.reads)

    def say(self, *, voids, **values):
        if voids is None:
            return self.add(**values)
        if any(values.values()):
            raise Refused("To take one back, choose it and leave the rest empty.", "voids")
        return self.take_back(voids)


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
        speaker = event.speaker or self.get_empty_value_display()
        if getattr(event, "as_cover", False):
            covers = "on behalf of" if event.by_post.body else "covering for"
            return f"{speaker} ({covers} {event.by_post})"
        if getattr(event, "instead_of", None):
            return f"{speaker} (covering for {event.instead_of})"
        return speaker

    def has_view_permission(self, request, obj=None):
        return True

    def has_add_permission(self, request, obj):
        return access.may(request.user, self.need, access.authority_of(obj))

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
