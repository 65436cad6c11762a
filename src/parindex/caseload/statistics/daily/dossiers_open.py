"""Dossiers in process. Board of the day."""

from parindex.caseload.counting import wholes

NUMERATOR = "dossiers_open"
DENOMINATOR = "dossiers_in_hand"
WORDS = {"vi": "Hồ sơ đang xử lý", "en": "Dossiers in process"}
SOURCE = "Board of the day"
numerator = wholes.still_open
denominator = wholes.in_hand
