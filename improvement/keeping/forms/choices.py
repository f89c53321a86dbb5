"""Choices among rows, and keys that are still free.

What may be chosen is handed in as rows already read: only the authority's own. A choice is
looked up among them, so that a key of another authority, too large for the database or no
number at all is simply not a choice.
"""

from django import forms
from django.utils.text import slugify

# These words stand in addresses where a key or reference would.
RESERVED = frozenset({"new"})


def one_of(groups, *, empty="Choose one", **kwargs):
    """A choice of one row. `groups` are rows, or (heading, rows)."""
    rows, choices = _choices(groups)
    return forms.TypedChoiceField(
        choices=[("", empty), *choices],
        # By its text: what stands is a number, what is sent a text.
        coerce=lambda pk: rows.get(str(pk)),
        empty_value=None,
        error_messages={"invalid_choice": "Choose one from the list."},
        **kwargs,
    )


class RowsField(forms.TypedMultipleChoiceField):
    def clean(self, value):
        return list(dict.fromkeys(super().clean(value)))


def some_of(groups, *, words_of=str, **kwargs):
    """A choice of several rows, each once, as checkboxes."""
    rows, choices = _choices(groups, words_of)
    return RowsField(
        choices=choices,
        coerce=rows.get,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "Choose from the list only."},
        **kwargs,
    )


def _choices(groups, words_of=str):
    rows, choices = {}, []
    for group in groups:
        heading, members = group if isinstance(group, tuple) else (None, [group])
        rows.update({str(row.pk): row for row in members})
        labelled = [(str(row.pk), words_of(row)) for row in members]
        choices += labelled if heading is None else [(heading, labelled)]
    return rows, choices


def free_key(words, taken, length):
    """A key made of `words` that is not `taken`; empty if no letter or figure is in them."""
    wanted = slugify(words)[: length - 4].strip("-_")
    taken = {key.lower() for key in taken} | RESERVED
    if not wanted or wanted not in taken:
        return wanted
    return next(
        f"{wanted}-{n}" for n in range(2, len(taken) + 3) if f"{wanted}-{n}" not in taken
    )
