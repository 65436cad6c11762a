"""Dossiers filed online. Decision 766/QĐ-TTg, indicator 3.3."""

from parindex.caseload.counting import wholes

NUMERATOR = "dossiers_online"
DENOMINATOR = "dossiers_all_channels"
WORDS = {"vi": "Hồ sơ nộp trực tuyến", "en": "Dossiers filed online"}
SOURCE = "Decision 766/QĐ-TTg, indicator 3.3"
numerator = wholes.received_online
denominator = wholes.received
