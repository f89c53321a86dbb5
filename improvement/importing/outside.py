"""The inspections' part of a draft: what outsiders found, into the records."""

from django.utils.text import slugify

from improvement import access
from improvement.importing.meeting import References, meet, parent_of, partial
from improvement.importing.merging import (
    Session,
    append_once,
    as_stored,
    known_since_earlier,
    merge,
    save,
)
from improvement.importing.report import Outcome
from inspections.intake.dates import london_day
from inspections.intake.draft import Draft, Item
from inspections.models import (
    Area,
    Authority,
    Document,
    DocumentPart,
    Finding,
    FindingLink,
    Framework,
    Inspection,
    InspectionDocument,
    InspectionPerson,
    Judgement,
    LinkState,
    Milestone,
    Recommendation,
    RepeatLink,
    Rival,
    Theme,
)

FIRST_HAND, MENTION, SECOND_HAND = 2, 1, 0
DATES = ("started", "ended", "published")


def yes(item: Item, key: str) -> bool:
    return str(item.get(key, "no")).lower() in ("yes", "true")


def texts(item: Item, *keys: str) -> dict:
    return {key: item[key] for key in keys if key in item}


def numbers(item: Item, *keys: str) -> dict:
    return {key: int(item[key]) for key in keys if key in item}


def find_authority(session: Session, name: str, line: int) -> Authority | None:
    """The authority, if the one who imports may do so there; adds a problem if not.

    The command line may name a new one: whoever holds the machine may do anything.
    """
    found = Authority.objects.filter(name=name).first()
    if session.actor is None:
        return found or Authority.objects.create(name=name, slug=slugify(name))
    if found is None or not access.may(session.actor, access.Need.ADMIN, found.pk):
        session.problem(line, f"You are not an admin of “{name}”, so nothing of it can change.")
        return None
    return found


def import_document(session: Session, authority: Authority, item: Item) -> Document:
    """The document, found by its fingerprint if that is known, else by its key."""
    values = texts(item, "title", "kind", "publisher", "url", "sha256", "public_from")
    values["second_hand"] = yes(item, "second_hand")
    for name in ("dated", "published"):
        if name in item:
            values[name] = partial(item, name)
    find = {"authority": authority, "key": item["key"]}
    if "sha256" in item:
        same = Document.objects.filter(authority=authority, sha256=item["sha256"]).first()
        find["key"] = same.key if same else item["key"]
    document = merge(session, Document, item, find=find, values=values)
    for part in item.items_of("parts"):
        dated = {"dated": partial(part, "dated")} if "dated" in part else {}
        DocumentPart.objects.update_or_create(
            document=document,
            key=part["key"],
            defaults={
                **texts(part, "kind", "title"),
                **numbers(part, "from_paragraph"),
                **dated,
            },
        )
    return document


