"""Whatever happened and however close together: nothing drawn runs into anything else, all
of it lies within the drawing, and all of it can be touched."""

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from improvement.dashboards.timeline.geometry import (
    LEAST,
    LEFT,
    RIGHT,
    WIDTH,
    YEAR_WIDTH,
    Scale,
    Span,
    lay_bars,
    lay_marks,
    lay_row,
    shorten,
    width_of,
)

UNTIL = date(2026, 11, 22)
NEARLY = 0.2  # what rounding may take
MANY = (RIGHT - LEFT) // LEAST

bounded = settings(deadline=None, max_examples=150, derandomize=True, database=None)
days = st.dates(date(1990, 1, 1), UNTIL)
# Close together, as what is told of one summer is.
crowded = st.integers(0, 120).map(lambda n: UNTIL - timedelta(n))
labels = st.text(alphabet="abcdefgh ,", min_size=1, max_size=120)


@st.composite
def spans(draw):
    first, last = sorted([draw(days | crowded), draw(days | crowded)])
    marks = sorted({first, last}) if draw(st.booleans()) else []
    return Span("fact", first, last, marks, draw(labels), "told")


@st.composite
def moments(draw):
    day = draw(days | crowded)
    return Span("fact", day, day, [day], draw(labels), "told")


def scale_over(drawn):
    return Scale.over([span.first for span in drawn], UNTIL)


@bounded
@given(st.lists(days | crowded, min_size=1, max_size=MANY).map(sorted))
def test_the_bands_of_a_row_follow_one_another_and_can_be_touched(begun):
    stretches = [(n, day, ["● Good", "●"]) for n, day in enumerate(begun)]

    bands = lay_row(Scale.over(begun, UNTIL), 0, stretches)

    assert [band.of for band in bands] == list(range(len(begun)))
    assert bands[0].x >= LEFT
    assert bands[-1].x + bands[-1].width <= RIGHT + NEARLY
    assert all(band.width >= LEAST - NEARLY for band in bands)
    for band, following in zip(bands, bands[1:], strict=False):
        assert band.x + band.width <= following.x + NEARLY


@bounded
@given(st.lists(days, min_size=1, max_size=12, unique=True).map(sorted))
def test_a_band_begins_on_its_day_unless_it_could_not_be_touched(begun):
    scale = Scale.over(begun, UNTIL)
    wanted = [scale.x(day) for day in begun]

    bands = lay_row(scale, 0, [(day, day, ["●"]) for day in begun])

    if all(b - a >= LEAST for a, b in zip(wanted, [*wanted[1:], RIGHT], strict=True)):
        assert [band.x for band in bands] == wanted


@bounded
@given(st.lists(spans(), min_size=1, max_size=25))
def test_no_two_bars_run_into_each_other(drawn):
    assert_readable(lay_bars(scale_over(drawn), drawn))


@bounded
@given(st.lists(moments(), min_size=1, max_size=40))
def test_no_two_marks_run_into_each_other(drawn):
    assert_readable(lay_marks(scale_over(drawn), drawn))


def assert_readable(lane):
    for item in lane.items:
        assert_within(item, lane)
    for n, one in enumerate(lane.items):
        for other in lane.items[n + 1 :]:
            apart = one.right <= other.left or other.right <= one.left
            assert one.y != other.y or apart, (one, other)


def assert_within(item, lane):
    assert item.left >= 0
    assert item.right <= WIDTH
    assert item.y + lane.row_height <= lane.height
    assert item.width >= LEAST
    assert LEFT <= item.start <= item.end <= RIGHT
    assert all(LEFT <= x <= RIGHT for x in item.marks)
    assert item.marks or item.bar_width > 0
    # The label lies within what can be touched, and so runs into nothing either.
    width = width_of(item.label)
    left = item.label_x - width if item.label_ends else item.label_x
    assert item.left - NEARLY <= left
    assert left + width <= item.right + NEARLY


@bounded
@given(days, days)
def test_the_years_do_not_run_together(one, other):
    first, last = sorted([one, other])
    years = Scale.over([first], last).years

    assert years[0][1] == first.year
    assert all(LEFT <= x <= RIGHT for x, _ in years)
    assert all(b - a >= YEAR_WIDTH for (a, _), (b, _) in zip(years, years[1:], strict=False))


@bounded
@given(st.text(max_size=200))
def test_a_label_is_cut_but_never_to_nothing(words):
    cut = shorten(words, 20)

    assert len(cut) <= 21
    assert cut == words or cut.endswith("…")


def test_a_band_says_the_longest_that_fits():
    begun = [date(2013, 3, 31), date(2015, 11, 5), date(2026, 6, 1)]
    worded = ["◆ Requires improvement", "◆"]

    bands = lay_row(Scale.over(begun, UNTIL), 0, [(day, day, worded) for day in begun])

    assert [band.words for band in bands] == [worded[0], worded[0], worded[1]]


def test_things_of_one_day_stand_below_each_other():
    day = date(2021, 8, 2)
    told = [Span(n, day, day, [day], "A commissioner is appointed", "told") for n in range(5)]

    lane = lay_marks(Scale.over([date(2010, 1, 1)], UNTIL), told)

    assert len({item.y for item in lane.items}) == 5


def test_a_mark_of_today_has_its_label_to_the_left():
    today = Span("fact", UNTIL, UNTIL, [UNTIL], "A commissioner is appointed", "told")

    (item,) = lay_marks(Scale.over([date(2010, 1, 1)], UNTIL), [today]).items

    assert item.label_ends
    assert item.label_x < item.marks[0]
