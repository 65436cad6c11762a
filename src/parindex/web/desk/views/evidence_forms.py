"""Forms of the evidence bank; what they take in goes to one verb each."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from parindex.web.evidence.domain import Metadata
from parindex.web.evidence.models import Document

DAYS = ["%Y-%m-%d", "%d/%m/%Y"]


def _day(label: Any) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=False, input_formats=DAYS, widget=widget)


def _words(label: Any, length: int) -> forms.CharField:
    return forms.CharField(label=label, required=False, max_length=length)


class MetadataForm(forms.Form):
    """What is printed on a document."""

    title = forms.CharField(label=_("Tên văn bản, tài liệu"), max_length=300)
    number = _words(_("Số"), 40)
    symbol = _words(_("Ký hiệu"), 60)
    issuing_body = _words(_("Cơ quan ban hành"), 200)
    issued_on = _day(_("Ngày ban hành"))
    effective_on = _day(_("Ngày có hiệu lực"))

    def metadata(self) -> Metadata:
        """Return what was typed, once the form is valid."""
        return Metadata(**{name: self.cleaned_data[name] for name in self.base_fields})


def metadata_form(document: Document) -> MetadataForm:
    """Return the form filled with what is said of a document now."""
    names = MetadataForm.base_fields
    return MetadataForm(initial={name: getattr(document, name) for name in names})
