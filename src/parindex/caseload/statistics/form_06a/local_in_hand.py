"""All dossiers of the report. Circular 01/2020/TT-VPCP, form II.06a, column 3."""

from parindex.caseload.counting import wholes

NUMERATOR = "local_in_hand"
DENOMINATOR = "local_in_hand"
WORDS = {"vi": "Tổng số hồ sơ (cột 3)", "en": "All dossiers of the report"}
SOURCE = "Circular 01/2020/TT-VPCP, form II.06a, column 3"
numerator = wholes.in_local
denominator = wholes.in_local
