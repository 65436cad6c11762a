"""Signatures of a PDF in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from parindex.web.evidence.enums import SignatureState
from parindex.web.evidence.models import Content


@dataclass(frozen=True, slots=True)
class SignatureLine:
    """One signature as a page shows it."""

    signer: str
    organisation: str
    signed_at: datetime | None
    state: SignatureState
    covers_whole_document: bool


def signature_lines(content: Content) -> tuple[SignatureLine, ...]:
    """Return the signatures that were read out of some bytes."""
    return tuple(
        SignatureLine(
            signer=each["signer"],
            organisation=each["organisation"],
            signed_at=datetime.fromisoformat(each["signed_at"]) if each["signed_at"] else None,
            state=SignatureState(each["state"]),
            covers_whole_document=each["covers_whole_document"],
        )
        for each in content.signatures
    )
