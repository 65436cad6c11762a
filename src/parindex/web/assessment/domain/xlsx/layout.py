"""Where things stand in the workbook of a sheet; the template writes it, the import reads it."""

from __future__ import annotations

FORM = "2"
"""Of the layout; a workbook of another one is refused."""
SHEET, KEYS, OPTIONS = "Phiếu tự chấm", "_khoa", "_chon"
HEAD = 6
"""The row of the column heads; facts begin below it."""
COMPONENT, FACT, CODE, NAME, LABEL, MEASURE, ALLOWED, VALUE, NOTE = range(1, 10)
LETTERS = {
    COMPONENT: "A",
    FACT: "B",
    CODE: "C",
    NAME: "D",
    LABEL: "E",
    MEASURE: "F",
    ALLOWED: "G",
    VALUE: "H",
    NOTE: "I",
}
WIDTHS = {CODE: 8, NAME: 38, LABEL: 44, MEASURE: 14, ALLOWED: 26, VALUE: 16, NOTE: 40}
