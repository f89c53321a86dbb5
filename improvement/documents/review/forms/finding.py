from improvement.documents.review.forms.fields import choice
from improvement.documents.review.forms.worded import WordedForm
from inspections.models import Direction


class FindingForm(WordedForm):
    links_label = "It speaks of"
    links_question = "Does it speak of this?"
    links_yes = "Speaks of it"

    direction = choice("How it is going", Direction.choices)

    field_order = ("text", "direction", "theme", "summary", "other")
