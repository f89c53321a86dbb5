"""What findings and recommendations share: words that stand in the document, a summary of our
own, a theme, and what of earlier recommendations they speak of."""

from django import forms

from improvement.documents.review import links
from improvement.documents.review.forms.card import CardForm, Said
from improvement.documents.review.forms.fields import DocumentWords, choice
from improvement.documents.review.place import Place, around, place_of
from improvement.forms import WordsField

NOT_THERE = (
    "These words do not stand in the document at this place. Take them from the text on the "
    "left, in one piece. Words of our own go into “Our summary”."
)
ANOTHER = (
    "What is proposed for it has changed since the page was shown. Look at it again, then save."
)


class WordedForm(CardForm):
    own_words = frozenset({"summary", "title"})
    # Before each recommendation proposed, as it is answered or not; and the question.
    links_maybe = links_yes = links_no = links_question = ""

    text = DocumentWords(label="The document’s words", required=False)
    summary = WordsField(label="Our summary", required=False, rows=3)
    theme = forms.ChoiceField(label="Theme", required=False)
    refs = forms.CharField(required=False, widget=forms.HiddenInput)
    other = forms.ChoiceField(label="Another recommendation", required=False)

    def prepare(self):
        self.links = links.rows(self.proposal.kind, self.proposal.said, self.desk)
        for row in self.links:
            self.fields[row.name] = choice(
                self.links_question,
                [("yes", f"{self.links_yes} it"), ("no", "Does not")],
                open_as="Not decided",
                widget=forms.RadioSelect,
            )
        self.fields["theme"].choices = [("", "None"), *self.desk.themes]
        # As many as all inspections asked for: listed where one looks for another, and no more.
        self.fields["other"].choices = self._others

    def _others(self):
        return [("", "None"), *self.desk.asked_before(self.proposal.inspection)]

    def filled(self, said: Said) -> Said:
        told = super().filled(said)
        told |= {row.name: row.answer for row in self.links}
        return {**told, "refs": " ".join(row.ref for row in self.links), "other": ""}

    def clean_refs(self):
        if self.cleaned_data["refs"].split() != [row.ref for row in self.links]:
            raise forms.ValidationError(ANOTHER)
        return self.cleaned_data["refs"]

    def clean(self):
        words = self.cleaned_data.get("text", "")
        self.place = None
        if "text" in self.errors:
            return super().clean()
        if not words and not self.cleaned_data.get("summary"):
            self.add_error("text", "Give the document’s words, or a summary of our own.")
        elif words and "text" in self.changed_data:
            self.place = self._place_of(words)
            if self.place is None:
                self.add_error("text", NOT_THERE)
        return super().clean()

    def told(self) -> Said:
        said = super().told()
        answers = {row.ref: self.cleaned_data[row.name] for row in self.links}
        if self.cleaned_data["other"]:
            answers[self.cleaned_data["other"]] = "yes"
        links.put(self.proposal.kind, said, answers)
        return said

    def put(self, said: Said, name: str, value):
        if name == "text":
            self._put_words(said, value)
        elif name not in ("refs", "other") and not name.startswith("link-"):
            super().put(said, name, value)

    def _place_of(self, words: str) -> Place | None:
        number = self.proposal.passage
        if number is None:
            return None
        return place_of(around(self.proposal.waiting.file, number), words, number)

    def _put_words(self, said: Said, value: str) -> None:
        if self.place is None:
            said.pop("text", None)  # its place stays, with the words that stand there
            return
        said["text"] = self.place.words
        said["at"] = {**said.get("at", {}), **self.place.at}
