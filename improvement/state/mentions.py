"""What inspectors said of a recommendation, look by look, whether or not a plan answers it."""

from collections.abc import Collection
from typing import NamedTuple

from improvement.state.columns import Visit, fetch_inspections, visits_after, visits_of
from improvement.state.fetch import confirmed, fetch_links
from improvement.state.rules import Progress, progress
from inspections.models import FindingLink, Recommendation
from inspections.models.time import AsAt

Links = dict[tuple[int, int], list[FindingLink]]


class Mention(NamedTuple):
    """What a visit said; like a cell of the matrix, without a status of ours."""

    visit: Visit
    progress: Progress
    links: list[FindingLink]


def mention(
    recommendation: Recommendation, visit: Visit, links: Links, tested_by: Collection[int]
) -> Mention:
    """`tested_by`, the looks that tested it: that any other one is silent says nothing."""
    said = links.get((recommendation.pk, visit.pk), [])
    if not said and visit.pk not in tested_by:
        return Mention(visit, Progress.AFTER_ANOTHER, said)
    directions = [link.finding.direction for link in said]
    return Mention(visit, progress(directions, visit.letter_held), said)


def mentions_of(
    recommendation: Recommendation, visits: list[Visit], links: Links
) -> list[Mention]:
    """Of each look that tested it, and of any later one that spoke of it all the same."""
    tested_by = {visit.pk for visit in visits_after(visits, recommendation.inspection_id)}
    spoke = {visit for asked, visit in links if asked == recommendation.pk}
    return [
        mention(recommendation, visit, links, tested_by)
        for visit in visits
        if visit.pk in tested_by | spoke
    ]


def read_mentions(recommendation: Recommendation, as_at: AsAt) -> list[Mention]:
    inspections = fetch_inspections({recommendation.inspection.authority_id})
    links = confirmed(fetch_links([recommendation.pk], as_at, inspections), as_at)
    return mentions_of(recommendation, visits_of(inspections, as_at), links)
