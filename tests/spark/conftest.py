"""A real Spark of this machine: two workers, and as many partitions as two executors would get."""

import os
import shutil
import sys

import pytest

from dunning_engine.policy.load import load_policies

PARTITIONS = 4


@pytest.fixture(scope="session")
def spark():
    pytest.importorskip(
        "pyspark", reason="pyspark is not installed (450 MB): 'make spark' installs it and runs these tests"
    )
    if not (shutil.which("java") or os.environ.get("JAVA_HOME")):
        pytest.skip("there is no Java on this machine, and Spark needs version 17 or later")
    from pyspark.sql import SparkSession  # noqa: PLC0415 - not installed everywhere

    os.environ["PYSPARK_PYTHON"] = sys.executable
    session = (
        SparkSession.builder.master("local[2]")
        .config("spark.sql.shuffle.partitions", PARTITIONS)
        .config("spark.sql.adaptive.coalescePartitions.enabled", value=False)  # small as these ledgers are
        .config("spark.ui.enabled", value=False)
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.sql.session.timeZone", "Europe/Stockholm")
        .getOrCreate()
    )
    session.sparkContext.setLogLevel("ERROR")
    yield session
    session.stop()


@pytest.fixture(scope="session")
def policies():
    return load_policies()
