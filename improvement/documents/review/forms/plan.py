from improvement.documents.review.forms.card import CardForm
from improvement.forms import NameField


class PlanForm(CardForm):
    """All of it or nothing: its actions are amended once it is a plan here."""

    own_words = frozenset({"title"})

    title = NameField(
        label="Title", max_length=200, error_messages={"required": "Give its title."}
    )
