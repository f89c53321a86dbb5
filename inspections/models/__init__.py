from inspections.models.documents import Authority, Document, DocumentPart, Kind
from inspections.models.inspections import (
    Area,
    Framework,
    Grade,
    Inspection,
    InspectionDocument,
    InspectionPerson,
    Judgement,
    Milestone,
    Rival,
)
from inspections.models.recommendations import (
    Direction,
    Finding,
    FindingLink,
    LinkState,
    Recommendation,
    RepeatLink,
    Theme,
)

__all__ = [
    "Area",
    "Authority",
    "Direction",
    "Document",
    "DocumentPart",
    "Finding",
    "FindingLink",
    "Framework",
    "Grade",
    "Inspection",
    "InspectionDocument",
    "InspectionPerson",
    "Judgement",
    "Kind",
    "LinkState",
    "Milestone",
    "Recommendation",
    "RepeatLink",
    "Rival",
    "Theme",
]
