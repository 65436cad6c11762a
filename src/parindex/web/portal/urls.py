"""Addresses of the public site; they are Vietnamese, short, and stay. All are read only."""

from django.urls import path
from django.views.decorators.http import require_safe

from parindex.web.portal import charts, downloads, views

PAGES = [
    ("", views.home, "home"),
    ("bang-xep-hang/", views.rankings, "rankings"),
    ("bang-xep-hang/<slug:edition>/", views.ranking, "edition"),
    ("bang-xep-hang/<slug:edition>/<slug:block>/", views.ranking, "ranking"),
    ("bang-xep-hang/<slug:edition>/<slug:block>/linh-vuc/", views.heat_map, "heat_map"),
    ("don-vi/", views.units, "units"),
    ("don-vi/<slug:edition>/<str:unit>/", views.unit, "unit"),
    ("tieu-chi/", views.criteria, "criteria"),
    ("tieu-chi/<slug:edition>/<slug:block>/", views.criteria_of, "criteria_of"),
    ("tieu-chi/<slug:edition>/<slug:block>/<str:code>/", views.criterion, "criterion"),
    ("so-sanh/", views.compare, "compare"),
    ("tim-kiem/", views.search, "search"),
    ("du-lieu-mo/", views.open_data, "open_data"),
    ("phuong-phap/", views.methods, "methods"),
    ("phuong-phap/bo-tieu-chi/<path:name>/", views.rulebook, "rulebook"),
    ("tai-ve/<slug:edition>/<slug:block>.csv", downloads.block_csv, "block_csv"),
    ("tai-ve/<slug:edition>/<slug:block>.json", downloads.block_json, "block_json"),
    ("tai-ve/<slug:edition>/<slug:block>/thanh-phan.csv", downloads.scores_csv, "scores_csv"),
    (
        "bieu-do/<slug:edition>/<str:unit>/linh-vuc.<str:theme>.svg",
        charts.unit_fields,
        "unit_chart",
    ),
    (
        "bieu-do/<slug:edition>/<slug:block>/chi-so.<str:theme>.svg",
        charts.block_strip,
        "block_chart",
    ),
    (
        "bieu-do/<slug:edition>/<slug:block>/<str:code>/phan-bo.<str:theme>.svg",
        charts.node_strip,
        "node_chart",
    ),
]
urlpatterns = [path(route, require_safe(view), name=name) for route, view, name in PAGES]
