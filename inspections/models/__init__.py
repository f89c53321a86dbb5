from inspections.models.documents import Authority, Document, DocumentPart, Kind
from inspections.models.files import DocumentFile, Passage
from inspections.models.glossary import GlossaryEntry
from inspections.models.inspections import (
    Area,
    Framework,
    Grade,
    Inspection,
    InspectionDocument,
    InspectionPerson,
    Judgement,
    Leader,
    Milestone,
    Rival,
)
from inspections.models.measures import Measure, MeasureLink, MeasureReading
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
    "DocumentFile",
    "DocumentPart",
    "Finding",
    "FindingLink",
    "Framework",
    "GlossaryEntry",
    "Grade",
    "Inspection",
    "InspectionDocument",
    "InspectionPerson",
    "Judgement",
    "Kind",
    "Leader",
    "LinkState",
    "Measure",
    "MeasureLink",
    "MeasureReading",
    "Milestone",
    "Passage",
    "Recommendation",
    "RepeatLink",
    "Rival",
    "Theme",
]
