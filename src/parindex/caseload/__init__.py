"""Dossiers of administrative procedures: from the one-stop system's records to counts.

Pure of Django: readers and the lake touch files, everything else takes frames and returns frames.
"""
