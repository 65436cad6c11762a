"""Counts on Apache Spark: the same expressions over the same Parquet files, for the country."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from parindex.caseload.columns import Status
from parindex.caseload.counting.moments import NEEDED, ON_PORTAL
from parindex.caseload.counting.source import CODE, Reading
from parindex.errors import ParindexError

REFUSED: Final = int(Status.NOT_RECEIVED)

HERE: Final = "local[*]"
"""Where Spark runs when nothing says otherwise: in this process, on all cores."""


class SparkMissingError(ParindexError):
    """Spark was asked for and is not installed."""

    def __init__(self) -> None:
        super().__init__(
            "the engine spark needs the package pyspark and Java 17 or newer; install them, see "
            "docs/how-to/run-on-spark.md, or leave --engine out"
        )


def session(name: str = "parindex") -> Any:
    """Return the running session of Spark, or start one as its configuration says.

    The master is that of ``spark-submit`` or ``spark-defaults.conf``, else this machine.

    Raises
    ------
    SparkMissingError
        If pyspark is not installed.
    """
    try:
        from pyspark import SparkConf  # noqa: PLC0415 - large, and only a cluster needs it
        from pyspark.sql import SparkSession  # noqa: PLC0415
    except ImportError:
        raise SparkMissingError from None
    conf = SparkConf().setAppName(name)
    conf.setIfMissing("spark.master", HERE)
    conf.setIfMissing("spark.ui.enabled", "false")
    return SparkSession.builder.config(conf=conf).getOrCreate()


def in_hand(spark: Any, reading: Reading, start: datetime) -> Any:
    """Return the dossiers that a period from `start` on can count, as a DataFrame.

    The lake's log says which files make up the version; Spark reads these and no others, so a
    cluster must see them under the same addresses.

    Parameters
    ----------
    spark : pyspark.sql.SparkSession
        A running session.
    reading : Reading
        The lake at fixed versions.
    start : datetime
        First moment of the period.
    """
    from pyspark.sql import functions  # noqa: PLC0415 - large, and only a cluster needs it

    files = reading.lake.files("dossiers", reading.versions["dossiers"])
    begin = functions.lit(start).cast("timestamp_ntz")
    closed, received = functions.col("closed_at"), functions.col("received_at")
    taken_in = functions.col("refused_at").isNotNull() & (functions.col("status") != REFUSED)
    rows = spark.read.parquet(*files).where(
        closed.isNull() | (closed >= begin) | (received >= begin) | taken_in
    )
    if "portal" not in reading.versions:
        return rows.select(*NEEDED)
    copies = spark.read.parquet(*reading.lake.files("portal", reading.versions["portal"]))
    marked = copies.select(CODE).distinct().withColumn(ON_PORTAL, functions.lit(col=True))
    found = rows.select(CODE, *NEEDED).join(marked, CODE, "left")
    return found.withColumn(ON_PORTAL, functions.coalesce(ON_PORTAL, functions.lit(col=False)))
