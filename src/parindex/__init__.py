"""parindex: the provincial administrative-reform index (chỉ số cải cách hành chính)."""

__version__ = "0.1.0"
