"""A letter that waits for a person, in words of our own, and what is recorded before it comes."""

from inspections.models import Inspection

LETTER = """\
# Monitoring visit of Rutland County Council children’s services

20 December 2019

Dear Ms Addressee

This letter summarises the findings of the monitoring visit to Rutland children’s services on \
26 and 27 November 2019. The visit was the third monitoring visit since the local authority was \
judged inadequate in June 2018. The inspectors were Ann Example HMI and Bo Sample HMI.

## Findings and evaluation of progress

Managers’ oversight of the work has improved, and decisions are now recorded.

Plans for children are not yet good enough, and too many are out of date.

Visits to children have become more regular.

Yours sincerely

Ann Example
Her Majesty’s Inspector
"""
REPORT = """\
reviewed_by: Programme manager
authority: Rutland
document: {key: report-2018, title: The report of 2018, kind: full_inspection, dated: 2018-08-20, public_from: 2018-08-20}
inspections:
  - key: 2018-06-full_inspection
    kind: full_inspection
    framework: ILACS-2018
    started: 2018-06-11
    ended: 2018-06-22
    judgements: [{area: overall, grade: inadequate}]
    recommendations:
      - {key: "1", summary: Managers are to oversee the work., theme: management_oversight}
      - {key: "2", summary: Plans are to be good., theme: plans_for_children}
"""
# The same letter, as somebody has told it by hand before its file came.
BY_HAND = """\
reviewed_by: Programme manager
authority: Rutland
document: {key: letter-by-hand, title: The letter of December, kind: monitoring_visit, dated: 2019-12-20, public_from: 2019-12-20}
inspections:
  - key: 2019-11-monitoring_visit
    kind: monitoring_visit
    framework: ILACS-2018
    started: 2019-11-26
    ordinal: 3
    follows: {key: 2018-06-full_inspection}
    findings:
      - {key: f1, summary: Managers look at the work more often., direction: improved, at: {paragraph: 7}}
"""
# A second-hand paper that dates the same visit otherwise.
PAPER = """\
reviewed_by: Programme manager
authority: Rutland
document: {key: committee-paper, title: The committee’s paper, kind: scrutiny_report, second_hand: yes, dated: 2020-01-15, public_from: 2020-01-15}
inspections:
  - {key: 2019-11-monitoring_visit, kind: monitoring_visit, started: 2019-11-25, ended: 2019-11-27}
"""
# Two visits of each of which one day alone is known: the letter’s may be either.
TWO_VISITS = """\
reviewed_by: Programme manager
authority: Rutland
document: {key: list-of-visits, title: A list of visits, kind: scrutiny_report, second_hand: yes, dated: 2020-01-15, public_from: 2020-01-15}
inspections:
  - {key: 2019-11-monitoring_visit-b, kind: monitoring_visit, ended: 2019-11-27}
  - {key: visit-three, kind: monitoring_visit, started: 2019-11-26}
"""


def visit():
    return Inspection.objects.get(key="2019-11-monitoring_visit")
