"""The pages on which an officer gives evidence and takes it back; an admin takes back any."""

from django.views.decorators.http import require_http_methods

from improvement import access, recording
from improvement.forms import sent
from improvement.models import Evidence
from improvement.officers.actions import back_to, may_speak, not_your_post
from improvement.officers.forms.evidence import EvidenceForm
from improvement.officers.forms.taking_back import TakeBackEvidenceForm
from improvement.saying.answers import READS_AND_WRITES, answer, find_state


@require_http_methods(READS_AND_WRITES)
def add(request, key, reference):
    state = find_state(request, key, reference)
    if not may_speak(request, state):
        return not_your_post(request, state)
    form = EvidenceForm(
        sent(request),
        files=request.FILES or None,
        today=request.as_at.day,
        entries=recording.entered(state),
        about={"action": state.action},
    )
    context = {
        "state": state,
        "why_not": recording.why_closed(state.action.plan),
        "given": Evidence.objects.that_stand(request.as_at)
        .filter(action=state.action)
        .oldest_first(),
    }
    return answer(request, form, "officers/evidence.html", context, back_to(request, state))


@require_http_methods(READS_AND_WRITES)
def take_back(request, pk):
    given = Evidence.objects.filter(retracts=False)
    given = given.select_related("action__plan", "voided_by")
    evidence = access.find(request, given, pk=pk)
    action = evidence.action
    state = find_state(request, action.plan.key, action.reference)
    is_admin = recording.keeps_evidence(evidence, request.user)
    plan = state.action.plan
    form = TakeBackEvidenceForm(
        sent(request),
        needs_reason=is_admin and recording.needs_reason(evidence, request.user, plan),
        entries=[],
        about={"evidence": evidence},
    )
    why_closed = "" if is_admin else recording.why_closed(plan)
    why_not = why_closed or recording.why_evidence_stays(evidence, request.user)
    context = {
        "state": state,
        "evidence": evidence,
        # What was taken back before is taken back again only for the sake of its file.
        "is_left_over": hasattr(evidence, "voided_by") and not why_not,
        "why_not": why_not,
    }
    return answer(request, form, "officers/take_back_evidence.html", context)
