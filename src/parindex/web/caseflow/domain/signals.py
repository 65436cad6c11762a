"""What people find behind signals: a note is added, the signal stays what it is."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from parindex.errors import RefusedError
from parindex.web.caseflow.access import access_unit
from parindex.web.caseflow.enums import Outcome
from parindex.web.caseflow.models import SignalNote
from parindex.web.common.audit import record
from parindex.web.org.models import User
from parindex.web.org.permissions import Action


@transaction.atomic
def note_signal(
    *,
    unit_id: int,
    check_id: str,
    outcome: str,
    text: str,
    user: User,
    dossier_code: str = "",
    period: str = "",
) -> SignalNote:
    """Write down what was found behind a signal of a unit."""
    unit = access_unit(unit_id, user=user, to=Action.NOTE_SIGNAL)
    if outcome not in Outcome.values:
        raise RefusedError(_("Chưa chọn kết quả xem xét."), fix=_("Chọn một kết quả rồi gửi lại."))
    if len(text.strip()) < 5:
        raise RefusedError(
            _("Chưa ghi nội dung xem xét."), fix=_("Ghi ngắn gọn đã kiểm tra gì và thấy gì.")
        )
    note = SignalNote.objects.create(
        check_id=check_id,
        unit=unit,
        dossier_code=dossier_code,
        period=period,
        outcome=outcome,
        text=text.strip(),
        by=user,
        at=timezone.now(),
    )
    record(
        "signal.noted",
        note,
        user=user,
        new={"check": check_id, "dossier": dossier_code, "outcome": outcome},
        reason=note.text,
        unit_id=unit.pk,
    )
    return note
