"""In process. Circular 01/2020/TT-VPCP, form II.06a, column 11."""

from parindex.caseload.counting import wholes

NUMERATOR = "local_in_process"
DENOMINATOR = "local_in_hand"
WORDS = {"vi": "Đang giải quyết (cột 11)", "en": "In process"}
SOURCE = "Circular 01/2020/TT-VPCP, form II.06a, column 11"
numerator = wholes.local_in_process
denominator = wholes.in_local
