"""Counts dossiers: the same expressions on Polars, DuckDB and Apache Spark, whole or by changes."""
