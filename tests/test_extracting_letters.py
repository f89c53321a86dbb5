"""Letters: on which days the visit was and which of its row, however the first sentences say so;
which authority it is about, however its name is written, and where."""

import pytest

from inspections.intake.extracting import extract
from inspections.intake.extracting.families import family_of
from inspections.intake.extracting.heads.authorities import authority_of
from inspections.intake.extracting.heads.head import head_of
from tests.typeset import reading_of

OFSTED = """
Ofsted
Piccadilly Gate
Store Street
Manchester
"""
# What the letter says, the first and the last day, and the visit's number.
OPENINGS = [
    (
        (
            "This letter summarises the findings of the monitoring visit to Rutland "
            "children's services on 5 and 6 December 2018. The visit was the first "
            "monitoring visit since the local authority was judged inadequate in January "
            "2018."
        ),
        "2018-12-05",
        "2018-12-06",
        "1",
    ),
    (
        (
            "This letter summarises the findings of the monitoring visit to Rutland on the "
            "12 and 13 June 2018. This was the council's seventh monitoring visit since it "
            "was judged inadequate in May 2016."
        ),
        "2018-06-12",
        "2018-06-13",
        "7",
    ),
    (
        (
            "This letter summarises the findings of the monitoring visit to Rutland "
            "children's services on 8, 9 and 10 June 2021. This was the second visit "
            "following the inspection judgement of inadequate in March 2020."
        ),
        "2021-06-08",
        "2021-06-10",
        "2",
    ),
    (
        (
            "This letter summarises the findings of the second monitoring visit to Rutland "
            "children's services, carried out on 14 and 15 May 2019. The inspectors were "
            "Given Surname and Other Surname."
        ),
        "2019-05-14",
        "2019-05-15",
        "2",
    ),
    (
        (
            "I am writing to tell you the findings of our monitoring visit on 7-8 November "
            "2017. It was the fifth monitoring visit since you were judged inadequate in "
            "July 2015."
        ),
        "2017-11-07",
        "2017-11-08",
        "5",
    ),
    (
        (
            "This letter summarises the findings of the monitoring visit to Rutland "
            "children's services from Tuesday 28 February to Wednesday 1 March 2023. This "
            "was the 10th monitoring visit since the authority was judged inadequate in "
            "2019."
        ),
        "2023-02-28",
        "2023-03-01",
        "10",
    ),
    (
        (
            "This letter summarises the findings of the monitoring visit which took place "
            "between 17 and 19 September 2024. It is the fourth monitoring visit since "
            "Rutland was judged inadequate in October 2022."
        ),
        "2024-09-17",
        "2024-09-19",
        "4",
    ),
    (
        (
            "This letter summarises the findings of the third monitoring visit undertaken "
            "on 4 and 5 October 2022, since the local authority was judged inadequate in "
            "November 2021."
        ),
        "2022-10-04",
        "2022-10-05",
        "3",
    ),
    (
        (
            "This letter summarises the findings of the monitoring visit to Rutland "
            "children's services on 11 and 12 January 2017. The visit was the second "
            "monitoring visit since the local authority was judged inadequate in 2015. The "
            "first was on 4 and 5 October 2016."
        ),
        "2017-01-11",
        "2017-01-12",
        "2",
    ),
    (
        (
            "This letter summarises the findings of the monitoring visit to Rutland on 22 "
            "January 2019. This was the final, ninth, monitoring visit since the local "
            "authority was judged inadequate in March 2016."
        ),
        "2019-01-22",
        "2019-01-22",
        "9",
    ),
    (
        (
            "This was the eleventh monitoring visit. It took place on 2nd and 3rd May 2018. "
            "The local authority was judged inadequate in August 2013."
        ),
        "2018-05-02",
        "2018-05-03",
        "11",
    ),
    (
        (
            "This letter summarises the findings of the sixth and penultimate monitoring "
            "visit to Rutland on 10 and 11 July 2018."
        ),
        "2018-07-10",
        "2018-07-11",
        "6",
    ),
    (
        (
            "This letter summarises the findings of the fourth monitoring visit since "
            "Rutland was judged inadequate in December 2019. The visit took place over two "
            "days, 27 and 28 April 2021."
        ),
        "2021-04-27",
        "2021-04-28",
        "4",
    ),
    (
        (
            "This letter summarises the findings of the monitoring visit to Rutland on 30 "
            "and 31 January 2018. The visit was the sixth visit, and the fifth monitoring "
            "visit, since the local authority was judged inadequate in June 2016."
        ),
        "2018-01-30",
        "2018-01-31",
        "5",
    ),
    (
        (
            "Monitoring took place on 3 and 4 December 2024. This was the first visit since "
            "the local authority was judged inadequate in April 2024, for the third time."
        ),
        "2024-12-03",
        "2024-12-04",
        "1",
    ),
]
# As printed: the common name.
NAMES = {
    "London Borough of Richmond upon Thames": "Richmond upon Thames",
    "Royal Borough of Kingston upon Thames": "Kingston upon Thames",
    "City of Westminster": "Westminster",
    "Westminster City Council": "Westminster",
    "City of London Corporation": "City of London",
    "Bath & North East Somerset Council": "Bath and North East Somerset",
    "St. Helens Council": "St Helens",
    "St Helens Metropolitan Borough Council": "St Helens",
    "Durham County Council": "Durham",
    "City of Wolverhampton Council": "Wolverhampton",
    "Wolverhampton City Council": "Wolverhampton",
    "Medway Council": "Medway",
    "Medway Council unitary authority": "Medway",
    "Isle of Wight Council": "Isle of Wight",
    "Southend-on-Sea City Council": "Southend-on-Sea",
    "Telford & Wrekin Council": "Telford and Wrekin",
    "Cornwall Council": "Cornwall",
    "Cheshire West & Chester Council": "Cheshire West and Chester",
    "Kingston upon Hull City Council": "Kingston upon Hull",
    "Hull City Council": "Kingston upon Hull",
    "Derby City Council": "Derby",
    "Derbyshire County Council": "Derbyshire",
    "Northamptonshire County Council": "Northamptonshire",
    "West Northamptonshire": "West Northamptonshire",
    "Westmorland and Furness Council": "Westmorland and Furness",
    "Cumbria County Council": "Cumbria",
    "North Yorkshire County Council": "North Yorkshire",
    "Bournemouth Borough Council": "Bournemouth",
    "Borough of Poole": "Poole",
    "Poole Borough Council": "Poole",
    "East Riding of Yorkshire Council": "East Riding of Yorkshire",
    "Bracknell Forest Borough Council": "Bracknell Forest",
    "Council of the Isles of Scilly": "Isles of Scilly",
    "Royal Borough of Greenwich": "Greenwich",
    "Royal Borough of Kensington and Chelsea": "Kensington and Chelsea",
    "Rochdale Borough Council": "Rochdale",
    "Metropolitan Borough of Calderdale": "Calderdale",
    "Newcastle City Council": "Newcastle upon Tyne",
    "Newcastle-upon-Tyne City Council": "Newcastle upon Tyne",
    "Stockton-on-Tees Borough Council": "Stockton-on-Tees",
    "Blackburn with Darwen Borough Council": "Blackburn with Darwen",
    "Nottingham City Council": "Nottingham",
    "Nottinghamshire County Council": "Nottinghamshire",
    "Leicestershire County Council": "Leicestershire",
    "City of Bradford Metropolitan District Council": "Bradford",
    "Bradford Children and Families Trust": "Bradford",
    "Reading Borough Council": "Reading",
    "Brighter Futures for Children, Reading": "Reading",
    "Sandwell Children's Trust": "Sandwell",
    "Slough Children's Services Trust": "Slough",
    "Worcestershire Children First": "Worcestershire",
    "North East Lincolnshire Council": "North East Lincolnshire",
    "Herefordshire Council": "Herefordshire",
    "Rutland County Council District Council": "Rutland",
    "County Durham": "Durham",
    "Barnsley Metropolitan Borough Council": "Barnsley",
    "Knowsley MBC": "Knowsley",
    "South Gloucestershire Council": "South Gloucestershire",
    "Windsor and Maidenhead": "Windsor and Maidenhead",
    "Peterborough City Council": "Peterborough",
    "Milton Keynes City Council": "Milton Keynes",
    "Sefton Council": "Sefton",
    "Somerset County Council": "Somerset",
    "North Somerset Council": "North Somerset",
    "Suffolk County Council": "Suffolk",
    "Hartlepool Borough Council": "Hartlepool",
    "Gateshead Council": "Gateshead",
    "Wakefield Metropolitan District Council": "Wakefield",
    "City of York Council": "York",
}
FORMS = {
    "title page": """
# {}
## Inspection of children's social care services
Inspection dates: 1 to 5 March 2021
The service has improved. So has that of Kent Police and Essex.
""",
    "title": """
# Inspection of {} local authority children's services
Inspection dates: 1 to 5 March 2021
The service has improved since Devon.
""",
    "letter": """
5 January 2021
Director of Children's Services
{}
1 High Street
Dear Director
# Focused visit to {} children's services
This letter summarises the findings of the focused visit to {} on 1 and 2 December 2020.
""",
    "address": """
5 January 2021
Director of Children's Services
{}
Dear Director
# Focused visit
This letter summarises the findings of the focused visit to your council on 1 December 2020.
""",
}


def monitoring(opening, year):
    return reading_of(f"""{OFSTED}
5 January {year}
Director of Children's Services
Rutland County Council
Dear Director
# Monitoring visit to Rutland children's services
{opening}
# Areas covered by the visit
• plans
# Findings
• Plans are better.
""")


@pytest.mark.parametrize(("opening", "first", "last", "number"), OPENINGS)
def test_a_monitoring_letter_says_when_the_visit_was_and_which_of_its_row(
    opening, first, last, number
):
    year = int(first[:4]) + (first[5:7] > "06")

    visit = extract(monitoring(opening, year))["inspections"][0]

    assert visit["kind"] == "monitoring_visit"
    assert (visit["started"], visit["ended"], visit["ordinal"]) == (first, last, number)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("printed", NAMES)
def test_a_document_is_about_the_authority_that_it_names_however_it_is_written(printed, form):
    written = FORMS[form].format(*[printed] * 3)
    is_letter = "Dear" in written

    head = head_of(reading_of(OFSTED * is_letter + written))

    assert family_of(head) is not None
    assert authority_of(head) == NAMES[printed]
