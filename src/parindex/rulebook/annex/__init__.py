"""Annexes of decisions, `.xlsx` or `.docx`, read into draft rulebooks. Pure."""

from parindex.rulebook.annex.decisions import Decision, Topic
from parindex.rulebook.annex.importer import AnnexImport, import_annex
from parindex.rulebook.annex.tree import AnnexNode, AnnexTree
from parindex.rulebook.annex.words import slug

__all__ = ["AnnexImport", "AnnexNode", "AnnexTree", "Decision", "Topic", "import_annex", "slug"]
