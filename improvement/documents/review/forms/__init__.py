"""What a card asks, by the kind of thing that it proposes."""

from improvement.documents.review.forms.card import CardForm
from improvement.documents.review.forms.document import DocumentForm
from improvement.documents.review.forms.finding import FindingForm
from improvement.documents.review.forms.inspection import InspectionForm
from improvement.documents.review.forms.judgement import JudgementForm
from improvement.documents.review.forms.measure import MeasureForm
from improvement.documents.review.forms.plan import PlanForm
from improvement.documents.review.forms.recommendation import RecommendationForm
from improvement.models import Proposal

Kind = Proposal.Kind

FORMS: dict[str, type[CardForm]] = {
    Kind.DOCUMENT: DocumentForm,
    Kind.INSPECTION: InspectionForm,
    Kind.JUDGEMENT: JudgementForm,
    Kind.RECOMMENDATION: RecommendationForm,
    Kind.FINDING: FindingForm,
    Kind.MEASURE: MeasureForm,
    Kind.PLAN: PlanForm,
}
