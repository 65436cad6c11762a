"""Addresses of the public site; they are Vietnamese, short, and stay."""

from django.urls import path

from parindex.web.portal import charts, downloads, views

urlpatterns = [
    path("", views.home, name="home"),
    path("bang-xep-hang/", views.rankings, name="rankings"),
    path("bang-xep-hang/<slug:edition>/", views.ranking, name="edition"),
    path("bang-xep-hang/<slug:edition>/<slug:block>/", views.ranking, name="ranking"),
    path("bang-xep-hang/<slug:edition>/<slug:block>/linh-vuc/", views.heat_map, name="heat_map"),
    path("don-vi/", views.units, name="units"),
    path("don-vi/<slug:edition>/<str:unit>/", views.unit, name="unit"),
    path("tieu-chi/", views.criteria, name="criteria"),
    path("tieu-chi/<slug:edition>/<slug:block>/", views.criteria_of, name="criteria_of"),
    path("tieu-chi/<slug:edition>/<slug:block>/<str:code>/", views.criterion, name="criterion"),
    path("so-sanh/", views.compare, name="compare"),
    path("tim-kiem/", views.search, name="search"),
    path("du-lieu-mo/", views.open_data, name="open_data"),
    path("phuong-phap/", views.methods, name="methods"),
    path("phuong-phap/bo-tieu-chi/<path:name>/", views.rulebook, name="rulebook"),
    path("tai-ve/<slug:edition>/<slug:block>.csv", downloads.block_csv, name="block_csv"),
    path("tai-ve/<slug:edition>/<slug:block>.json", downloads.block_json, name="block_json"),
    path(
        "tai-ve/<slug:edition>/<slug:block>/thanh-phan.csv", downloads.scores_csv, name="scores_csv"
    ),
    path(
        "bieu-do/<slug:edition>/<str:unit>/linh-vuc.<str:theme>.svg",
        charts.unit_fields,
        name="unit_chart",
    ),
    path(
        "bieu-do/<slug:edition>/<slug:block>/chi-so.<str:theme>.svg",
        charts.block_strip,
        name="block_chart",
    ),
    path(
        "bieu-do/<slug:edition>/<slug:block>/<str:code>/phan-bo.<str:theme>.svg",
        charts.node_strip,
        name="node_chart",
    ),
]
