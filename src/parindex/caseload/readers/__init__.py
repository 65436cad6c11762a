"""Reads dossiers from what one-stop systems already write; good rows are kept, bad ones told of.

`read_dossiers` sees by itself what a file holds. `receive` takes messages that came over the
network and says what to answer. Both give batches for `Lake.write`.
"""

from __future__ import annotations

from collections.abc import Iterator

from parindex.caseload.batch import Batch
from parindex.caseload.readers.catalogue import Catalogue, read_catalogue
from parindex.caseload.readers.content import Content, FileKind, kind_of
from parindex.caseload.readers.intake import Intake, IntakeError, MappingError
from parindex.caseload.readers.mapping import Mapping_, load_mapping, proposal
from parindex.caseload.readers.messages import Received, message_files, read_messages, receive
from parindex.caseload.readers.parquet import headers_of_parquet, read_parquet
from parindex.caseload.readers.table import headers_of_table, read_table
from parindex.caseload.readers.workbook import headers_of_workbook, read_workbook

__all__ = [
    "Catalogue",
    "Content",
    "FileKind",
    "Intake",
    "IntakeError",
    "MappingError",
    "Mapping_",
    "Received",
    "headers_of",
    "kind_of",
    "load_mapping",
    "message_files",
    "proposal",
    "read_catalogue",
    "read_dossiers",
    "read_messages",
    "read_parquet",
    "read_table",
    "read_workbook",
    "receive",
]


def read_dossiers(
    content: Content,
    intake: Intake,
    *,
    origin: str,
    kind: FileKind | None = None,
    mapping: Mapping_ | None = None,
) -> Iterator[Batch]:
    """Yield the batches of a file of any kind.

    Parameters
    ----------
    content : Path or bytes
        The file, compressed by gzip or not.
    intake : Intake
        Whose records they are, when they came, and how they are read.
    origin : str
        Name of the file, as it stands in the quarantine.
    kind : FileKind, optional
        What it holds; seen by its first bytes if left out.
    mapping : Mapping_, optional
        The saved mapping of this source, for tables.

    Yields
    ------
    Batch
        Portions that bound the memory. Over all batches every row is either in `dossiers` or
        `steps`, or in `quarantine` with all its reasons.
    """
    kind = kind or kind_of(content, origin)
    if kind is FileKind.MESSAGES:
        told = mapping.applied(intake) if mapping else intake
        yield from read_messages(content, told, origin=origin)
        return
    readers = {
        FileKind.CSV: read_table,
        FileKind.XLSX: read_workbook,
        FileKind.PARQUET: read_parquet,
    }
    yield from readers[kind](content, intake, origin=origin, mapping=mapping)


def headers_of(content: Content, origin: str) -> list[str]:
    """Return the headers of a table of any kind; raise `IntakeError` where there are none."""
    kind = kind_of(content, origin)
    if kind is FileKind.MESSAGES:
        raise IntakeError(f"{origin}: messages need no mapping; import the file as it is")
    if kind is FileKind.PARQUET:
        return headers_of_parquet(content)
    read = headers_of_workbook if kind is FileKind.XLSX else headers_of_table
    return read(content, origin)
