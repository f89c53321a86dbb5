"""The addresses at which admins keep plans, spreadsheets and documents, by their names:
arguments or query, and what is posted."""

from improvement.documents.put_away import how_it_stands


def plans(world, plan, here):
    link = f"link-{world.asked.pk}"
    action = [plan, world.action.reference]
    opened = {"title": "Other words", "opened": "2018-11-30"}
    return {
        "plan-create": (here, {**opened, "period": 42}),
        "plan-keeping": ([plan], {}),
        "plan-amend": ([plan], {**opened, "answers": [world.asked.inspection_id]}),
        "plan-close": ([plan], {"reason": "It is done."}),
        "plan-period": ([plan], {"days": 20}),
        "commitment-create": (
            [plan],
            {"recommendation": world.unanswered.pk, "title": "Words", "stance": "accepted"},
        ),
        "commitment-amend": (
            [plan, world.commitment.pk],
            {"title": "Words", "stance": "accepted", "owner": world.owner.pk},
        ),
        "action-create": ([plan], {"reference": "Z9", "title": "Words"}),
        "action-amend": (action, {"title": "Words", "commitments": [world.commitment.pk]}),
        "action-owner": (action, {"owner": world.other_owner.pk, "note": "Handed over."}),
        "owner-list": (here, {}),
        "owner-create": (here, {"post": "Head of something new"}),
        "owner-amend": ([world.owner.pk], {"post": "Other words"}),
        "holding-create": ([world.owner.pk], {"name": "Someone", "on": "2019-02-01"}),
        "finding-links": (
            [world.authority.slug, world.finding.inspection.key, world.finding.key],
            {link: "confirmed", f"initial-{link}": ""},
        ),
        "person-roles": ([world.member.pk], {f"roles-{world.authority.pk}": ["officer"]}),
    }


def sheets(world):
    new, known = [world.new_plan_sheet.pk], [world.sheet.pk]
    answers = {"as-1": "number", "as-2": "action", "fill_down": "on"}
    return {
        "sheet-plan": (new, {"title": "Other", "opened": "2018-11-30"}),
        "sheet-columns": (known, answers),
        "sheet-meanings": (known, {"speaker": f"post:{world.owner.key}"}),
        "sheet-check": (known, {"choose": "yes"}),
        "sheet-take-away": (known, {"sure": "yes"}),
    }


def documents(world):
    paper = [world.authority.slug, world.paper.key]
    found = world.waiting.proposals.filter(kind="finding").first()
    waiting = [world.waiting.pk]
    added = {
        "passage": 6,
        "words": "How soon plans are made",
        "kind": "finding",
        "inspection": 0,
        "direction": "weakness",
    }
    return {
        "document-text": (paper, {}),
        "document-page": ([*paper, 1], {}),
        "document-file": (paper, {}),
        # The page of the document on which the finding stands.
        "waiting": (
            (waiting, {"leaf": 1}),
            {"rest": "accepted", "seen": f"{found.pk}:{found.turn}"},
        ),
        "waiting-page": ([*waiting, 1], {}),
        "waiting-state": (waiting, {}),
        "waiting-add": (waiting, added),
        "waiting-import": ([world.ready.pk], {"seen": world.seen, "known": "now"}),
        "waiting-put-away": (waiting, {"seen": how_it_stands(world.waiting)}),
        "proposal": ([*waiting, found.pk], {"turn": found.turn, "state": "rejected"}),
        "glossary-amend": ([world.group.pk], {"words": "One word\nAnother"}),
    }
