"""The wholes that statistics are counted of; one function, one column of the table of facts.

A statistic imports the whole that it needs under the name ``denominator``. Several facts of the
766 set are the same whole under different names; it is counted once.
"""

from narwhals import Expr, col, lit


def in_hand() -> Expr:
    """Return dossiers received in the period or in process in it, as 766 has them."""
    return col("in_hand")


def received() -> Expr:
    """Return dossiers received in the period."""
    return col("received")


def received_online() -> Expr:
    """Return dossiers received in the period that were filed online."""
    return col("received") & col("counts_online")


def received_with_fee() -> Expr:
    """Return dossiers received in the period for which something is to be paid."""
    return col("received") & col("has_fee")


def answered_at_intake() -> Expr:
    """Return dossiers taken in or refused in the period."""
    return col("refused") | col("received")


def still_open() -> Expr:
    """Return dossiers in process at the moment of counting."""
    return col("in_hand") & col("is_open")


def ended() -> Expr:
    """Return dossiers that ended in the period: finished, returned, stopped or withdrawn."""
    return col("is_ended")


def timed() -> Expr:
    """Return dossiers that ended in the period, not before their receipt."""
    return col("is_timed")


def in_local() -> Expr:
    """Return dossiers of form II.06a, column 3."""
    return col("in_local")


def local_finished() -> Expr:
    """Return dossiers of form II.06a, column 7."""
    return col("in_local") & col("local_finished")


def local_in_process() -> Expr:
    """Return dossiers of form II.06a, column 11."""
    return col("in_local") & ~col("local_finished")


def joined_in_process() -> Expr:
    """Return dossiers that 766 counts before they are finished."""
    return col("joins_open")


def nothing() -> Expr:
    """Return 0, for a step of the bridge that leaves the whole as it is."""
    return lit(0)


def listed() -> Expr:
    """Return procedures that are offered."""
    return col("is_listed")


def online_services() -> Expr:
    """Return procedures offered online, partly or in full."""
    return col("level").is_in([3, 4])


def fee_procedures() -> Expr:
    """Return procedures for which something is to be paid."""
    return col("has_fee")
