"""Tags that every template has: links that keep the moment, and status in words, shape
and colour, the same everywhere."""

import re
from datetime import date

from django import template
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.http import urlencode
from django.utils.safestring import mark_safe

from improvement import access, members
from improvement.dashboards.themes.said import Found
from improvement.figures.because import because
from improvement.models import Impact
from improvement.state.rules import Colour
from inspections.intake.dates import days_in_words, in_full
from inspections.models import Direction, Grade
from inspections.models.time import Reading

register = template.Library()
register.filter("because", because)

# Each colour has a shape, so that a status can be read in black and white.
SHAPES = {
    Colour.RED: "▲",
    Colour.AMBER: "◆",
    Colour.BLUE: "★",
    Colour.GREEN: "●",
    Colour.GREY: "○",
}
PROGRESS_SHAPES = {
    "improved": "↑",
    "some_progress": "↗",
    "mixed": "↕",
    "no_progress": "→",
    "declined": "↓",
    "not_mentioned": "–",
    "letter_not_held": "?",
    "not_yet_asked": "",
    "after_another": "",
}


@register.simple_tag(takes_context=True)
def link(context, name, *args, **query):
    """The address of a screen, keeping the moment that this page is asked about."""
    kept = urlencode({key: value for key, value in query.items() if value not in ("", None)})
    queries = "&".join(filter(None, [kept, context.get("moment_query", "")]))
    return reverse(name, args=args) + (f"?{queries}" if queries else "")


@register.simple_tag(takes_context=True)
def document_address(context, document):
    """The address of a document's page; nothing where this reader, or the moment of this
    page, does not reach it."""
    slug = members.slug_of(context["user"], document.authority_id)
    if not slug or not context["as_at"].knows(document.known_at):
        return ""
    return link(context, "document", slug, document.key)


@register.inclusion_tag("_standing.html")
def standing(value, colour):
    return {"words": value.words, "colour": colour.value, "shape": SHAPES[colour]}


@register.inclusion_tag("_standing.html")
def colour_tag(colour):
    """The colour by its own name, for the page that explains it."""
    return {"words": colour.value.capitalize(), "colour": colour.value, "shape": SHAPES[colour]}


@register.inclusion_tag("_progress.html")
def progress(value):
    return {"words": value.words, "value": value.value, "shape": PROGRESS_SHAPES[value.value]}


DIRECTION_SHAPES = {**PROGRESS_SHAPES, "strength": "+", "weakness": "−"}


@register.inclusion_tag("_direction.html")
def direction(value):
    """Which way a finding points."""
    words = Direction(value).label.capitalize()
    return {"words": words, "value": value, "shape": DIRECTION_SHAPES[value]}


# What an inspection found of a theme.
FOUND_SHAPES = {
    "better": "↑",
    "worse": "↓",
    "both": "↕",
    "figures": "#",
    "silent": "–",
    "not_held": "?",
}


@register.inclusion_tag("_progress.html")
def found(value):
    """What an inspection found of a theme, or why nothing."""
    return {"words": Found(value).words, "value": value, "shape": FOUND_SHAPES[value]}


@register.inclusion_tag("_raised.html")
def raised(number):
    """That an inspection raised a theme, and with how many recommendations."""
    return {"number": number}


@register.filter
def marked(text, words):
    """The text with each of the words marked, wherever it occurs."""
    pattern = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
    parts = re.split(f"({pattern})", text, flags=re.IGNORECASE) if words else [text]
    return format_html_join(
        "",
        "{}",
        ((format_html("<mark>{}</mark>", p) if n % 2 else p,) for n, p in enumerate(parts)),
    )


@register.simple_tag(takes_context=True)
def address_with(context, **changes):
    """The address of this page with some of its parameters changed, from its first page on."""
    parameters = context["request"].GET.copy()
    parameters.pop("page", None)
    for name, value in changes.items():
        parameters[name] = value
    kept = [(name, value) for name, value in parameters.items() if value != ""]
    return address(context["request"].path, kept)


