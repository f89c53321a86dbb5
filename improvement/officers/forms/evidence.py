"""The boxes in which evidence is given: a piece is a link or a file, with what it shows."""

import re

from django import forms

from improvement import recording
from improvement.forms import DayField
from improvement.models import Evidence
from improvement.saying.forms import RecordingForm

KINDS = [("", "Choose what it is"), *Evidence.Kind.choices]
PLACES = {2: "second", 3: "third"}
BOXES = ("kind", "link", "file", "dated", "shows")
BARE_HOST = re.compile(r"([a-z0-9-]+\.)+[a-z]{2,}(:\d+)?(?=[/?#]|$)", re.IGNORECASE)
NAME_OF_A_FILE = re.compile(
    r"[^/]*\.(pdf|docx?|xls[xm]?|pptx?|od[tsp]|csv|txt|png|jpe?g)", re.IGNORECASE
)


class LinkField(forms.CharField):
    """A web address as people write it: without https:// too."""

    # Not of type url, which browsers refuse to send without https://.
    widget = forms.TextInput({"inputmode": "url", "autocapitalize": "none"})

    def to_python(self, value):
        link = super().to_python(value)
        is_host = BARE_HOST.match(link) and not NAME_OF_A_FILE.fullmatch(link)
        return f"https://{link}" if is_host else link


def boxes() -> dict[str, forms.Field]:
    """The boxes for one piece. None is needed by itself: a piece is checked as a whole."""
    return {
        "kind": forms.ChoiceField(label="What the evidence is", choices=KINDS, required=False),
        "link": LinkField(
            label="Link to it",
            help_text="A web address that whoever signs it off can open.",
            max_length=500,
            required=False,
        ),
        "file": forms.FileField(
            label="Or a file",
            help_text=f"Up to 10 MB: {recording.TAKEN}.",
            required=False,
            max_length=250,
            allow_empty_file=True,  # refused in words of our own
        ),
        "dated": DayField(label="Date of the evidence", required=False),
        "shows": forms.CharField(
            label="What it shows, in one sentence",
            max_length=300,
            required=False,
        ),
    }


class WithEvidence:
    """For a form with boxes for some pieces of evidence; `given` is what they come to."""

    pieces = recording.MOST_PIECES

    def __init__(self, data=None, **kwargs):
        super().__init__(data, **kwargs)
        self.box_names = set()
        for number in range(1, self.pieces + 1):
            for name, field in boxes().items():
                field.needed_by_an_answer = name != "dated"
                if number > 1:
                    field.label += f", {PLACES[number]} piece"
                self.fields[f"{name}_{number}"] = field
                self.box_names.add(f"{name}_{number}")

    @property
    def evidence_boxes(self):
        """For the page: the boxes of each piece, and whether anything stands in one, so that
        they must not be folded away."""
        numbers = range(1, self.pieces + 1)
        pieces = [[self[f"{name}_{number}"] for name in BOXES] for number in numbers]
        return [(piece, any(box.value() or box.errors for box in piece)) for piece in pieces]

    @property
    def has_evidence(self):
        return any(is_begun for _, is_begun in self.evidence_boxes)

    def clean(self):
        cleaned = super().clean()
        numbers = [n for n in range(1, self.pieces + 1) if self._is_begun(n)]
        self.given = [self._piece(n) for n in numbers]
        for number, given in zip(numbers, self.given, strict=True):
            for fault in recording.faults_of(given, self.today):
                name = f"{fault.field}_{number}"
                # What is wrong with a box by itself is said already.
                if name not in self.errors:
                    self.add_error(name, fault.sentence)
            if given.link and given.file:
                self._ask_which(number, given)
        return cleaned

    def _ask_which(self, number, given):
        """Of a link and a file, one: the file is gone, whichever they meant."""
        sentence = (
            f"“{given.file.name}” is not kept, as there is a link too. If you mean the file, "
            "empty the link and choose the file once more."
        )
        error = forms.ValidationError(sentence, code="choose_again")
        self.add_error(f"file_{number}", error)

    def _is_begun(self, number):
        return any(self._in(name, number) for name in ("link", "file", "shows"))

    def _in(self, name, number):
        return self.cleaned_data.get(f"{name}_{number}")

    def _piece(self, number):
        file = self._in("file", number)
        return recording.Given(
            kind=self._in("kind", number) or "",
            shows=self._in("shows", number) or "",
            dated=self._in("dated", number),
            link=self._in("link", number) or "",
            file=self._read(file) if file else None,
        )

    def _read(self, file):
        file.seek(0)
        return recording.FileGiven(file.name, file.read(recording.LARGEST_FILE + 1))


class EvidenceForm(WithEvidence, RecordingForm):
    """One piece, added to an action."""

    template_name = "officers/_evidence_form.html"
    done = "Your evidence is recorded."
    pieces = 1

    def __init__(self, data=None, *, today, **kwargs):
        super().__init__(data, **kwargs)
        self.today = today

    def clean(self):
        cleaned = super().clean()
        if not self.given and not self.errors:
            raise forms.ValidationError("Give a link or a file, and say what it shows.")
        return cleaned

    def say(self, **said):
        return recording.add_evidence(given=self.given[0], **self.about, **said)

    def _refuse(self, refused):
        refused.field = f"{refused.field}_1" if refused.field else ""
        super()._refuse(refused)
