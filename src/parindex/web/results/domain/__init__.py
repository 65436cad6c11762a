"""Verbs of published results: the one place of the web that calls the engine."""

from parindex.web.results.domain.publish import publish_edition, publish_shipped_editions
from parindex.web.results.domain.rulebooks import rulebook_list, rulebook_page

__all__ = ["publish_edition", "publish_shipped_editions", "rulebook_list", "rulebook_page"]
