"""What a finding speaks of, what a recommendation repeats, what is recorded already.

Proposals by words, the field's glossary and themes; a person confirms each.
"""

from inspections.intake.matching.joining import Join, Recorded, Told, same
from inspections.intake.matching.matcher import Candidate, Match, Matcher

__all__ = ["Candidate", "Join", "Match", "Matcher", "Recorded", "Told", "same"]
