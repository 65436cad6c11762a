"""The second address of one-stop systems: takes what they send to the national portal.

Every answer, a refusal too, has the portal's shape: `error_code` "0" is success. Words are
Vietnamese in whatever language the sender asks for, like those of the readers. Nothing here looks
at cookies; the key alone says who sends.
"""

from __future__ import annotations

import json
import logging
import time
import traceback
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import wraps
from threading import Lock
from typing import Any

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from parindex.errors import NotEntitledError
from parindex.web.caseflow.domain.inbox import ForeignSenderError, keep_message, key_of

Message = dict[str, Any]
View = Callable[[HttpRequest], HttpResponse]
LOG = logging.getLogger(__name__)

SUCCESS, UNREADABLE, NO_KEY, TOO_OFTEN, LATER = "0", "2", "4", "5", "6"
"""What `error_code` says of a whole message; 1 and 3 are those of the readers."""
MINUTE = 60


@dataclass(slots=True, eq=False)
class Refusal(Exception):  # noqa: N818  an answer, not a fault of the program
    """A message that is not taken in, and what its sender is told."""

    status: int
    code: str
    text: str
    headers: dict[str, str] = field(default_factory=dict)

    def response(self) -> HttpResponse:
        """Return it in the portal's shape."""
        said = {"error_code": self.code, "error_message": self.text, "data": []}
        return _json(said, status=self.status, headers=self.headers)


def _json(said: Mapping[str, Any], **more: Any) -> JsonResponse:
    return JsonResponse(said, json_dumps_params={"ensure_ascii": False}, **more)


def _receiver(view: View) -> View:
    """Make a view that takes JSON by POST from systems, not from browsers."""

    @wraps(view)
    def guarded(request: HttpRequest) -> HttpResponse:
        if request.method != "POST":
            text = "chỉ nhận phương thức POST"
            return Refusal(405, UNREADABLE, text, {"Allow": "POST"}).response()
        try:
            return view(request)
        except Refusal as refusal:
            return refusal.response()

    return csrf_exempt(never_cache(guarded))


@_receiver
def messages(request: HttpRequest) -> HttpResponse:
    """Take a message in, and answer once it cannot be lost any more."""
    shown = _key_in_header(request)
    key = _known_key(shown) if shown else None
    message = _message(_parsed(request))
    in_body = _taken_out(message)
    if key is None:
        key = _known_key(in_body)
    _count(key.pk)
    try:
        return _json(keep_message(message, key))
    except ForeignSenderError:
        text = "madonvi không thuộc tỉnh của khóa này; dùng khóa của tỉnh gửi"
        raise Refusal(403, NO_KEY, text) from None
    except RecursionError:
        raise Refusal(400, UNREADABLE, _too_deep()) from None
    except Exception as error:  # noqa: BLE001  its text may quote a person's data: no log, no page
        place = traceback.extract_tb(error.__traceback__)[-1]
        LOG.error(  # noqa: TRY400
            "A message was not kept: %s at %s:%s", type(error).__name__, place.name, place.lineno
        )
        text = "hệ thống tạm thời chưa lưu được thông điệp; gửi lại sau ít phút"
        raise Refusal(503, LATER, text, {"Retry-After": str(MINUTE)}) from None


@_receiver
def sign_in(request: HttpRequest) -> HttpResponse:
    """Hand a system that signs in with name and password its key back as its session.

    Such systems ask for a session before each message. Nothing is kept and nothing expires: the
    password is the key.
    """
    message = _message(_parsed(request))
    password = message.get("password")
    key = _known_key(password if isinstance(password, str) else "")
    _count(key.pk)
    return _json({"error_code": SUCCESS, "error_message": "", "session": password})


# the key


def _key_in_header(request: HttpRequest) -> str:
    """Return the key of the header, as `Bearer KEY`."""
    scheme, _, value = request.headers.get("authorization", "").partition(" ")
    return value.strip() if scheme.lower() == "bearer" else ""


