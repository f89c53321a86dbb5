"""How an inspection named in a draft meets the one recorded.

A key is a name, not a proof: one is found by its key, else by authority, family of kind and
one agreeing fact. Two candidates are a question for a person, never a guess.
"""

from collections.abc import Mapping

from django.db import models

from improvement.importing.session import LeftOut, Session
from inspections.intake.dates import PartialDate
from inspections.intake.draft import Item
from inspections.models import Authority, Finding, Inspection
from inspections.models.inspections import GRADED_KINDS

# The inspections that an import has met so far, by authority and by what its drafts call them.
Met = Mapping[tuple, Inspection]

YEAR, MONTH, DAY = 4, 7, 10  # how long a date of each is as text


def family(kind: str) -> frozenset[str]:
    """Kinds that documents use for the same thing: a re-inspection is a full inspection."""
    graded = frozenset(kind.value for kind in GRADED_KINDS)
    return graded if kind in graded else frozenset({kind})


def partial(item: Item, key: str) -> PartialDate | None:
    return PartialDate(item[key]) if key in item else None


def meet(session: Session, authority: Authority, item: Item):
    """The recorded inspection that the item speaks of, or None.

    Adds a problem, and raises LeftOut, where it cannot tell which.
    """
    candidates = may_be(authority, item, session.keys)
    if any(found.kind not in family(item["kind"]) for found in candidates):
        session.problem(
            item.line_of("key"),
            f"{item['key']} is recorded as a {candidates[0].get_kind_display().lower()}.",
        )
        raise LeftOut
    return the_one(session, item, candidates)


def may_be(authority: Authority, item: Item, met: Met) -> list[Inspection]:
    """The recorded ones that the item may speak of. Nothing is written."""
    recorded = Inspection.objects.filter(authority=authority)
    if found := recorded.filter(key=item["key"]).first():
        return [found]
    same_family = recorded.filter(kind__in=family(item["kind"]))
    return [one for one in same_family if _agrees(authority, one, item, met)]


def the_one(session: Session, item: Item, candidates: list):
    """The only candidate, or None; which of several is a question for a person."""
    if len(candidates) > 1:
        keys = " or ".join(sorted(one.key for one in candidates))
        session.problem(item.line_of("key"), f"This may be {keys}: give the key of one.")
        raise LeftOut
    return candidates[0] if candidates else None


def _agrees(authority: Authority, recorded: Inspection, item: Item, met: Met) -> bool:
    for name in ("started", "ended", "published"):
        ours, theirs = getattr(recorded, name), partial(item, name)
        # A year alone is too coarse to be a proof.
        fine = ours and theirs and len(ours.text) > YEAR and len(theirs.text) > YEAR
        if fine and ours.agrees_with(theirs):
            return True
    if recorded.is_graded and _judged_then(recorded, item):
        return True
    if "ordinal" not in item or recorded.ordinal != int(item["ordinal"]):
        return False
    parent = parent_of(authority, item, met)
    return parent is not None and recorded.follows_id == parent.pk


def _judged_then(recorded: Inspection, item: Item) -> bool:
    """Whether one is told of only as judged in a month, or a year, that is the other's:
    "judged inadequate in January 2016". Of a year the grades must be the same as well."""
    whens = (partial(item, "by"), recorded.by)
    days = [partial(item, name) for name in ("started", "ended", "published")]
    ours = [recorded.started, recorded.ended, recorded.published]
    pairs = [(whens[0], day) for day in (*ours, recorded.by)]
    pairs += [(whens[1], day) for day in days]
    fits = [
        len(when.text)
        for when, day in pairs
        if when and day and len(when.text) < DAY and when.agrees_with(day)
    ]
    return MONTH in fits or (YEAR in fits and grades_agree(recorded, item))


def grades_agree(recorded: Inspection, item: Item) -> bool:
    """Whether both grade one area at least, and none that both grade differently."""
    told = {one["area"]: one["grade"] for one in item.items_of("judgements")}
    held = dict(recorded.judgements.values_list("area__key", "grade"))
    common = told.keys() & held.keys()
    return bool(common) and all(told[area] == held[area] for area in common)


def parent_of(authority: Authority, item: Item, met: Met) -> Inspection | None:
    """The inspection that the item says it follows, if it is recorded and the only one."""
    follows = item.get("follows")
    if not follows:
        return None
    recorded = Inspection.objects.filter(authority=authority)
    if "key" in follows:
        return (
            met.get((authority.pk, follows["key"]))
            or recorded.filter(key=follows["key"]).first()
        )
    when = partial(follows, "when")
    if when is None:
        return None
    kinds = family(follows.get("kind", "full_inspection"))
    # "Judged inadequate in January 2016": the month of its report, or of its visit.
    agreeing = [
        one
        for one in recorded.filter(kind__in=kinds).exclude(key=item["key"])
        if any(day and day.agrees_with(when) for day in (one.published, one.ended, one.started))
    ]
    return agreeing[0] if len(agreeing) == 1 else None


class References:
    """Finds what a draft names in another draft, or in the records."""

    def __init__(self, session: Session, authority: Authority):
        self.session, self.authority = session, authority
        # What has been looked up: hundreds of findings name the same few.
        self._inspections: dict[tuple, Inspection | None] = {}
        self._members: dict[tuple, dict] = {}

    def inspection(self, authority_slug: str, key: str):
        known = self.session.keys.get((authority_slug, key))
        if known:
            return known
        name = (authority_slug, key)
        if name not in self._inspections:
            recorded = Inspection.objects.filter(authority__slug=authority_slug, key=key)
            self._inspections[name] = recorded.first()
        return self._inspections[name]

    def find(self, ref: str, own: Inspection | None, line: int, *models_: type[models.Model]):
        """The record that `ref` names, one of `models_`; adds a problem if there is none.

        `torbay/2018-06-reinspection/7`, `torbay/2016-12-monitoring_visit`, or `7` for one of
        the draft's own inspection.
        """
        found = None
        parts = ref.split("/")
        ours = own.authority.slug if own else self.authority.slug
        if len(parts) > 1 and parts[0] != ours:
            self.session.problem(line, f"{ref} belongs to another authority.")
            return None
        inspection = own if len(parts) == 1 else self.inspection(parts[0], parts[1])
        if inspection is not None and len(parts) == 2:
            found = inspection if Inspection in models_ else None
        elif inspection is not None:
            for model in models_:
                if model is not Inspection:
                    found = found or self._within(inspection, model, parts[-1])
        if found is None and not self.session.lost.intersection(parts):
            self.session.problem(line, f"There is no {ref}, in the records or in these drafts.")
        return found

    def _within(self, inspection: Inspection, model, key: str):
        met = self.session.findings.get((inspection.pk, key)) if model is Finding else None
        return met or self._members_of(inspection, model).get(key)

    def _members_of(self, inspection: Inspection, model) -> dict:
        name = (inspection.pk, model)
        if name not in self._members:
            recorded = model.objects.filter(inspection=inspection)
            self._members[name] = {one.key: one for one in recorded}
        return self._members[name]
