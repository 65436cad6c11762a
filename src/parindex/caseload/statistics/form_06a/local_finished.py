"""Finished. Circular 01/2020/TT-VPCP, form II.06a, column 7."""

from parindex.caseload.counting import wholes

NUMERATOR = "local_finished"
DENOMINATOR = "local_in_hand"
WORDS = {"vi": "Đã giải quyết (cột 7)", "en": "Finished"}
SOURCE = "Circular 01/2020/TT-VPCP, form II.06a, column 7"
numerator = wholes.local_finished
denominator = wholes.in_local
