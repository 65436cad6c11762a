"""Every statistic of dossiers, one file each, found by its folder; what it counts, of what.

A file gives `NUMERATOR` (its own name) and `DENOMINATOR`, two facts; `WORDS` and `SOURCE`; and the
functions `numerator` and `denominator`, expressions over the columns of `counting.prepare`. Where a
source may be silent, `unknown` is the dossiers of the whole of which it does not say so: when
that is all of them, the statistic is missing, not 0. With ``OVER = "procedures"`` the expressions
are over the procedures that a unit offers, see `counting.services`.
"""
