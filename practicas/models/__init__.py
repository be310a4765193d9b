"""Calls, proposals and what becomes of them."""

from .calls import Call, Criterion, Level, Requirement, Seat, SeatHolder
from .jury import JurySession, Recusal, Ruling, Score, Scoresheet
from .plan import PlanAction, PlanLine, PlanMonth
from .proposals import Answer, Author, Evidence, Proposal, Receipt
from .results import Corrigendum, Dictamen, Feedback, Recognition
from .verification import Finding, Prevention, Verification

__all__ = [
    "Answer",
    "Author",
    "Call",
    "Corrigendum",
    "Criterion",
    "Dictamen",
    "Evidence",
    "Feedback",
    "Finding",
    "JurySession",
    "Level",
    "PlanAction",
    "PlanLine",
    "PlanMonth",
    "Prevention",
    "Proposal",
    "Receipt",
    "Recognition",
    "Recusal",
    "Requirement",
    "Ruling",
    "Score",
    "Scoresheet",
    "Seat",
    "SeatHolder",
    "Verification",
]
