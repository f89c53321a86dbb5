from django.db import models
from simple_history.models import HistoricalRecords

from inspections.models.documents import Authority, Document, Kind, Placed
from inspections.models.time import (
    AsAt,
    Known,
    KnownQuerySet,
    PartialDateField,
    as_stored,
    london_day,
)

GRADED_KINDS = (Kind.FULL_INSPECTION, Kind.REINSPECTION)
# A notice or a direction asks; it does not look.
LOOKS = [
    kind
    for kind in Kind
    if kind
    not in (
        Kind.IMPROVEMENT_NOTICE,
        Kind.DIRECTION,
        Kind.SCRUTINY_REPORT,
        Kind.PRESS_REPORT,
        Kind.IMPROVEMENT_PLAN,
    )
]
INSPECTION_KINDS = [*LOOKS, Kind.IMPROVEMENT_NOTICE, Kind.DIRECTION]


class Grade(models.TextChoices):
    OUTSTANDING = "outstanding", "Outstanding"
    GOOD = "good", "Good"
    REQUIRES_IMPROVEMENT = "requires_improvement", "Requires improvement"
    ADEQUATE = "adequate", "Adequate"
    INADEQUATE = "inadequate", "Inadequate"


class Framework(models.Model):
    """A version of an inspection framework: it decides which areas are graded."""

    key = models.CharField(max_length=30, unique=True)
    name = models.CharField(max_length=150)

    def __str__(self):
        return self.name


class Area(models.Model):
    framework = models.ForeignKey(Framework, on_delete=models.PROTECT, related_name="areas")
    key = models.CharField(max_length=40)
    name = models.CharField(max_length=150)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["framework", "key"], name="area_key_is_unique")
        ]

    def __str__(self):
        return self.name


class InspectionQuerySet(KnownQuerySet):
    def for_list(self):
        return self.select_related("authority", "framework", "follows").prefetch_related(
            models.Prefetch(
                "sources", InspectionDocument.objects.select_related("document").order_by("pk")
            )
        )

    def that_stood(self, as_at: AsAt):
        """What was known and had taken place by the moment, as a list in order of time."""
        stood = [one for one in self.known(as_at).for_list() if one.day <= as_at.day]
        return sorted(stood, key=lambda one: (one.day, one.pk))


class Inspection(Known):
    """Any external look at an authority, as far as documents tell of it."""

    authority = models.ForeignKey(
        Authority, on_delete=models.PROTECT, related_name="inspections"
    )
    key = models.SlugField(max_length=60)
    kind = models.CharField(
        max_length=30, choices=[(kind.value, kind.label) for kind in INSPECTION_KINDS]
    )
    framework = models.ForeignKey(Framework, on_delete=models.PROTECT, null=True, blank=True)
    started = PartialDateField()
    ended = PartialDateField()
    published = PartialDateField()
    by = PartialDateField(
        "in force or done by",
        help_text="For one without a date of its own: a day by which it is shown to have stood.",
    )
    recommendations_stated = models.PositiveSmallIntegerField(
        "number of recommendations stated", null=True, blank=True
    )
    immediate_stated = models.PositiveSmallIntegerField(
        "number stated to be for immediate action", null=True, blank=True
    )
    ordinal = models.PositiveSmallIntegerField(
        "number in its series", null=True, blank=True, help_text="Only if a document states it."
    )
    follows = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="followed_by"
    )
    follows_as_printed = models.CharField(max_length=250, blank=True)
    areas_covered = models.JSONField(default=list, blank=True)
    documents = models.ManyToManyField(
        Document, through="InspectionDocument", related_name="inspections"
    )
    history = HistoricalRecords()

    objects = InspectionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["authority", "key"], name="inspection_key_is_unique"
            ),
            models.UniqueConstraint(
                fields=["follows", "ordinal"], name="ordinal_restarts_with_each_judgement"
            ),
        ]

    def __str__(self):
        return f"{self.numbered_kind}, {self.when}"

    @property
    def numbered_kind(self):
        """`Monitoring visit 4`, where a document states its number."""
        kind = self.get_kind_display()
        return f"{kind} {self.ordinal}" if self.ordinal else kind

    # The properties below read `sources`: list through `for_list`, or each costs a query.

    @property
    def last_day_stated(self):
        """The last day the sources state, as printed: end, else start."""
        return self.ended or self.started

    @property
    def report_day(self):
        """The day its findings could first be read: its own publication, else that of the
        earliest document that tells of it; None if neither is dated."""
        if self.published:
            return self.published.last_day
        days = [s.document.stands_on for s in self.sources.all() if s.document.stands_on]
        return min(days, default=None)

    @property
    def stands_on(self):
        """The day it stands at: its last day, else the day by which it stood, else its
        document's date; None if there is none of them."""
        if self.last_day_stated:
            return self.last_day_stated.last_day
        days = [self.by.last_day if self.by else None, self.report_day]
        return min(filter(None, days), default=None)

    @property
    def day(self):
        """Its place in time: one that stands at no day is placed where we first heard of it."""
        return self.stands_on or london_day(self.known_at)

    @property
    def is_dated(self):
        return self.last_day_stated is not None

    @property
    def when(self):
        """Its date in words; an undated one stands before the document that tells of it."""
        if self.started and self.ended and self.started != self.ended:
            return f"{self.started} to {self.ended}"
        if self.last_day_stated:
            return str(self.last_day_stated)
        if self.by:
            return f"by {self.by}"
        if self.published:
            return f"before {self.published}"
        printed = [s.document.published or s.document.dated for s in self.sources.all()]
        return f"before {min(filter(None, printed))}" if any(printed) else "date not known"

    def sources_known(self, as_at: AsAt):
        return [one for one in self.sources.all() if as_at.knows(one.document.known_at)]

    # `imported` keeps for each fact the name of the document that gave it, its rank there
    # and the value it gave.

    def name_of(self, document: Document) -> str:
        """The document's key, with its authority's where that is not the inspection's."""
        if document.authority_id == self.authority_id:
            return document.key
        return f"{document.authority.slug}/{document.key}"

    def document_called(self, name: str) -> Document | None:
        """The one of its sources with that name."""
        slug, _, key = name.rpartition("/")
        for source in self.sources.all():
            is_ours = source.document.authority_id == self.authority_id
            if source.document.key == key and is_ours == (slug == ""):
                return source.document
        return None

    def giver_of(self, fact: str) -> Document | None:
        """The document that gave the fact that stands; None where a person has entered it."""
        name, _, value = self.imported.get(fact, ["", 0, None])
        is_as_given = as_stored(getattr(self, fact)) == value
        return self.document_called(name) if is_as_given else None

    def letter_held(self, as_at: AsAt):
        """Whether we held its own report or letter, not only word of it from elsewhere."""
        return any(
            source.is_its_report and not source.document.second_hand
            for source in self.sources_known(as_at)
        )

    @property
    def is_graded(self):
        return self.kind in GRADED_KINDS


