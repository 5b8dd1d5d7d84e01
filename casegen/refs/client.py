"""Asking a service over HTTPS: politely, with patience that ends, and only for what it should answer."""

from __future__ import annotations

import os
import random
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import urljoin, urlsplit

from casegen import __version__
from casegen.problem import CasegenError
from casegen.refs.failures import Unreachable, Unreadable
from casegen.values import Value

if TYPE_CHECKING:
    import urllib3

__all__ = ["LIMITS", "Answer", "Client", "Clock", "Limits", "Service"]

_MAILTO = re.compile(r"[!-~]+@[!-~]+")
_NOT_IN_COMMENT = frozenset('()<>\\",;')  # what would end the comment of a User-Agent, or begin another
_LOOPBACK = re.compile(r"localhost|127(?:\.[0-9]{1,3}){3}|::1")
_PIECE = 64 * 1024
_NO_SUCH_THING = (400, 404, 410)
_NOTHING_TO_GIVE = (204, 406)  # an agency that has no record in the kinds asked for


class Clock(Protocol):
    """What is asked of the module `time`; a test has its own."""

    def time(self) -> float:
        """Seconds since the epoch."""

    def monotonic(self) -> float:
        """Seconds since some moment."""

    def sleep(self, seconds: float, /) -> None:
        """Wait."""


class Limits(Value):
    """How long and how often a service is asked, in seconds, and how much (in bytes) it may answer."""

    connect: float = 10
    read: float = 20
    total: float = 60
    longest_wait: float = 30
    trials: int = 4
    redirects: int = 5
    size: int = 5_000_000


LIMITS = Limits()


class Service(Value):
    """One that is asked: its name, the variable that names another address for it, and how it is asked.

    *pause*: seconds from one question to the next; *media*: the kinds of content that it answers with.
    """

    name: str
    variable: str
    address: str
    pause: float
    media: tuple[str, ...]

    @property
    def base(self) -> str:
        """The address that its paths are appended to."""
        return (os.environ.get(self.variable) or self.address).rstrip("/")


class Answer(Value):
    """What a service answered. *found*: it knows what was asked for; *text* is empty where it does not."""

    found: bool
    text: str


class _Again(Exception):
    """A failure that may pass; *after*: the seconds that the service asks to wait, None where it does not."""

    def __init__(self, message: str, after: float | None = None) -> None:
        super().__init__(message)
        self.after = after


class Client:
    """Asks services, one question at a time, and keeps their connections until it is closed.

    *mailto* is an address at which the services can reach who asks; they treat such callers better.
    CasegenError where it is no address.
    """

    def __init__(self, mailto: str = "", clock: Clock = time, limits: Limits = LIMITS) -> None:
        if mailto and not (_MAILTO.fullmatch(mailto) and _NOT_IN_COMMENT.isdisjoint(mailto)):
            raise CasegenError(f"{mailto!r} is not an e-mail address: give one that you read, or none")
        self.mailto = mailto
        self._clock = clock
        self._limits = limits
        self._next: dict[str, float] = {}
        self._pools: dict[str, urllib3.PoolManager] = {}

    @property
    def user_agent(self) -> str:
        """Who asks: the program, and whom to write to."""
        return f"casegen/{__version__} (mailto:{self.mailto})" if self.mailto else f"casegen/{__version__}"

    def ask(self, service: Service, path: str) -> Answer:
        """The answer of *service* to a GET of *path*.

        What may pass (no connection, 429, 5xx) is tried again after a while, which doubles and is jittered,
        or which the service names. Unreachable where it does not help, the answer is refused, or too long.
        """
        ends = self._clock.monotonic() + self._limits.total
        for trial in range(1, self._limits.trials + 1):
            self._pace(service)
            try:
                return self._follow(service, service.base + path, ends)
            except _Again as failure:
                wait = _backoff(trial) if failure.after is None else failure.after
                late = self._clock.monotonic() + wait > ends
                if wait > self._limits.longest_wait:
                    message = f"{failure}, and asks to be left alone for {wait:.0f} seconds"
                    raise Unreachable(message) from None
                if late or trial == self._limits.trials:
                    raise Unreachable(str(failure)) from None
                self._clock.sleep(wait)
        raise AssertionError("the last trial returns or raises")

    def close(self) -> None:
        """Close the connections."""
        for pool in self._pools.values():
            pool.clear()
        self._pools.clear()

    def _pace(self, service: Service) -> None:
        now = self._clock.monotonic()
        begins = max(now, self._next.get(service.name, now))
        self._next[service.name] = begins + service.pause
        if begins > now:
            self._clock.sleep(begins - now)

    def _follow(self, service: Service, address: str, ends: float) -> Answer:
        """The answer at *address*, or where it leads."""
        local = _is_loopback(address)
        for _ in range(self._limits.redirects + 1):
            if not (_is_https(address) or (local and _is_loopback(address))):
                raise Unreadable(f"{service.name}: {address} is not asked, for it is not https")
            with self._open(service, address) as response:
                target = response.get_redirect_location()
                if not target:
                    return self._answer(service, response, ends)
            address = _joined(address, target)
        raise Unreadable(f"{service.name} sends from one address to the next without end")

    @contextmanager
    def _open(self, service: Service, address: str) -> Iterator[urllib3.BaseHTTPResponse]:
        """The response of *address*, its body still unread; what goes wrong with it in our words."""
        from urllib3 import Timeout, exceptions

        response = None
        try:
            response = self._pool(address).request(
                "GET",
                address,
                headers={
                    "Accept": ", ".join(service.media),
                    "Accept-Encoding": "gzip",
                    "User-Agent": self.user_agent,
                },
                redirect=False,
                retries=False,
                preload_content=False,
                timeout=Timeout(connect=self._limits.connect, read=self._limits.read),
            )
            yield response
        except exceptions.HTTPError as error:
            raise _in_words(error, service.name) from None
        finally:
            if response is not None:
                response.close()  # a body that was not read to its end leaves no connection to use again

    def _answer(self, service: Service, response: urllib3.BaseHTTPResponse, ends: float) -> Answer:
        if response.status in _NO_SUCH_THING:
            return Answer(False, "")
        if response.status == 429 or response.status >= 500:
            raise _Again(f"{service.name} answers {_status(response)}", self._asked_wait(response))
        if response.status in _NOTHING_TO_GIVE:
            raise Unreadable(f"{service.name} knows it, but has no record of it to give")
        if response.status != 200:
            raise Unreachable(f"{service.name} answers {_status(response)}")
        kind = response.headers.get("Content-Type", "").partition(";")[0].strip().lower()
        if kind and kind not in service.media:
            raise Unreadable(f"{service.name} answers with {kind[:60]}, not {service.media[0]}")
        try:
            return Answer(True, self._body(service, response, ends).decode("utf-8"))
        except UnicodeDecodeError:
            raise Unreadable(f"the answer of {service.name} is not UTF-8") from None

    def _body(self, service: Service, response: urllib3.BaseHTTPResponse, ends: float) -> bytes:
        body = bytearray()
        while piece := response.read1(_PIECE):
            body += piece
            if len(body) > self._limits.size:
                raise Unreadable(f"the answer of {service.name} is over {self._limits.size // 1_000_000} MB")
            if self._clock.monotonic() > ends:
                raise Unreachable(f"{service.name} takes too long to answer")
        return bytes(body)

    def _asked_wait(self, response: urllib3.BaseHTTPResponse) -> float | None:
        """What `Retry-After` says, in seconds or as a date (RFC 9110, 10.2.3); None where it says nothing."""
        from email.utils import parsedate_to_datetime

        value = response.headers.get("Retry-After", "").strip()
        if re.fullmatch(r"[0-9]{1,9}", value):
            return float(value)
        try:
            return max(0.0, parsedate_to_datetime(value).timestamp() - self._clock.time())
        except (ValueError, OverflowError):
            return None

    def _pool(self, address: str) -> urllib3.PoolManager:
        proxy = "" if _is_loopback(address) else _proxy(address)
        if proxy not in self._pools:
            self._pools[proxy] = _new_pool(proxy)
        return self._pools[proxy]


