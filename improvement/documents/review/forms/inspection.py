from django import forms

from improvement.documents.review.forms.card import CardForm, Said
from improvement.documents.review.forms.fields import LinesField, WhenField, choice
from improvement.importing.meeting import family
from inspections.intake.extracting.keys import inspection_key
from inspections.models import Inspection, InspectionPerson
from inspections.models.inspections import INSPECTION_KINDS

KINDS = [(kind.value, kind.label) for kind in INSPECTION_KINDS]
ROLES = InspectionPerson.Role.values
NAMED_BY = {"kind", "started", "ended", "by", "published"}  # what a key follows from


class InspectionForm(CardForm):
    """An inspection as the document tells of it. Its key follows from its day and its kind,
    unless a person says which of those that are recorded it is."""

    # What most documents say of most inspections; the rest is shown when it is asked for.
    FIRST = ("recorded", "kind", "framework", "started", "ended", "published", "ordinal")

    recorded = forms.ChoiceField(
        label="Recorded already as",
        required=False,
        help_text="It is found by its days. Choose only where these do not tell which it is.",
    )
    kind = choice("Kind", KINDS)
    framework = forms.ChoiceField(label="Framework", required=False)
    started = WhenField(label="First day")
    ended = WhenField(label="Last day")
    by = WhenField(
        label="Had taken place by", hint="Only for one whose own days are not stated."
    )
    published = WhenField(
        label="Report published",
        hint="As printed in it. Leave it empty where it says none.",
    )
    ordinal = forms.IntegerField(
        label="Number in its series", required=False, min_value=1, max_value=999
    )
    as_printed = forms.CharField(
        label="What the document calls it", max_length=250, required=False
    )
    follows_kind = choice("Follows", KINDS, open_as="Not stated")
    follows_when = WhenField(label="of")
    follows_as_printed = forms.CharField(
        label="What it follows, as printed", max_length=250, required=False
    )
    people = LinesField(
        label="People", help_text=f"One a line: name, role. Roles: {', '.join(ROLES)}."
    )
    areas_covered = LinesField(label="Areas covered", help_text="One a line.")

    def prepare(self):
        if not self.proposal.said.get("kind"):
            self.fields["kind"].choices = [("", "Choose"), *KINDS]
        self.fields["framework"].choices = [("", "Not stated"), *self.desk.frameworks]
        alike = [(one.key, f"{one} ({one.key})") for one in self._alike()]
        if len(alike) > 1:
            self.fields["recorded"].choices = [("", "As its days tell"), *alike]
        else:
            del self.fields["recorded"]

    def _alike(self) -> list[Inspection]:
        """The recorded ones that it may be."""
        kinds = family(self.proposal.said.get("kind", ""))
        return [one for one in self.desk.recorded if one.kind in kinds]

    def filled(self, said: Said) -> Said:
        follows = said.get("follows", {})
        people = (f"{one['name']}, {one['role']}" for one in said.get("people", []))
        return {
            **super().filled(said),
            "recorded": self._chosen(said),
            "follows_kind": follows.get("kind", ""),
            "follows_when": follows.get("when", ""),
            "people": "\n".join(people),
            "areas_covered": "\n".join(said.get("areas_covered", [])),
        }

    def clean_people(self):
        people = []
        for line in self.cleaned_data["people"]:
            name, _, role = (part.strip() for part in line.rpartition(","))
            if not name or role not in ROLES:
                raise forms.ValidationError(
                    f"“{line}”: write the name, a comma and one of these: {', '.join(ROLES)}."
                )
            people.append({"name": name, "role": role})
        return people

    def told(self) -> Said:
        said = super().told()
        changed = set(self.changed_data)
        named_anew = NAMED_BY & changed and not self.desk.has_plan
        if recorded := self.cleaned_data.get("recorded"):
            said["key"] = recorded
        elif "key" not in said or named_anew or "recorded" in changed:
            said["key"] = self._key_by_its_days(said)
        return said

    def _key_by_its_days(self, said: Said) -> str:
        others = [
            one.said["key"]
            for number, one in self.desk.inspections.items()
            if number != self.proposal.inspection and "key" in one.said
        ]
        return inspection_key(said, self.day_of_document, others)

    def _chosen(self, said: Said) -> str:
        """The recorded one that a person has said it is: its days alone would not give it
        that key."""
        key = said.get("key", "")
        is_recorded = any(one.key == key for one in self._alike())
        return key if is_recorded and key != self._key_by_its_days(said) else ""

    @property
    def first_fields(self):
        return [self[name] for name in self.FIRST if name in self.fields]

    @property
    def other_fields(self):
        return [field for field in self.visible_fields() if field.name not in self.FIRST]

    @property
    def day_of_document(self) -> str | None:
        """Only the inspection that the document is about is of the document's own day."""
        if self.proposal.inspection:
            return None
        paper = next((one.said for one in self.desk.facts if one.kind == "document"), {})
        return paper.get("published") or paper.get("dated")

    def put(self, said: Said, name: str, value):
        if name == "recorded":
            return
        if name.startswith("follows_") and name != "follows_as_printed":
            follows = said.get("follows", {})
            super().put(follows, name.removeprefix("follows_"), value)
            super().put(said, "follows", follows or None)
        else:
            super().put(said, name, str(value) if isinstance(value, int) else value)
