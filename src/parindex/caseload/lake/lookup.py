"""Finds the rows of given dossiers without reading the files that cannot hold them."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl
from deltalake import DeltaTable

from parindex.caseload.lake.layout import LAYOUTS, places_of, polars_schema
from parindex.caseload.lake.tables import actions


def rows_of(
    name: str,
    table: DeltaTable,
    codes: pl.Series,
    columns: list[str] | None = None,
    *,
    options: dict[str, str] | None = None,
    file: str | None = None,
) -> pl.DataFrame:
    """Return the rows of some dossiers.

    Parameters
    ----------
    name : str
        A table with a column `dossier_code`, laid out by its month.
    table : deltalake.DeltaTable
        The table, at the version to be read.
    codes : polars.Series
        Dossier codes, each once.
    columns : list of str, optional
        What to return; all of the contract's and the lake's own when not given.

    file : str, optional
        Name of a further column: the address of the file that a row lies in.

    Returns
    -------
    polars.DataFrame
        In no order. Folders (`month`; `part` and `is_open`) are not among the columns; they
        follow from the others.
    """
    layout = LAYOUTS[name]
    types = {k: v for k, v in polars_schema(layout.schema).items() if k not in layout.partition}
    wanted = [*(columns or types), *([file] if file else [])]
    scans = [
        _scan(paths, inside, types, options=options, file=file)
        for paths, inside in _folders(name, table, codes)
    ]
    if not scans:
        return pl.DataFrame(schema={each: types.get(each, pl.String()) for each in wanted})
    return pl.concat([each.select(wanted) for each in scans]).collect()


def _scan(
    paths: list[str],
    codes: pl.Series,
    types: dict[str, pl.DataType],
    *,
    options: dict[str, str] | None,
    file: str | None,
) -> pl.LazyFrame:
    """Return the rows of some dossiers in files of one folder.

    The bounds say nothing new, but by them a reader passes over parts of a file; a list of codes
    does not tell it what to leave out.
    """
    rows = pl.scan_parquet(
        paths,
        schema=types,
        hive_partitioning=False,
        missing_columns="insert",
        extra_columns="ignore",
        include_file_paths=file,
        storage_options=options,
    )
    is_within = pl.col("dossier_code").is_between(pl.lit(codes[0]), pl.lit(codes[-1]))
    return rows.filter(is_within & pl.col("dossier_code").is_in(codes.implode()))


def _folders(
    name: str, table: DeltaTable, codes: pl.Series
) -> Iterator[tuple[list[str], pl.Series]]:
    """Yield the addresses of files that may hold one of the codes, with these, sorted."""
    files = actions(table)
    if files.is_empty():
        return
    wanted = codes.alias("dossier_code").to_frame()
    places = pl.concat([wanted.with_columns(place) for place in places_of(name)]).unique()
    by_place = places.sort("dossier_code").partition_by("place", as_dict=True, include_key=False)
    folder = f"partition.{LAYOUTS[name].partition[0]}"
    root = table.table_uri.rstrip("/").removeprefix("file://")
    for (place,), inside in files.partition_by(folder, as_dict=True).items():
        if (place,) in by_place:
            sought = by_place[(place,)]["dossier_code"]
            if found := _overlapping(inside, sought):
                yield [f"{root}/{path}" for path in sorted(found)], sought


def _overlapping(files: pl.DataFrame, codes: pl.Series) -> list[str]:
    """Return the paths of those files between whose least and greatest code one lies."""
    least, greatest = files["min.dossier_code"], files["max.dossier_code"]
    first = codes.search_sorted(least.fill_null(""), side="left")
    after = codes.search_sorted(greatest.fill_null("\U0010ffff"), side="right")
    return files.filter(pl.Series(first) < pl.Series(after))["path"].to_list()
