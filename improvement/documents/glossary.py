"""The glossary: which words does the matching take for the same?"""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from improvement import access
from improvement.documents.glossary_form import GroupForm
from improvement.documents.glossary_groups import Groups, Published
from improvement.forms import sent
from improvement.keeping.forms.choices import free_key
from improvement.keeping.plans import choose_authority, chosen_authority
from improvement.two_at_once import in_turn, lock_descriptions, one_at_a_time
from inspections.models import Authority, GlossaryEntry

METHODS = ["GET", "HEAD", "POST"]
PURPOSE = "Glossary"
MOST_GROUPS = 300  # of an authority's own: far more than anybody has written
LONGEST_KEY = 60


@require_http_methods(METHODS)
@one_at_a_time
def glossary(request):
    authority = chosen_authority(request)
    if authority is None:
        return choose_authority(request, PURPOSE)
    if request.method == "POST":
        return _switch(request, authority)
    groups = Groups.of(authority)
    return render(
        request, "documents/glossary.html", {"authority": authority, "groups": groups}
    )


@require_http_methods(METHODS)
@one_at_a_time
def add(request):
    """A group of the authority's own; `?published=` names one that it is to stand in for."""
    authority = chosen_authority(request)
    if authority is None:
        return choose_authority(request, PURPOSE)
    if request.method == "POST":
        lock_descriptions(authority.pk)
    groups = Groups.of(authority)
    published = groups.published_as(request.GET.get("published", ""))
    standing = published and published.own and published.own.words and published.own
    if standing and request.method != "POST":
        return redirect("glossary-amend", standing.pk)
    entry = GlossaryEntry(authority=authority, words=published.entry.words if published else [])
    form = GroupForm(
        sent(request), entry=entry, others=groups.own, why_not=_why_not(groups, standing)
    )
    if form.is_valid():
        words = form.group
        if published and published.own:
            entry = published.own  # switched off until now
        entry.key = published.entry.key if published else _free_key(words, groups)
        _save(entry, words)
        messages.success(request, f"“{entry}” are taken for the same from now on.")
        return redirect(_list_of(authority))
    return render(
        request,
        "documents/glossary_add.html",
        {"form": form, "authority": authority, "published": published},
    )


@require_http_methods(METHODS)
@one_at_a_time
def amend(request, pk):
    entry = in_turn(request, _find, pk)
    groups = Groups.of(entry.authority)
    published = groups.published_as(entry.key)
    others = [one for one in groups.own if one != entry]
    form = GroupForm(sent(request), entry=entry, others=others)
    if "remove" in request.POST:
        return _remove(request, entry, form.carried, published)
    if form.is_valid():
        _save(entry, form.group)
        messages.success(request, form.outcome("The group is changed."))
        return redirect(_list_of(entry.authority))
    return render(
        request,
        "documents/glossary_amend.html",
        {"form": form, "entry": entry, "published": published},
    )


# Asking


def _find(request, pk):
    return access.find(request, GlossaryEntry.objects.select_related("authority"), pk=pk)


def _list_of(authority: Authority) -> str:
    return reverse("glossary", query={"authority": authority.slug})


def _free_key(words: list[str], groups: Groups) -> str:
    taken = groups.keys
    return free_key(words[0], taken, LONGEST_KEY) or free_key("group", taken, LONGEST_KEY)


def _why_not(groups: Groups, standing: GlossaryEntry | None) -> str:
    """Why no group can be added: what an own one stands for can have one only."""
    if standing:
        return (
            f"Meanwhile somebody else put other words in its place: “{standing}”. Nothing is "
            "saved yet, and what you wrote is kept here: change that group instead."
        )
    if len(groups.own) >= MOST_GROUPS:
        return f"There are {MOST_GROUPS} groups, and no more are taken. Remove one first."
    return ""


# Writing


def _save(entry: GlossaryEntry, words: list[str]) -> None:
    entry.words = words
    entry.save()


def _switch(request, authority: Authority):
    """A published group off or on again for this authority; said twice, it is done once."""
    lock_descriptions(authority.pk)
    groups = Groups.of(authority)
    off = groups.published_as(request.POST.get("off", ""))
    on = groups.published_as(request.POST.get("on", ""))
    if off and off.own is None:
        GlossaryEntry.objects.create(authority=authority, key=off.entry.key, words=[])
    elif on and on.is_off:
        on.own.delete()
    if off and off.own and off.own.words:
        messages.error(
            request,
            f"{authority}’s own words stand in place of “{off.entry}” by now: remove those "
            "first. Nothing was changed.",
        )
    elif off:
        messages.success(request, f"“{off.entry}” are no longer taken for the same.")
    elif on:
        messages.success(request, f"“{on.entry}” are taken for the same again.")
    return redirect(_list_of(authority))


def _remove(request, entry: GlossaryEntry, standing: str, published: Published | None):
    if request.POST.get("seen") != standing:
        messages.error(
            request,
            "Somebody else changed the group while you were looking at it, so it is not "
            "removed. These are its words now.",
        )
        return redirect("glossary-amend", entry.pk)
    words, authority = str(entry), entry.authority
    entry.delete()
    instead = " The published group stands again." if published else ""
    messages.success(request, f"The group “{words}” is removed.{instead}")
    return redirect(_list_of(authority))
