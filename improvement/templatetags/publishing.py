"""Whether what a page tells in few words, a grade or a word in a cell, may be told outside.

Each answers with what it is kept back for, as `_not_for_publication.html` has it, or None.
"""

from django import template

from improvement.dashboards.publishing import kept_back, wholly_kept_back

register = template.Library()
register.filter(wholly_kept_back)


@register.filter
def kept_back_of(placed, today):
    """Of things that were each taken from a document, together."""
    return kept_back((one.document for one in placed), today)


@register.filter
def findings_kept_back(links, today):
    """Of the findings of some links, together."""
    return kept_back((link.finding.document for link in links), today)


@register.filter
def asked_kept_back(recommendation, today):
    """Of one whose inspection was fetched with its documents: its own is one of those."""
    told = (source.document for source in recommendation.inspection.sources.all())
    own = next((one for one in told if one.pk == recommendation.document_id), None)
    return kept_back([own or recommendation.document], today)
