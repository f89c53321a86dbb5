"""Documents of the shapes in which real ones are written, in words of our own."""

import hashlib

from inspections.intake.reading.passages import Form, Kind, Passage, Reading


def reading_of(*blocks, pages=None):
    """A reading of blocks: `# heading`, `• item`, `cell | cell`, anything else a paragraph."""
    passages = tuple(_passage(number, block, pages) for number, block in enumerate(blocks, 1))
    sha256 = hashlib.sha256("\n".join(blocks).encode()).hexdigest()
    return Reading(Form.PDF if pages else Form.TEXT, sha256, pages, passages)


def _passage(number, block, pages):
    page = 1 if pages else None
    if block.startswith("# "):
        return Passage(number, Kind.HEADING, block[2:], page, level=1)
    if block.startswith("• "):
        return Passage(number, Kind.ITEM, block[2:], page, marker="•", level=1)
    if " | " in block:
        return Passage(number, Kind.ROW, block, page, cells=tuple(block.split(" | ")))
    return Passage(number, Kind.PARAGRAPH, block, page)


SIF = reading_of(
    "# Rutland County Council",
    "# Inspection of services for children in need of help and protection, children looked after "
    "and care leavers",
    "# Review of the effectiveness of the Local Safeguarding Children Board",
    "Inspection date: 3 March 2015 – 26 March 2015",
    "Report published: 11 May 2015",
    "# Children’s services in Rutland require improvement",
    "1. Children who need help and protection | Requires improvement",
    "2. Children looked after and achieving permanence | Good",
    "2.1 Adoption performance | Good",
    "2.2 Experiences and progress of care leavers | Requires improvement",
    "3. Leadership, management and governance | Requires improvement",
    "# Executive summary",
    "Visits to children have improved, but plans are not yet good enough.",
    "# Recommendations",
    "1. Make sure that every plan says who does what, and by when.",
    "# The inspection team",
    "Lead inspector: Ann Example HMI",
    "Deputy lead inspector: Bo Sample",
    "Team inspectors: Cy d’Instance, Di McTrial HMI, Ed Test-Case (OI)",
    "Shadow inspectors: Flo Watcher",
    "Senior data analyst: Gus Figures",
    "Quality assurance manager: Hal Checker, Senior HMI",
)
ILACS = reading_of(
    "# Inspection of Stockton-on-Tees local authority children’s services",
    "Inspection dates: 26 February 2024 to 8 March 2024",
    "Lead inspector: Ann Example, His Majesty’s Inspector",
    "Judgement | Grade",
    "The impact of leaders on social work practice with children and families | Good",
    "The experiences and progress of children who need help and protection | Good",
    "The experiences and progress of children in care | Good",
    "The experiences and progress of care leavers | Requires improvement to be good",
    "Overall effectiveness | Good",
    "Services have improved since the last inspection in 2019. Like those in Hartlepool and "
    "Hartlepool again, they are better.",
    "# What needs to improve?",
    "• The time that care leavers wait for a settled home. (outcome 4, national framework)",
    pages=9,
)
FOCUSED_VISIT = reading_of(
    "Ofsted Piccadilly Gate",
    "14 May 2018",
    "Mr Jo Addressee",
    "Director of Children’s Services",
    "London Borough of Sutton",
    "Dear Mr Addressee",
    "# Focused visit to London Borough of Sutton children’s services",
    "This letter summarises the findings of a focused visit to Sutton children’s services on "
    "3 and 4 April. The inspectors were Ann Example, HMI, and Bo Sample, HMI.",
    "Inspectors looked at the local authority’s arrangements for the front door. Inspectors "
    "considered a range of evidence, including case discussions.",
    "# Overview",
    "Managers’ oversight has improved since the joint targeted area inspection.",
    "# Areas for priority action",
    "The local authority needs to take swift action to see children on the day they are referred.",
    "# What needs to improve in this area of social work practice",
    "• The record of every strategy meeting.",
    "Yours sincerely",
    "Ann Example",
    "Her Majesty’s Inspector",
    pages=4,
)
MONITORING_VISIT = reading_of(
    "20 December 2019",
    "Ms Jo Addressee",
    "Dear Ms Addressee",
    "# Monitoring visit of Rutland County Council children’s services",
    "This letter summarises the findings of the monitoring visit to Rutland children’s services on "
    "26 and 27 November 2019. The visit was the third monitoring visit since the local authority "
    "was judged inadequate in June 2018. The inspectors were Ann Example HMI and Bo Sample HMI. "
    "They were observed by Cy Instance OI.",
    "# Areas covered by the visit",
    "During the visit inspectors reviewed the progress made in:",
    "• the front door",
    "• the oversight of managers",
    "# Overview",
    "The local authority is making steady progress.",
    "Yours sincerely",
    "Ann Example Her Majesty’s Inspector",
    pages=4,
)
JOINT_INSPECTION = reading_of(
    "2 December 2016",
    "Jo Addressee, Director of Children’s Services, Rutland County Council",
    "Mr Ty Example, Chief Constable of Leicestershire Police",
    "Dear local partnership",
    "# Joint targeted area inspection of the multi-agency response to neglect in Rutland",
    "Between 17 and 21 October 2016, Ofsted and the Care Quality Commission (CQC) undertook a "
    "joint inspection of the multi-agency response to neglect in Rutland.",
    "# Areas for improvement",
    "• Health visitors are told of every strategy meeting in time.",
    "Yours sincerely",
    "Ann Example | Bo Sample",
    "National Director, Social Care | Chief Inspector of Health Care",
    pages=8,
)
SEND_INSPECTION = reading_of(
    "# Area SEND inspection of Rutland Local Area Partnership",
    "Inspection dates: 26 to 30 June 2023",
    "Dates of previous inspection: 10 to 14 October 2016",
    "# What does the area partnership need to do better?",
    "Leaders across the partnership should improve how long families wait.",
    "# Inspection team",
    "Ann Example, Ofsted Lead inspector | Bo Sample, CQC Lead inspector",
    "Cy Instance, Ofsted HMI | Di Trial, CQC inspector",
    pages=9,
)
REVIEW = reading_of(
    "# Rutland Children’s Services",
    "# A review of leadership and governance",
    "This review has been led by Ann Example, Independent Chair of the Improvement Board and Bo "
    "Sample, adviser of the department.",
    "The review has taken place between the 21st July and 4th August.",
    "Leadership has improved.",
    "# Recommendations",
    "1. Fill every senior post for good before the end of the year.",
    "Ann Example, Independent Chair",
    "2 August 2021.",
)
COMMITTEE_PAPER = reading_of(
    "LEICESTERSHIRE COUNTY COUNCIL",
    "Subject: | Rutland Children’s Services Update",
    "Committee: | Children’s Overview and Scrutiny Committee",
    "Date: | 19 September 2018",
    "Author: | the director",
    "# Purpose of the report:",
    "This tells of the outcome of the re-inspection of Rutland, published on 24 August 2018.",
    "The inspection was undertaken between 11 June and 5 July 2018 by six inspectors.",
    "Management oversight remains weak.",
    "# Requirement",
    "• See every child in need within five days.",
    "# Inspectors found",
    "• Visits to children are still too late.",
    "# Action taken",
    "• A manager looks at late visits every Monday.",
)
PRESS = reading_of(
    "# Inspectors find little progress in Rutland",
    "By Ann Example",
    "| 07 February 2019",
    "Rutland’s services, rated by Ofsted as “inadequate” in 2015 and again in June 2018, remain too "
    "slow, the latest monitoring visit found.",
    "“We know there is more to do,” said the council.",
)
FAMILIES = {
    "sif": SIF,
    "ilacs": ILACS,
    "focused_visit": FOCUSED_VISIT,
    "monitoring_visit": MONITORING_VISIT,
    "joint_inspection": JOINT_INSPECTION,
    "send_inspection": SEND_INSPECTION,
    "review": REVIEW,
    "committee_paper": COMMITTEE_PAPER,
    "press": PRESS,
}
