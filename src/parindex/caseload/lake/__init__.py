"""The lake: tables of dossiers in Delta Lake, with versions, on a disk or an object store."""

from parindex.caseload.lake.errors import LakeError
from parindex.caseload.lake.fold import fold
from parindex.caseload.lake.history import Version
from parindex.caseload.lake.landing import Clock, Landed
from parindex.caseload.lake.store import Lake
from parindex.caseload.lake.upkeep import Forgotten, Upkeep

__all__ = ["Clock", "Forgotten", "Lake", "LakeError", "Landed", "Upkeep", "Version", "fold"]
