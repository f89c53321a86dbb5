"""What the form that takes documents in says of itself, on whichever page it stands."""

from django import template

from improvement.documents.uploading import MOST_FILES
from inspections.intake.confined import MAX_BYTES, MOST

register = template.Library()


@register.simple_tag
def upload_limit():
    """How large a file may be, and how many are taken at once."""
    return {"bytes": MAX_BYTES, "words": MOST, "files": MOST_FILES}