class InspectionDocument(models.Model):
    """Which documents tell of an inspection; `is_its_report`: the one it is about.

    `as_printed` is what the document calls it, where that tells it otherwise than by its
    dates: "inadequate since 2015", "judged inadequate in January 2016".
    """

    inspection = models.ForeignKey(Inspection, on_delete=models.PROTECT, related_name="sources")
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="told")
    is_its_report = models.BooleanField(default=False)
    as_printed = models.CharField(max_length=250, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["inspection", "document"], name="document_tells_of_it_once"
            )
        ]

    def __str__(self):
        return f"{self.document} on {self.inspection}"


class InspectionPerson(models.Model):
    class Role(models.TextChoices):
        LEAD_INSPECTOR = "lead inspector"
        INSPECTOR = "inspector"
        OBSERVER = "observer"
        SIGNATORY = "signatory"
        ADDRESSEE = "addressee"
        REVIEWER = "reviewer"

    inspection = models.ForeignKey(Inspection, on_delete=models.PROTECT, related_name="people")
    name = models.CharField(max_length=150)
    role = models.CharField(max_length=30, choices=Role)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["inspection", "name", "role"], name="person_has_a_role_once"
            )
        ]

    def __str__(self):
        return f"{self.name}, {self.role}"


class Judgement(Known, Placed):
    """A grade for an area. `printed` where the words differ from the grade's own."""

    inspection = models.ForeignKey(
        Inspection, on_delete=models.PROTECT, related_name="judgements"
    )
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    grade = models.CharField(max_length=30, choices=Grade)
    printed = models.CharField(max_length=150, blank=True)
    history = HistoricalRecords()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["inspection", "area"], name="one_grade_an_area")
        ]

    def __str__(self):
        return f"{self.area}: {self.get_grade_display()}"


class Rival(Known, Placed):
    """What one document says of an inspection otherwise than the value that stands."""

    inspection = models.ForeignKey(Inspection, on_delete=models.PROTECT, related_name="rivals")
    fact = models.CharField(max_length=60)
    value = models.CharField(max_length=250)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["inspection", "document", "fact", "value"], name="rival_is_kept_once"
            )
        ]

    def __str__(self):
        return f"{self.fact}: {self.value}"


class Milestone(Known, Placed):
    """An intervention or a stated deadline: direction, commissioner, contract.

    One whose day is not stated stands by the day of the document that tells of it.
    """

    authority = models.ForeignKey(
        Authority, on_delete=models.PROTECT, related_name="milestones"
    )
    on = PartialDateField()
    title = models.CharField(max_length=250)
    history = HistoricalRecords()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["authority", "on", "title"], name="milestone_is_kept_once"
            ),
            models.UniqueConstraint(
                fields=["authority", "title"],
                condition=models.Q(on__isnull=True),
                name="undated_milestone_is_kept_once",
            ),
            models.CheckConstraint(
                condition=models.Q(on__isnull=False) | models.Q(document__isnull=False),
                name="milestone_has_a_time",
            ),
        ]

    def __str__(self):
        return f"{self.when}: {self.title}"

    # Both read `document` where no day is stated: fetch it with the milestones.

    @property
    def when(self):
        if self.on:
            return str(self.on)
        printed = self.document.published or self.document.dated
        return f"by {printed}" if printed else "date not stated"

    @property
    def stands_on(self):
        """The day it stands at; None where neither it nor its document is dated."""
        return self.on.last_day if self.on else self.document.stands_on

    @property
    def day(self):
        return self.stands_on or london_day(self.known_at)


class Leader(Known, Placed):
    """Whom one document names as leading: director, commissioner, chair of the board.

    `on` is a day on which it names them; `since` and `until` are given only if it says so.
    """

    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="leaders")
    post = models.CharField(max_length=150)
    name = models.CharField(max_length=150, blank=True, help_text="Empty if it gives none.")
    body = models.CharField(max_length=150, blank=True)
    since = PartialDateField()
    until = PartialDateField()
    on = PartialDateField()
    history = HistoricalRecords()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["authority", "document", "post", "name"],
                name="document_names_a_leader_once",
            )
        ]

    def __str__(self):
        return f"{self.name or 'Not named'}, {self.post}"
