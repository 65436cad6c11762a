"""The inspection bundle: a unit's evidence by field and component, as one PDF and one ZIP.

An inspection team opens the PDF and clicks; whoever needs an original opens the ZIP, where
`MUC-LUC.xlsx` says what lies where. The same input gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory


@dataclass(frozen=True, slots=True)
class EvidenceFile:
    """One piece of evidence: bytes on this machine, or an address in the e-office.

    Parameters
    ----------
    path : Path, optional
        Where the bytes lie; none for a link. The same path under several components is the
        same document and is printed once.
    file_name : str
        The name under which it was uploaded; its ending goes into the ZIP.
    """

    title: str
    reference: str = ""
    issuing_body: str = ""
    issued_on: date | None = None
    path: Path | None = None
    media_type: str = ""
    file_name: str = ""
    link: str = ""

    @property
    def key(self) -> str:
        """Return what makes two pieces the same document."""
        return str(self.path) if self.path else self.link


@dataclass(frozen=True, slots=True)
class BundleComponent:
    """A component with its evidence; `points` are words such as "1,50/2,00 điểm"."""

    code: str
    name: str
    points: str
    files: tuple[EvidenceFile, ...] = ()


@dataclass(frozen=True, slots=True)
class BundleField:
    """A field of the set with its components."""

    code: str
    name: str
    components: tuple[BundleComponent, ...]


@dataclass(frozen=True, slots=True)
class Bundle:
    """All that a unit shows for a round; `made_on` is the day printed on the cover."""

    title: str
    unit: str
    round: str
    made_on: date
    fields: tuple[BundleField, ...]

    def components(self) -> Iterator[tuple[BundleField, BundleComponent]]:
        """Yield every component with its field, in order."""
        for field in self.fields:
            for component in field.components:
                yield field, component


def write_bundle(bundle: Bundle, pdf: Path, archive: Path) -> None:
    """Write the bundle of a unit: one PDF, and a ZIP that holds it with all originals.

    Parameters
    ----------
    pdf, archive : Path
        Files to write; the ZIP is written piece by piece, so its size costs no memory. The
        pages of the PDF are in memory while it is bound.
    """
    from parindex.documents.bundle_pdf import write_pdf  # noqa: PLC0415 - typst is an extra
    from parindex.documents.bundle_plan import plan_pieces  # noqa: PLC0415 - as above
    from parindex.documents.bundle_zip import write_zip  # noqa: PLC0415 - as above

    with TemporaryDirectory(prefix="parindex-bundle-") as folder:
        pieces = plan_pieces(bundle, Path(folder))
        layout = write_pdf(bundle, pieces, Path(folder), pdf)
    with archive.open("wb") as target:
        write_zip(bundle, pieces, pdf, layout, target)
