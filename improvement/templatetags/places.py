"""Tags that lead to where something stands: in the text of its document, and on the screen
that shows it."""

from django import template

from improvement import members
from improvement.dashboards.documents.told import anchor_of, screen_of
from improvement.templatetags.words import document_address, link

register = template.Library()


@register.simple_tag(takes_context=True)
def place_address(context, placed):
    """The address of something's place in the text of its document; nothing where its words
    are not held, or this reader, or the moment of this page, does not reach them."""
    document = placed.document
    if document is None or not document.held_as or not document_address(context, document):
        return ""
    slug = members.slug_of(context["user"], document.authority_id)
    return f"{link(context, 'document-text', slug, document.key)}#{anchor_of(placed)}"


@register.simple_tag(takes_context=True)
def record_address(context, record):
    """The address of the screen that shows what was taken from a document."""
    screen = screen_of(record)
    address = link(context, screen.name, *screen.arguments, **screen.query)
    return f"{address}#{screen.place}" if screen.place else address
