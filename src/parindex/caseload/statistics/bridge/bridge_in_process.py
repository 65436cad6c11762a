"""In process: 766 counts what is not finished. From the one-stop report to Decision 766."""

from parindex.caseload.counting import wholes

NUMERATOR = "bridge_in_process"
DENOMINATOR = "bridge_in_process_of"
WORDS = {
    "vi": "Đang xử lý: 766 tính cả hồ sơ chưa xong",
    "en": "In process: 766 counts what is not finished",
}
SOURCE = "From the one-stop report to Decision 766"
numerator = wholes.joined_in_process
denominator = wholes.joined_in_process
