"""The pages about one authority: the one that the address names, among the member's."""

from functools import wraps

from django.http import Http404
from django.shortcuts import render

from improvement import access
from inspections.models import Authority


def about_one_authority(view):
    """Gives the view the authority shown and all that the member may choose from."""

    @wraps(view)
    def page(request):
        visible = access.authorities(request.user)
        authorities = list(Authority.objects.filter(pk__in=visible).order_by("name"))
        if not authorities:
            return render(request, "dashboards/no_authority.html")
        chosen = choose(authorities, request.GET.get("authority"))
        return view(request, chosen, authorities)

    return page


def choose(authorities: list[Authority], slug: str | None) -> Authority:
    """The one that the address names, else the first."""
    if not slug:
        return authorities[0]
    for authority in authorities:
        if authority.slug == slug:
            return authority
    raise Http404