class OutsideImport:
    """One draft's inspections and milestones."""

    def __init__(self, session: Session, authority: Authority, document: Document):
        self.session, self.authority, self.document = session, authority, document
        self.references = References(session, authority)
        self.themes = {theme.key: theme for theme in Theme.objects.all()}

    def run(self, draft: Draft):
        held = [
            (item, self._inspection(item, is_its_report=position == 0))
            for position, item in enumerate(draft.inspections)
        ]
        # Links come last, so that a draft may name what stands further down in it.
        for item, inspection in held:
            self._links(item, inspection)
        for milestone in draft.root.items_of("milestones"):
            merge(
                self.session,
                Milestone,
                milestone,
                find={
                    "authority": self.authority,
                    "on": partial(milestone, "on"),
                    "title": milestone["title"],
                },
                values=self._place(milestone),
            )

    # Inspections, and the facts that documents may tell differently

    def _inspection(self, item: Item, *, is_its_report: bool) -> Inspection:
        authority = self._authority(item)
        if self.document.second_hand:
            rank = SECOND_HAND
        else:
            rank = FIRST_HAND if is_its_report else MENTION
        self.session.line = item.line
        inspection = meet(self.session, authority, item)
        facts = self._facts(authority, item)
        if inspection is None:
            inspection = Inspection(
                authority=authority,
                key=item["key"],
                kind=item["kind"],
                known_at=self.session.known_at,
                areas_covered=list(item.get("areas_covered", [])),
                **{name: value for name, value in facts.items() if value is not None},
            )
            inspection.imported = {
                name: [self.document.key, rank, as_stored(value)]
                for name, value in facts.items()
            }
            save(self.session, inspection)
            self.session.add(Outcome.CREATED, inspection, item)
        else:
            self._merge_facts(inspection, item, facts, rank)
        self.session.keys[authority.slug, item["key"]] = inspection
        self.session.keys[authority.pk, item["key"]] = inspection
        InspectionDocument.objects.get_or_create(
            inspection=inspection,
            document=self.document,
            defaults={"is_its_report": is_its_report},
        )
        for person in item.items_of("people"):
            InspectionPerson.objects.get_or_create(
                inspection=inspection, name=person["name"], role=person["role"]
            )
        self._judgements(inspection, item, rank)
        self._recommendations(inspection, item)
        self._findings(inspection, item)
        return inspection

    def _authority(self, item: Item) -> Authority:
        name = item.get("authority", self.authority.name)
        if name == self.authority.name:
            return self.authority
        return find_authority(self.session, name, item.line_of("authority")) or self.authority

    def _facts(self, authority, item: Item) -> dict:
        facts = {name: partial(item, name) for name in DATES if name in item}
        facts.update(numbers(item, "ordinal"))
        facts.update(texts(item, "follows_as_printed"))
        if "framework" in item:
            facts["framework"] = Framework.objects.filter(key=item["framework"]).first()
        parent = parent_of(self.session, authority, item)
        if parent is not None:
            facts["follows"] = parent
        return facts

    def _merge_facts(self, inspection: Inspection, item: Item, facts: dict, rank: int):
        outcomes = [
            self._merge_fact(inspection, item, name, value, rank)
            for name, value in facts.items()
        ]
        covered = list(item.get("areas_covered", []))
        if covered and not inspection.areas_covered:
            inspection.areas_covered = covered
            outcomes.append(Outcome.CHANGED)
        if known_since_earlier(self.session, inspection, self.session.known_at):
            outcomes.append(Outcome.CHANGED)
        if Outcome.CHANGED in outcomes:
            save(self.session, inspection)
        if set(outcomes) <= {Outcome.UNCHANGED}:
            self.session.add(Outcome.UNCHANGED, inspection, item)

    def _merge_fact(self, inspection, item: Item, name: str, value, rank: int) -> Outcome:
        new, current = as_stored(value), as_stored(getattr(inspection, name))
        by, by_rank, last = inspection.imported.get(name, ["", FIRST_HAND, None])
        field = inspection._meta.get_field(name)
        change = (field.verbose_name, getattr(inspection, name), value)
        same = current == new or (by == self.document.key and last == new)
        if same or (name == "follows_as_printed" and current):
            return Outcome.UNCHANGED
        if current in (None, ""):
            return self._set_fact(inspection, item, name, value, rank, change)
        if current != last and by:
            self.session.add(Outcome.KEPT, inspection, item, change)
            return Outcome.KEPT
        if name in DATES and value.agrees_with(getattr(inspection, name)):
            finer = value.is_finer_than(getattr(inspection, name))
            if finer and rank >= by_rank:
                return self._set_fact(inspection, item, name, value, rank, change)
            return Outcome.UNCHANGED
        if by == self.document.key or rank > by_rank:
            if by != self.document.key:
                told = Document.objects.filter(authority=inspection.authority, key=by).first()
                self._rival(inspection, item, field.verbose_name, change[1], told)
            return self._set_fact(inspection, item, name, value, rank, change)
        return self._rival(inspection, item, field.verbose_name, value, self.document)

    def _set_fact(self, inspection, item, name, value, rank, change) -> Outcome:
        setattr(inspection, name, value)
        inspection.imported[name] = [self.document.key, rank, as_stored(value)]
        self.session.add(Outcome.CHANGED, inspection, item, change)
        return Outcome.CHANGED

    def _rival(self, inspection, item: Item, fact: str, value, document) -> Outcome:
        rival, created = Rival.objects.get_or_create(
            inspection=inspection,
            document=document,
            fact=fact,
            value=str(value),
            defaults={"known_at": self.session.known_at, **self._at(item)},
        )
        if created:
            self.session.add(Outcome.RIVAL, rival, item)
        return Outcome.RIVAL if created else Outcome.UNCHANGED

    def _judgements(self, inspection: Inspection, item: Item, rank: int):
        if not item.items_of("judgements"):
            return
        if inspection.framework is None:
            if "framework" not in item:
                line = item.line_of("judgements")
                self.session.problem(line, f"The framework of {inspection.key} is not known.")
            return
        areas = {area.key: area for area in Area.objects.filter(framework=inspection.framework)}
        held = {judgement.area_id: judgement for judgement in inspection.judgements.all()}
        for judgement in item.items_of("judgements"):
            area = areas.get(judgement["area"])
            if area is None:
                if "framework" not in item:  # else told by the check
                    sentence = f"{judgement['area']} is not in {inspection.framework.key}."
                    self.session.problem(judgement.line_of("area"), sentence)
            elif area.pk in held and rank < FIRST_HAND:
                self._told_again(held[area.pk], judgement)
            else:
                merge(
                    self.session,
                    Judgement,
                    judgement,
                    find={"inspection": inspection, "area": area},
                    values={**texts(judgement, "grade", "printed"), **self._place(judgement)},
                )

    def _told_again(self, held: Judgement, item: Item):
        """Another document gives the grade too: a differing one is kept as a rival."""
        if held.grade != item["grade"]:
            self._rival(held.inspection, item, str(held.area), item["grade"], self.document)
        elif known_since_earlier(self.session, held, self.session.known_at):
            save(self.session, held)
            self.session.add(Outcome.CHANGED, held, item, ("known since", "later", ""))
        else:
            self.session.add(Outcome.UNCHANGED, held, item)

    # Recommendations and findings

    def _recommendations(self, inspection: Inspection, item: Item):
        for position, entry in enumerate(item.items_of("recommendations"), 1):
            values = {
                "position": position,
                "immediate": yes(entry, "immediate"),
                **texts(entry, "kind", "text", "summary", "title"),
                **self._theme(entry),
                **self._place(entry),
            }
            find = {"inspection": inspection, "key": entry["key"]}
            merge(self.session, Recommendation, entry, find=find, values=values)

    def _findings(self, inspection: Inspection, item: Item):
        for position, entry in enumerate(item.items_of("findings"), 1):
            values = {
                "position": position,
                **texts(entry, "text", "summary", "direction"),
                **self._theme(entry),
                **self._place(entry),
            }
            find = {"inspection": inspection, "key": entry["key"]}
            merge(self.session, Finding, entry, find=find, values=values)

    def _theme(self, item: Item) -> dict:
        # An unknown theme has been told by the check.
        return {"theme": self.themes.get(item["theme"])} if "theme" in item else {}

    def _at(self, item: Item) -> dict:
        at = item.get("at", Item(item.line))
        return {**texts(at, "part", "quote"), **numbers(at, "page", "paragraph")}

    def _place(self, item: Item) -> dict:
        return {"document": self.document, **self._at(item)}

    # Links between what was found and what was asked before

    def _links(self, item: Item, inspection: Inspection):
        for entry in item.items_of("findings"):
            finding = Finding.objects.filter(inspection=inspection, key=entry["key"]).first()
            for ref, line in _refs(entry, "recommendations"):
                self._link_finding(entry, finding, ref, line, LinkState.CONFIRMED)
            self._proposals(entry, finding, self._link_finding)
            for ref, line in _refs(entry, "repeats"):
                self._link_repeat(entry, {"finding": finding}, inspection, ref, line)
        for entry in item.items_of("recommendations"):
            asked = Recommendation.objects.filter(
                inspection=inspection, key=entry["key"]
            ).first()
            for ref, line in _refs(entry, "repeats"):
                self._link_repeat(entry, {"recommendation": asked}, inspection, ref, line)
            for proposal in entry.items_of("proposed"):
                self._link_repeat(
                    entry,
                    {"recommendation": asked},
                    inspection,
                    proposal["ref"],
                    proposal.line,
                    LinkState.PROPOSED,
                    _score(proposal),
                )

    def _proposals(self, entry: Item, finding, link):
        for proposal in entry.items_of("proposed"):
            link(
                entry,
                finding,
                proposal["ref"],
                proposal.line,
                LinkState.PROPOSED,
                _score(proposal),
            )

    def _holds_from(self, inspection: Inspection):
        """What outsiders said holds from the visit's last day, once it can be known."""
        known_on = london_day(self.session.known_at)
        return min(inspection.stands_on or known_on, known_on)

    def _link_finding(self, entry, finding, ref, line, state, score=None):
        recommendation = self.references.find(ref, finding.inspection, line, Recommendation)
        if recommendation is None:
            return
        if recommendation.inspection_id == finding.inspection_id:
            self.session.problem(line, f"{ref} was asked by the same inspection, not before.")
            return
        pair = {"finding": finding, "recommendation": recommendation}
        self._append_link(FindingLink, entry, pair, finding.inspection, state, score)

    def _link_repeat(
        self, entry, which, inspection, ref, line, state=LinkState.CONFIRMED, score=None
    ):
        earlier = self.references.find(
            ref, inspection, line, Recommendation, Finding, Inspection
        )
        if earlier is None:
            return
        name = f"earlier_{type(earlier)._meta.model_name}"
        self._append_link(RepeatLink, entry, {**which, name: earlier}, inspection, state, score)

    def _append_link(self, model, entry, pair: dict, inspection, state, score):
        """Append the link unless the pair has been spoken of: a person's word stands."""
        spoken = model.objects.filter(**pair).newest_first().first()
        decided = spoken and (spoken.state == state or state == LinkState.PROPOSED)
        if decided:
            self.session.add(Outcome.UNCHANGED, spoken, entry)
        elif spoken and spoken.state == LinkState.REJECTED:
            change = ("link", spoken.state, state.value)
            self.session.add(Outcome.KEPT, spoken, entry, change)
        else:
            append_once(
                self.session,
                model,
                entry,
                draft_key=f"{state.value}",
                within=pair,
                state=state,
                holds_from=self._holds_from(inspection),
                known_at=self.session.known_at,
                **(score or {}),
            )


def _score(proposal: Item) -> dict:
    score = {"score": float(proposal["score"])} if "score" in proposal else {}
    return {**score, **texts(proposal, "why")}


def _refs(item: Item, key: str):
    listed = item.get(key)
    return zip(listed, listed.lines, strict=True) if listed else ()
