"""The sheet as a workbook: a template made from the rulebook, and what comes back of it."""

from parindex.web.assessment.domain.xlsx.imports import (
    Change,
    Preview,
    WorkbookError,
    apply_workbook,
    read_workbook,
)
from parindex.web.assessment.domain.xlsx.template import make_workbook

__all__ = [
    "Change",
    "Preview",
    "WorkbookError",
    "apply_workbook",
    "make_workbook",
    "read_workbook",
]
