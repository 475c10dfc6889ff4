"""Problem (问题) and its steps."""

from tracker.problems.models.problem import Problem
from tracker.problems.models.steps import Deferral, Meeting, ProblemNote, ProblemWhistle

__all__ = ["Deferral", "Meeting", "Problem", "ProblemNote", "ProblemWhistle"]
