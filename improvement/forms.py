"""What every form shares: how it is drawn, with hint and error tied to the field, the
fields for a day and for words, and the guard against words about an individual child."""

from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.forms.renderers import TemplatesSetting
from django.utils.html import format_html

from improvement import personal_data

NO_CHILDREN = "Write no information about individual children."
LONGEST_WORDS = 5_000


class FormRenderer(TemplatesSetting):
    form_template_name = "forms/form.html"
    field_template_name = "forms/field.html"


class DayField(forms.DateField):
    """A day in years that a council can mean."""

    widget = forms.DateInput({"type": "date"}, "%Y-%m-%d")
    default_error_messages = {
        "required": "Give the date.",
        "invalid": "This is not a day in the calendar.",
    }
    default_validators = [
        MinValueValidator(date(1990, 1, 1), "Check the year: it is before 1990."),
        MaxValueValidator(date(2099, 12, 31), "Check the year: it is after 2099."),
    ]


class WordsField(forms.CharField):
    """A paragraph or a few, with the warning that every box of free text carries."""

    def __init__(self, *, hint="", rows=4, missing="", **kwargs):
        super().__init__(
            error_messages={"required": missing} if missing else None,
            widget=forms.Textarea({"rows": rows}),
            help_text=f"{hint} {NO_CHILDREN}".strip(),
            max_length=LONGEST_WORDS,
            **kwargs,
        )


class NameField(forms.CharField):
    """What somebody or something is called, on one line, whatever was sent."""

    def to_python(self, value):
        return " ".join(super().to_python(value).split())


@dataclass(frozen=True)
class GuardBox:
    """The box that lets words through which only look as if they were about a child."""

    sent_as: str
    marks: str
    is_ticked: bool

    words = "This is not about an individual child. Save it as it is."


class Guarded:
    """For every form that takes words or files: what looks like a trace of an individual
    child is quoted under its field, and saved only once somebody has said that it is not.

    What they say is bound to the words that were quoted: others are asked about anew.
    Templates draw the box with the field's error (`forms/_hint_and_error.html`).
    """

    box_in_error = False  # True where our templates do not draw the fields

    def _clean_form(self):
        super()._clean_form()
        for name, field in self.fields.items():
            found = self._suspicions(name, field)
            if found:
                self._ask(name, field, found)

    @property
    def takes_words(self):
        """Whether it has boxes for paragraphs, above which the page says once that nothing is
        written about children."""
        return any(isinstance(box.field, WordsField) for box in self.visible_fields())

    def _suspicions(self, name, field):
        if field.disabled or field.widget.is_hidden or self._stands_already(name):
            return []
        if isinstance(field, forms.FileField):
            file_names = [file.name for file in self._files(self.add_prefix(name))]
            return [one for named in file_names for one in personal_data.find_in_name(named)]
        said = self.cleaned_data.get(name)
        if not said or not is_free_text(field):
            return []
        if isinstance(field, forms.URLField):
            return personal_data.find_in_name(said)
        return personal_data.find(str(said))

    def _files(self, key):
        if hasattr(self.files, "getlist"):
            return self.files.getlist(key)
        return [self.files[key]] if key in self.files else []

    def _stands_already(self, name):
        """Whether a description is sent back with the words that it has: nothing is new."""
        row = getattr(self, "instance", None)
        return row is not None and row.pk is not None and name not in self.changed_data

    def _ask(self, name, field, found):
        marks = [sha256(one.words.encode()).hexdigest()[:16] for one in found]
        sent_as = self.add_prefix(f"{name}-not_about_a_child")
        let_through = set(marks) <= set(self.data.get(sent_as, "").split())
        field.guard_box = GuardBox(sent_as, " ".join(marks), let_through)
        if not let_through:
            self.add_error(name, self._warning(field, found))

    def _warning(self, field, found):
        quoted = "; ".join(f"“{one.words}” looks like {one.why}" for one in found)
        sentence = (
            f"{quoted}. Nothing is saved yet. Change it, or tick below that it is not about "
            "an individual child."
        )
        if isinstance(field, forms.FileField):
            sentence += " Then choose the file again: browsers forget it."
        if not self.box_in_error:
            return sentence
        box = '{} <label><input type="checkbox" name="{}" value="{}"> {}</label>'
        asked = field.guard_box
        return format_html(box, sentence, asked.sent_as, asked.marks, asked.words)


def is_free_text(field):
    """Whether people write words of their own into a field."""
    if isinstance(field, forms.SlugField | forms.EmailField | forms.UUIDField):
        return False
    is_secret = isinstance(field.widget, forms.PasswordInput)
    return isinstance(field, forms.CharField) and not is_secret


def sent(request):
    """What a form is bound to: an empty one that was sent is wrong, not new."""
    return request.POST if request.method == "POST" else None
