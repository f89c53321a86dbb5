"""The form for a group of words that mean the same."""

from django import forms

from improvement.forms import Guarded, WordsField
from improvement.two_at_once import Amending
from inspections.intake.matching.words import words_of

MOST_WORDS, FEWEST_WORDS, LONGEST_WORD = 30, 2, 60


class GroupForm(Amending, Guarded, forms.Form):
    words = WordsField(
        label="Words that mean the same",
        hint="One on each line, as they stand in letters and plans. A word stands for its "
        "plural too; an abbreviation in capitals is met only in capitals.",
        rows=8,
        missing="Write the words, one on each line.",
    )

    def __init__(self, *args, entry, others, why_not="", **kwargs):
        super().__init__(*args, initial={"words": "\n".join(entry.words)}, **kwargs)
        self.instance, self.others, self.why_not = entry, others, why_not

    @property
    def group(self) -> list[str]:
        """The words in order, each once."""
        return one_a_line(self.cleaned_data["words"])

    def clean_words(self):
        words = one_a_line(self.cleaned_data["words"])
        if any(not words_of(word) for word in words):
            raise forms.ValidationError("Each line needs a letter or a figure.")
        too_long = [word for word in words if len(word) > LONGEST_WORD]
        if too_long:
            raise forms.ValidationError(
                f"“{too_long[0]}” is longer than {LONGEST_WORD} letters. Write one word, or one "
                "short phrase, on each line."
            )
        if len(words) < FEWEST_WORDS:
            raise forms.ValidationError(
                "A group needs at least two words: one alone means the same as nothing else."
            )
        if len(words) > MOST_WORDS:
            raise forms.ValidationError(
                f"A group holds at most {MOST_WORDS} words; these are {len(words)}. Leave out "
                "the rarest, or make two groups."
            )
        return "\n".join(words)

    def clean(self):
        if self.why_not:
            raise forms.ValidationError(self.why_not)
        words = plain(one_a_line(self.cleaned_data.get("words", "")))
        if words in (plain(other.words) for other in self.others):
            self.add_error("words", "There is a group of these words already.")


def one_a_line(text: str) -> list[str]:
    words = {}
    for line in text.splitlines():
        if word := " ".join(line.split()):
            words.setdefault(word.casefold(), word)
    return list(words.values())


def plain(words: list[str]) -> set[str]:
    """However they are spelt, and in whatever order."""
    return {word.casefold() for word in words}
