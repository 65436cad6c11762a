"""Published results: editions, blocks, units and their scores."""

from django.apps import AppConfig


class ResultsConfig(AppConfig):
    """Data app of what has been published."""

    name = "parindex.web.results"
    label = "results"