def _taken_out(message: Message) -> str:
    """Take the key out of a message, so that no later step can keep it; return it."""
    found = [message.pop(name, None) for name in settings.RECEIVER.fields]
    return next((value for value in found if isinstance(value, str) and value), "")


def _known_key(text: str) -> Any:
    try:
        return key_of(text)
    except NotEntitledError:
        said = "khóa không đúng hoặc đã bị thu hồi; liên hệ người quản trị của tỉnh"
        raise Refusal(401, NO_KEY, said, {"WWW-Authenticate": "Bearer"}) from None
    except DatabaseError:
        said = "hệ thống tạm thời không kiểm tra được khóa; gửi lại sau ít phút"
        raise Refusal(503, LATER, said, {"Retry-After": str(MINUTE)}) from None


@dataclass(slots=True)
class _Counts:
    """Messages of each key in the present minute, in this worker."""

    minute: int = 0
    counts: dict[int, int] = field(default_factory=dict)
    guard: Lock = field(default_factory=Lock)

    def add(self, key: int, now: float) -> int:
        """Count one more and return how many there are."""
        with self.guard:
            if self.minute != int(now // MINUTE):
                self.minute, self.counts = int(now // MINUTE), {}
            self.counts[key] = self.counts.get(key, 0) + 1
            return self.counts[key]


COUNTS = _Counts()


def _count(key: int) -> None:
    now = time.monotonic()
    if COUNTS.add(key, now) > settings.RECEIVER.rate:
        text = f"quá {settings.RECEIVER.rate} thông điệp một phút; gửi lại sau"
        wait = str(MINUTE - int(now % MINUTE))
        raise Refusal(429, TOO_OFTEN, text, {"Retry-After": wait})


# the body


def _body(request: HttpRequest) -> bytes:
    """Read the body, never more of it than is allowed."""
    limit = settings.RECEIVER.limit
    if request.headers.get("content-encoding", "identity") != "identity":
        raise Refusal(415, UNREADABLE, "không nhận nội dung nén; gửi JSON không nén")
    told = request.headers.get("content-length", "")
    if not told.isascii() or not told.isdigit():
        raise Refusal(411, UNREADABLE, "thiếu Content-Length; gửi kèm độ dài của thông điệp")
    if int(told) > limit:
        text = f"thông điệp lớn hơn {limit // (1024 * 1024)} MB; chia thành nhiều thông điệp"
        raise Refusal(413, UNREADABLE, text)
    return request.read(limit)


def _parsed(request: HttpRequest) -> Any:
    """Return the JSON of the body, sound in every letter and not too deep."""
    body = _body(request)
    try:
        found = json.loads(body.decode("utf-8-sig"), parse_constant=_no_number)
        if b"\\ud" in body.lower():  # half of a pair of letters, which no database keeps
            json.dumps(found, ensure_ascii=False).encode()
    except RecursionError:
        raise Refusal(400, UNREADABLE, _too_deep()) from None
    except ValueError:
        text = "nội dung không phải JSON hợp lệ, mã UTF-8; gửi lại"
        raise Refusal(400, UNREADABLE, text) from None
    if _is_deeper(found, settings.RECEIVER.depth):
        raise Refusal(400, UNREADABLE, _too_deep())
    return found


def _no_number(text: str) -> Any:
    raise ValueError(text)


def _too_deep() -> str:
    return f"JSON lồng nhau quá {settings.RECEIVER.depth} cấp; gửi lại theo mô hình dữ liệu"


def _is_deeper(found: Any, most: int) -> bool:
    """Say whether lists and objects stand in one another more than so many deep."""
    level: Iterable[Any] = [found]
    for _ in range(most):
        level = [
            inner
            for each in level
            if isinstance(each, dict | list)
            for inner in (each.values() if isinstance(each, dict) else each)
        ]
    return any(isinstance(each, dict | list) for each in level)


def _message(found: Any) -> Message:
    if not isinstance(found, dict):
        text = "thông điệp phải là một đối tượng JSON có service và data; gửi lại"
        raise Refusal(400, UNREADABLE, text)
    return found
