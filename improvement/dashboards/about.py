from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render
from django.views.decorators.http import require_safe

from improvement.figures.of_actions import LATELY_DAYS
from improvement.figures.pace import FEWEST, SHORTEST_DAYS
from improvement.models import UPDATE_PERIOD_DAYS
from improvement.state import Colour, Progress, Standing
from improvement.state.rules import colour, disagreement

# What a visit may say and our statuses that may differ from it, for the table of rules.
OURS = (
    Standing.COMPLETE,
    Standing.DONE,
    Standing.ON_TRACK,
    Standing.AT_RISK,
    Standing.OFF_TRACK,
)
THEIRS = [progress for progress in Progress if progress.is_said]


@login_not_required
@require_safe
def how_status_works(request):
    shown = {
        # The colour that each status has by itself, before lateness and impact count.
        "standings": {
            standing.value: (standing, colour(standing, 0, False, UPDATE_PERIOD_DAYS))
            for standing in Standing
        },
        "colours": {value.value: value for value in Colour},
        "progresses": {progress.value: progress for progress in Progress},
        "theirs": THEIRS,
        "disagreements": [
            (ours, [disagreement(ours, theirs) for theirs in THEIRS]) for ours in OURS
        ],
        "period": UPDATE_PERIOD_DAYS,
        "pace_days": LATELY_DAYS,
        "pace_fewest": FEWEST,
        "pace_shortest": SHORTEST_DAYS,
    }
    return render(request, "dashboards/how_status_works.html", shown)


@login_not_required
@require_safe
def accessibility(request):
    return render(request, "dashboards/accessibility.html")
