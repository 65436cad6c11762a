"""Finds the rows of given dossiers without reading the files that cannot hold them."""

from __future__ import annotations

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

    Returns
    -------
    polars.DataFrame
        In no order. Folders (`month`; `part` and `is_open`) are not among the columns; they
        follow from the others.
    """
    layout = LAYOUTS[name]
    types = {k: v for k, v in polars_schema(layout.schema).items() if k not in layout.partition}
    wanted = columns or list(types)
    paths = _files(name, table, codes)
    if not paths:
        return pl.DataFrame(schema={each: types[each] for each in wanted})
    rows = pl.scan_parquet(
        paths,
        schema=types,
        hive_partitioning=False,
        missing_columns="insert",
        extra_columns="ignore",
        storage_options=options,
    )
    return rows.filter(pl.col("dossier_code").is_in(codes.implode())).select(wanted).collect()


def _files(name: str, table: DeltaTable, codes: pl.Series) -> list[str]:
    """Return the addresses of the files whose folder and range hold one of the codes."""
    files = actions(table)
    if files.is_empty():
        return []
    wanted = codes.alias("dossier_code").to_frame()
    places = pl.concat([wanted.with_columns(place) for place in places_of(name)]).unique()
    by_place = places.sort("dossier_code").partition_by("place", as_dict=True, include_key=False)
    found: list[str] = []
    folder = f"partition.{LAYOUTS[name].partition[0]}"
    for (place,), inside in files.partition_by(folder, as_dict=True).items():
        if (place,) in by_place:
            found += _overlapping(inside, by_place[(place,)]["dossier_code"])
    root = table.table_uri.rstrip("/").removeprefix("file://")
    return [f"{root}/{path}" for path in sorted(found)]


def _overlapping(files: pl.DataFrame, codes: pl.Series) -> list[str]:
    """Return the paths of those files between whose least and greatest code one lies."""
    least, greatest = files["min.dossier_code"], files["max.dossier_code"]
    first = codes.search_sorted(least.fill_null(""), side="left")
    after = codes.search_sorted(greatest.fill_null("\U0010ffff"), side="right")
    return files.filter(pl.Series(first) < pl.Series(after))["path"].to_list()
