"""The tables of the room, one file per idea."""

from entreciudades.programmes.models.adoption import ProgrammeAdoption, ProgrammeVersion
from entreciudades.programmes.models.context import (
    Beneficiary,
    Channel,
    CitedAgreement,
    Credit,
    InvolvedActor,
    PlanAlignment,
    ProgrammeFigure,
    ProgrammePractice,
    Territory,
)
from entreciudades.programmes.models.decision import Decision
from entreciudades.programmes.models.matrix import MatrixChange
from entreciudades.programmes.models.programme import Partner, Programme, ProgrammeDepartment
from entreciudades.programmes.models.strategy import Activity, Project, StrategicLine
from entreciudades.programmes.models.synergy import SynergyAction, SynergyActor, SynergyLine

__all__ = [
    "Activity",
    "Beneficiary",
    "Channel",
    "CitedAgreement",
    "Credit",
    "Decision",
    "InvolvedActor",
    "MatrixChange",
    "Partner",
    "PlanAlignment",
    "Programme",
    "ProgrammeAdoption",
    "ProgrammeDepartment",
    "ProgrammeFigure",
    "ProgrammePractice",
    "ProgrammeVersion",
    "Project",
    "StrategicLine",
    "SynergyAction",
    "SynergyActor",
    "SynergyLine",
    "Territory",
]
