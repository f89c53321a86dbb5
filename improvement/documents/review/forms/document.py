from django import forms

from improvement.documents.review.forms.card import CardForm, Said
from improvement.documents.review.forms.fields import YES_NO, WhenField, choice
from improvement.forms import DayField, NameField
from inspections.intake.extracting.keys import document_key
from inspections.models.documents import Kind

SUFFIXES = "bcdefghijklmnopqrstuvwxyz"


class DocumentForm(CardForm):
    """What the document is. Its key follows from its kind and its day, and is not asked."""

    own_words = frozenset({"title"})

    title = NameField(
        label="Title", max_length=250, error_messages={"required": "Give its title."}
    )
    kind = choice("Kind", Kind.choices)
    publisher = NameField(label="Published by", max_length=150, required=False)
    second_hand = choice("Does it only tell what another document says?", YES_NO[::-1])
    dated = WhenField(label="Date printed on it")
    published = WhenField(
        label="Published",
        hint="The day on which it came out. If it prints none and you know it, give it: what "
        "it says counts as known since then.",
    )
    public_from = DayField(
        label="May be shown to the public from",
        required=False,
        help_text="Empty: not for publication, and nothing taken from it is either.",
    )
    replaces = forms.ChoiceField(
        label="Corrects an earlier version",
        required=False,
        help_text="The earlier one is kept beside it.",
    )

    def prepare(self):
        if not self.proposal.said.get("kind"):
            self.fields["kind"].choices = [("", "Choose"), *Kind.choices]
        ours = self.desk.waiting.file.sha256
        listed = [(one.key, one.title) for one in self.desk.documents if one.sha256 != ours]
        self.fields["replaces"].choices = [("", "No"), *listed]

    def filled(self, said: Said) -> Said:
        return {**super().filled(said), "second_hand": said.get("second_hand", "no")}

    def told(self) -> Said:
        said = super().told()
        when = said.get("published") or said.get("dated")
        if "key" not in said or {"kind", "published", "dated"} & set(self.changed_data):
            said["key"] = document_key(said["kind"], when)
        # One with the same key and another file is another document, or an earlier version.
        others = (one for one in self.desk.documents if one.sha256 not in ("", said["sha256"]))
        taken = [said.get("replaces"), *(one.key for one in others)]
        return {**said, "key": _free(said["key"], taken)}

    def put(self, said: Said, name: str, value):
        super().put(said, name, value.isoformat() if name == "public_from" and value else value)


def _free(key: str, taken: list[str | None]) -> str:
    candidates = (key, *(f"{key}-{suffix}" for suffix in SUFFIXES))
    return next((one for one in candidates if one not in taken), f"{key}-{len(taken)}")