@register.simple_tag(takes_context=True)
def address_without(context, name):
    """The address of this page without one of its parameters."""
    return address_with(context, **{name: ""})


@register.filter
def impact_words(state):
    """`shown`, `not yet shown`."""
    return Impact.State(state).label


@register.filter
def shown_by_words(value):
    """`an audit`, `what children and families said`."""
    return Impact.ShownBy(value).label


@register.filter
def days(number):
    """`1 day`, `12 days`."""
    return days_in_words(number)


@register.filter
def day(value):
    """`7 February 2019`, or nothing."""
    return in_full(value) if value else ""


@register.filter
def day_or_words(value):
    """A day as `7 February 2019`; anything else as it is."""
    return day(value) if isinstance(value, date) else value


# Facts of an inspection whose own names read as those of fields.
FACT_WORDS = {
    "started": "first day",
    "ended": "last day",
    "published": "day its report came out",
    "in force or done by": "day by which it had taken place",
    "number of recommendations stated": "how many recommendations it makes",
    "number stated to be for immediate action": "how many are for immediate action",
    "number in its series": "its number in the series",
    "follows": "what it follows",
    "follows as printed": "the document’s words for what it follows",
    "areas covered": "areas that it covered",
}


@register.filter
def fact_words(name):
    """A fact that documents tell of an inspection, or the area that they grade."""
    return FACT_WORDS.get(name, name)


@register.filter
def grade_words(value):
    """A grade as `Requires improvement`; anything else as it is."""
    return Grade(value).label if value in Grade.values else value


@register.simple_tag(takes_context=True)
def has_role(context, *names):
    """Whether the member has one of these roles in any authority."""
    user = context.get("user")
    if user is None or not user.is_authenticated:
        return False
    return any(held & set(names) for held in members.roles(user).values())


@register.simple_tag(takes_context=True)
def opens_records(context):
    user = context.get("user")  # the page for a broken server has none
    return (
        user is not None and user.is_authenticated and access.may_open(user, access.Need.STAFF)
    )


@register.simple_tag(takes_context=True)
def here(context, page, *within):
    """Marks a link of the navigation whose page this is, or whose section this is in."""
    match = getattr(context.get("request"), "resolver_match", None)
    name = match.view_name if match else ""
    if name == page:
        return mark_safe(' aria-current="page"')
    return mark_safe(' aria-current="true"') if name in within else ""


# Screens that can speak of another day; a page that writes speaks of today only.
LOOKS_BACK = frozenset(
    name
    for name, need in access.RULES.items()
    if need in (access.Need.VIEW, access.Need.SIGNED_IN)
    and not name.startswith("account_")
    and name not in ("plan-compare", "my-mail")  # has two days of its own; is of no day
)


@register.inclusion_tag("_moment_bar.html", takes_context=True)
def moment_bar(context):
    """The banner of a page about the past, and the form for looking back."""
    request, as_at = context.get("request"), context.get("as_at")
    if as_at is None or not context["user"].is_authenticated:
        return {}
    match = request.resolver_match
    kept = [
        (name, value)
        for name, values in request.GET.lists()
        for value in values
        if name not in ("as_at", "reading")
    ]
    other = Reading.NOW if as_at.reading == Reading.THEN else Reading.THEN
    then_as = {"as_at": as_at.day.isoformat(), "reading": other.value}
    return {
        "as_at": as_at,
        "is_past": context["is_past"],
        "offered": match is not None and match.view_name in LOOKS_BACK,
        "path": request.path,
        "kept": kept,
        "today": context["today"],
        "today_address": address(request.path, kept),
        "other_address": address(request.path, [*kept, *then_as.items()]),
        "other_reading": other,
        "readings": Reading.choices,
        "chosen": as_at.reading.value if context["is_past"] else Reading.THEN.value,
    }


def address(path, query):
    return f"{path}?{urlencode(query)}" if query else path
