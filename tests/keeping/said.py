"""Where the pages of keeping are, what they answer, and what is sent to them."""

from django.urls import reverse
from django.utils import timezone

TODAY = timezone.localdate
LONG = "a" * 10_000
HUGE = "9" * 30


def address(name, *args, **query):
    return reverse(name, args=args, query=query or None)


def problems(response):
    """What the form on the page complains of, by field."""
    return {name: list(errors) for name, errors in response.context["form"].errors.items()}


def say(response):
    return [str(message) for message in response.context["messages"]]


def page_addresses(plan, commitment, action, post, finding, person):
    return [
        address("keeping"),
        address("plan-create", authority=plan.authority.slug),
        address("plan-keeping", plan.key),
        address("plan-amend", plan.key),
        address("plan-close", plan.key),
        address("plan-period", plan.key),
        address("commitment-create", plan.key),
        address("commitment-amend", plan.key, commitment.pk),
        address("action-create", plan.key),
        address("action-amend", plan.key, action.reference),
        address("action-owner", plan.key, action.reference),
        address("owner-list", authority=plan.authority.slug),
        address("owner-create", authority=plan.authority.slug),
        address("owner-amend", post.pk),
        address("holding-create", post.pk),
        address("people"),
        address("person-invite"),
        address("person-roles", person.pk),
        address(
            "finding-links",
            finding.inspection.authority.slug,
            finding.inspection.key,
            finding.key,
        ),
    ]