def _new_pool(proxy: str) -> urllib3.PoolManager:
    import urllib3

    if not proxy:
        return urllib3.PoolManager()
    auth = urllib3.util.parse_url(proxy).auth
    headers = urllib3.make_headers(proxy_basic_auth=auth) if auth else None
    return urllib3.ProxyManager(proxy, proxy_headers=headers)


def _proxy(address: str) -> str:
    """The proxy that this machine asks *address* through; empty for none."""
    from urllib.request import getproxies, proxy_bypass

    if proxy_bypass(urlsplit(address).hostname or ""):
        return ""
    proxy = getproxies().get("https", "")
    return proxy if "://" in proxy or not proxy else f"http://{proxy}"


def _joined(address: str, target: str) -> str:
    try:
        return urljoin(address, target)
    except ValueError:
        return target


def _is_https(address: str) -> bool:
    scheme, host = _origin(address)
    return scheme == "https" and bool(host)


def _is_loopback(address: str) -> bool:
    scheme, host = _origin(address)
    return scheme in ("http", "https") and bool(_LOOPBACK.fullmatch(host))


def _origin(address: str) -> tuple[str, str]:
    try:
        parts = urlsplit(address)
        host = parts.hostname
    except ValueError:
        return "", ""
    return parts.scheme, host or ""


def _backoff(trial: int) -> float:
    """About 1, 2, 4 seconds; the half of it is chance, so that many who wait do not come back at once."""
    longest: float = 2.0 ** (trial - 1)
    return longest / 2 + random.uniform(0, longest / 2)  # noqa: S311 -- no secret


def _status(response: urllib3.BaseHTTPResponse) -> str:
    return f"{response.status} {response.reason or ''}".strip()[:80]


def _in_words(error: Any, name: str) -> Exception:
    """What a failure of urllib3's is to the user: one that may pass, or one that does not."""
    from urllib3 import exceptions

    match error:
        case exceptions.NameResolutionError():
            return _Again(f"{name} cannot be reached: its address is unknown here; is this machine online?")
        case exceptions.ProxyError():
            return _Again(f"{name} cannot be reached: the proxy of this machine does not let through")
        case exceptions.NewConnectionError():
            return _Again(f"{name} cannot be reached: no connection can be made")
        case exceptions.TimeoutError():
            return _Again(f"{name} does not answer in time")
        case exceptions.SSLError():
            return Unreachable(f"{name} cannot be reached: no secure connection can be made ({_why(error)})")
        case exceptions.IncompleteRead() | exceptions.ProtocolError():
            return _Again(f"{name} breaks off its answer")
        case exceptions.DecodeError():
            return Unreadable(f"the answer of {name} is damaged")
        case exceptions.LocationValueError():
            return Unreachable(f"{name} has no usable address: {error}")
    return _Again(f"{name} cannot be reached: {type(error).__name__}")


def _why(error: Any) -> str:
    """What the machine's TLS library says, without where in its source it stood."""
    reason = str(getattr(error.args[0], "reason", "") if error.args else "") or type(error).__name__
    return reason.replace("_", " ").lower()[:80]
