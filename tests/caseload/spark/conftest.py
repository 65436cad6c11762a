"""A Spark cluster of two workers on this machine, for the tests of one session."""

from __future__ import annotations

import logging
import os
import sys
import warnings
from collections.abc import Iterator
from typing import Any

import pytest

WORKERS, CORES, MEMORY = 2, 1, 1024
"""`local-cluster`: separate Java processes, so that rows and functions travel as on a real one."""

SHORT_LIVED = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"
"""Java that starts fast and does not compile for the long run."""


@pytest.fixture(scope="session")
def spark(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """Start the cluster, and stop it with all its processes."""
    folder = tmp_path_factory.mktemp("spark")
    logging.getLogger("py4j").setLevel(logging.WARNING)  # it tells of its end after pytest's
    os.environ["SPARK_LOCAL_IP"] = "127.0.0.1"
    os.environ["PYSPARK_PYTHON"] = sys.executable
    with warnings.catch_warnings():
        # of pyspark's own start: a socket that its gateway leaves to the collector
        warnings.simplefilter("ignore", ResourceWarning)
        from pyspark.sql import SparkSession  # noqa: PLC0415 - starts Java

        session = (
            SparkSession.builder.master(f"local-cluster[{WORKERS},{CORES},{MEMORY}]")
            .appName("tests")
            .config("spark.ui.enabled", "false")
            .config("spark.ui.showConsoleProgress", "false")
            .config("spark.driver.host", "127.0.0.1")
            .config("spark.driver.bindAddress", "127.0.0.1")
            .config("spark.local.dir", str(folder / "scratch"))
            .config("spark.sql.warehouse.dir", str(folder / "warehouse"))
            .config("spark.sql.shuffle.partitions", "2")
            .config("spark.scheduler.minRegisteredResourcesRatio", "1.0")
            .config("spark.scheduler.maxRegisteredResourcesWaitingTime", "120s")
            .config("spark.driver.extraJavaOptions", SHORT_LIVED)
            .config("spark.executor.extraJavaOptions", SHORT_LIVED)
            .config("spark.log.level", "ERROR")
            .getOrCreate()
        )
    try:
        yield session
    finally:
        session.stop()
