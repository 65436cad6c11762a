"""Reads what a PDF says of itself: its pages and its digital signatures.

PDFs come from anywhere, many are broken and some are hostile. Whatever the readers raise, the
answer is "unreadable", and the file is kept as it is.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from asn1crypto import pem, x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko.sign.validation.status import PdfSignatureStatus, SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext
from pypdf import PdfReader

from parindex.web.evidence.enums import SignatureState

ANY_SIGNING_KEY = KeyUsageConstraints(
    key_usage={"digital_signature", "non_repudiation"}, match_all_key_usages=False
)


@dataclass(frozen=True, slots=True)
class Signature:
    """One signature: who, when by the signer's own clock (ISO 8601), and whether it holds."""

    signer: str
    organisation: str
    signed_at: str
    state: str
    covers_whole_document: bool


@dataclass(frozen=True, slots=True)
class PdfReading:
    """What was read: the number of pages, nothing when it could not be read."""

    pages: int | None
    is_readable: bool
    signatures: tuple[Signature, ...] = ()

    def signatures_as_json(self) -> list[dict[str, Any]]:
        """Return the signatures as they are stored."""
        return [asdict(each) for each in self.signatures]


def read_pdf(path: Path, trust: Path | None) -> PdfReading:
    """Read a PDF; what cannot be read is said so and never raised."""
    pages = _pages(path)
    return PdfReading(pages, pages is not None, _signatures(path, trust))


def _pages(path: Path) -> int | None:
    try:
        with PdfReader(path) as reader:
            return len(reader.pages)
    except Exception:  # noqa: BLE001 - a broken PDF raises anything at all
        return None


def _signatures(path: Path, trust: Path | None) -> tuple[Signature, ...]:
    roots = trusted_roots(trust)
    try:
        with path.open("rb") as file:
            found = PdfFileReader(file, strict=False).embedded_regular_signatures
            return tuple(_signature(each, roots) for each in found)
    except Exception:  # noqa: BLE001 - as above; pages are told apart from signatures
        return _unreadable(path)


def _unreadable(path: Path) -> tuple[Signature, ...]:
    """Return one unreadable signature when the file speaks of one, so that it is not hidden."""
    if b"/ByteRange" not in path.read_bytes():
        return ()
    return (Signature("", "", "", SignatureState.UNREADABLE.value, covers_whole_document=False),)


def _signature(embedded: EmbeddedPdfSignature, roots: list[x509.Certificate]) -> Signature:
    try:
        status = validate_pdf_signature(
            embedded, _context(embedded, roots), key_usage_settings=ANY_SIGNING_KEY
        )
        state = _state(status)
        whole = status.coverage == SignatureCoverageLevel.ENTIRE_FILE
    except Exception:  # noqa: BLE001 - one signature that breaks the reader does not hide others
        state, whole = SignatureState.UNREADABLE, False
    return _described(embedded, state, whole=whole)


def _context(embedded: EmbeddedPdfSignature, roots: list[x509.Certificate]) -> ValidationContext:
    """Ask whether the certificate was good when the document was signed; nothing is fetched."""
    signed_at = embedded.self_reported_timestamp
    now = datetime.now(UTC)
    moment = min(signed_at, now) if signed_at is not None else now
    return ValidationContext(trust_roots=roots, moment=moment, allow_fetching=False)


def _state(status: PdfSignatureStatus) -> SignatureState:
    is_changed = status.modification_level == ModificationLevel.OTHER
    if not status.intact or is_changed or status.docmdp_ok is False:
        return SignatureState.ALTERED
    if not status.valid:
        return SignatureState.INVALID
    return SignatureState.VALID if status.trusted else SignatureState.UNKNOWN_SIGNER


def _described(embedded: EmbeddedPdfSignature, state: SignatureState, *, whole: bool) -> Signature:
    try:
        subject = embedded.signer_cert.subject.native
        when = embedded.self_reported_timestamp
    except Exception:  # noqa: BLE001 - as above
        subject, when = {}, None
    return Signature(
        signer=_text(subject.get("common_name")),
        organisation=_text(subject.get("organization_name")),
        signed_at=when.astimezone(UTC).isoformat() if when else "",
        state=state.value,
        covers_whole_document=whole,
    )


def _text(value: object) -> str:
    parts = value if isinstance(value, list) else [value]
    return ", ".join(str(part) for part in parts if part)[:200]


def trusted_roots(folder: Path | None) -> list[x509.Certificate]:
    """Read every certificate in the PEM files of a folder; without one nobody is known."""
    if folder is None:
        return []
    files = sorted(file for file in folder.iterdir() if file.suffix in {".pem", ".crt"})
    return [
        x509.Certificate.load(der)
        for file in files
        for name, _, der in pem.unarmor(file.read_bytes(), multiple=True)
        if name == "CERTIFICATE"
    ]
