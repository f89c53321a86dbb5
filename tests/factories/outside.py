"""What outsiders said."""

from datetime import date

import factory

from inspections.models import (
    Area,
    Document,
    DocumentPart,
    Finding,
    FindingLink,
    Framework,
    Inspection,
    InspectionDocument,
    InspectionPerson,
    Judgement,
    Leader,
    Measure,
    MeasureLink,
    MeasureReading,
    Milestone,
    Recommendation,
    RepeatLink,
    Rival,
    Theme,
)
from tests.factories.people import OfAuthorityFactory, beside
from tests.factories.rows import EventFactory, RowFactory, noon_of, on


class ThemeFactory(RowFactory):
    class Meta:
        model = Theme

    key = factory.Sequence("theme-{}".format)
    name = factory.Sequence("Theme {}".format)


class FrameworkFactory(RowFactory):
    class Meta:
        model = Framework

    key = factory.Sequence("framework-{}".format)
    name = factory.Sequence("Framework {}".format)


class AreaFactory(RowFactory):
    class Meta:
        model = Area

    framework = factory.SubFactory(FrameworkFactory)
    key = factory.Sequence("area-{}".format)
    name = factory.Sequence("Area {}".format)


class DocumentFactory(OfAuthorityFactory):
    class Meta:
        model = Document

    key = factory.Sequence("document-{}".format)
    title = factory.Sequence("Document {}".format)
    kind = "full_inspection"
    publisher = "Ofsted"
    published = "2018-08-24"
    public_from = date(2018, 8, 24)
    known_at = noon_of("published", "dated")


class DocumentPartFactory(RowFactory):
    class Meta:
        model = DocumentPart

    document = factory.SubFactory(DocumentFactory)
    key = factory.Sequence("part-{}".format)


def hold_letter(inspection, **document):
    told = {"published": inspection.published, "known_at": inspection.known_at, **document}
    letter = DocumentFactory(authority=inspection.authority, kind=inspection.kind, **told)
    InspectionDocumentFactory(inspection=inspection, document=letter)


class InspectionFactory(OfAuthorityFactory):
    """`letter=True` gives it its own report, held since it was published."""

    class Meta:
        model = Inspection

    key = factory.Sequence("inspection-{}".format)
    kind = "full_inspection"
    started = "2018-06-04"
    ended = "2018-06-28"
    published = "2018-08-24"
    known_at = noon_of("published", "ended", "started")

    @factory.post_generation
    def letter(self, create, extracted, **kwargs):
        if extracted:
            hold_letter(self, **kwargs)


class VisitFactory(InspectionFactory):
    """A monitoring visit of two days, its letter published later that month and held
    (unless `letter=False`)."""

    kind = "monitoring_visit"
    started = "2019-02-05"
    ended = "2019-02-06"
    published = "2019-02-28"

    @factory.post_generation
    def letter(self, create, extracted, **kwargs):
        if extracted is not False:
            hold_letter(self, **kwargs)


class InspectionDocumentFactory(RowFactory):
    class Meta:
        model = InspectionDocument

    inspection = factory.SubFactory(InspectionFactory)
    document = beside(DocumentFactory, "inspection.authority")
    is_its_report = True


class InspectionPersonFactory(RowFactory):
    class Meta:
        model = InspectionPerson

    inspection = factory.SubFactory(InspectionFactory)
    name = factory.Sequence("Inspector {}".format)
    role = InspectionPerson.Role.LEAD_INSPECTOR


class FromInspectionFactory(RowFactory):
    """Something an inspection said, known since the inspection is."""

    class Meta:
        abstract = True

    inspection = factory.SubFactory(InspectionFactory)
    known_at = factory.SelfAttribute("inspection.known_at")


class JudgementFactory(FromInspectionFactory):
    class Meta:
        model = Judgement

    area = factory.SubFactory(AreaFactory)
    grade = "inadequate"


class RivalFactory(FromInspectionFactory):
    class Meta:
        model = Rival

    document = beside(DocumentFactory, "inspection.authority")
    fact = "ended"
    value = factory.Sequence("2018-06-{:02}".format)


class RecommendationFactory(FromInspectionFactory):
    class Meta:
        model = Recommendation

    key = factory.Sequence(str)
    position = factory.Sequence(int)
    title = factory.Sequence("Title of recommendation {}".format)
    summary = factory.Sequence("Our summary of recommendation {}.".format)


class FindingFactory(FromInspectionFactory):
    class Meta:
        model = Finding

    inspection = factory.SubFactory(VisitFactory)
    key = factory.Sequence("f{}".format)
    position = factory.Sequence(int)
    direction = "some_progress"
    summary = factory.Sequence("Our summary of finding {}.".format)


class MilestoneFactory(OfAuthorityFactory):
    class Meta:
        model = Milestone

    on = "2018-10"
    title = factory.Sequence("Milestone {}".format)
    known_at = noon_of("on")


class LeaderFactory(OfAuthorityFactory):
    class Meta:
        model = Leader

    document = beside(DocumentFactory)
    post = "Director of children's services"
    name = factory.Sequence("Director {}".format)
    on = "2018-10"
    known_at = noon_of("on")


class MeasureFactory(OfAuthorityFactory):
    class Meta:
        model = Measure

    key = factory.Sequence("measure_{}".format)
    name = factory.Sequence("Measure {}".format)
    unit = "%"
    good = "higher"
    known_at = factory.LazyFunction(lambda: on("2018-10-01"))


def day_of_visit(link):
    inspection = link.finding.inspection
    return min(inspection.stands_on or link.known_at.date(), link.known_at.date())


class ConfirmedFactory(EventFactory):
    """That something speaks of a recommendation, as a person has confirmed."""

    class Meta:
        abstract = True

    recommendation = factory.SubFactory(RecommendationFactory)
    state = "confirmed"


class FindingLinkFactory(ConfirmedFactory):
    """Confirmed when the finding was known; holds from the last day of its visit."""

    class Meta:
        model = FindingLink

    finding = factory.SubFactory(FindingFactory)
    known_at = factory.SelfAttribute("finding.known_at")
    holds_from = factory.LazyAttribute(day_of_visit)


class MeasureReadingFactory(EventFactory):
    class Meta:
        model = MeasureReading

    measure = factory.SubFactory(MeasureFactory)
    inspection = beside(VisitFactory, "measure.authority")
    document = beside(DocumentFactory, "measure.authority")
    value = 80


class MeasureLinkFactory(ConfirmedFactory):
    class Meta:
        model = MeasureLink

    measure = factory.SubFactory(MeasureFactory)


class RepeatLinkFactory(ConfirmedFactory):
    class Meta:
        model = RepeatLink

    earlier_recommendation = factory.SubFactory(RecommendationFactory)
