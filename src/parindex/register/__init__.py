"""Reads a register of administrative units before and after 1 July 2025. Pure: no database."""

from parindex.register.plan import Plan, PlannedEvent, PlannedLine, PlannedUnit, plan_of
from parindex.register.read import read_agency_codes, read_register
from parindex.register.values import ProvinceRegister, Register, province_of

__all__ = [
    "Plan",
    "PlannedEvent",
    "PlannedLine",
    "PlannedUnit",
    "ProvinceRegister",
    "Register",
    "plan_of",
    "province_of",
    "read_agency_codes",
    "read_register",
]
