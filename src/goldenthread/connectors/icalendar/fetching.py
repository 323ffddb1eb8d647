"""Asking an address for its content without being led into the house's own network: SSRF is refused here."""

from __future__ import annotations

import http.client
import ipaddress
import os
import socket
import ssl
import time
from urllib.parse import SplitResult, urljoin, urlsplit

from django.utils.translation import gettext as _

from goldenthread.foundation.errors import Unavailable

LARGEST = 2_000_000  # bytes
PATIENCE = 10.0  # seconds for one answer of the network
LONGEST = 30.0  # seconds for all of it
MOST_HOPS = 3
EMBEDDING = tuple(ipaddress.ip_network(net) for net in ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32"))
"""IPv6 addresses that carry an IPv4 one, which may be private."""


def fetch(url: str) -> bytes:
    """The content at an http(s) address, of at most 2 MB and 30 seconds; Unavailable says why it could not be had.

    A host must be public under every address it has, and after every redirect; the connection goes to the very
    address that was judged. GOLDENTHREAD_PRIVATE_FEEDS lets addresses of one's own network through.
    """
    until = time.monotonic() + LONGEST
    for _hop in range(MOST_HOPS + 1):
        parts = _parts(url)
        answer = _ask(parts, until)
        if isinstance(answer, bytes):
            return answer
        url = urljoin(url, answer)
    raise Unavailable(_("The address leads on and on."))


def _parts(url: str) -> SplitResult:
    parts = urlsplit(url.replace("webcal://", "https://", 1) if url.startswith("webcal://") else url)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.username is not None:
        raise Unavailable(_("Only addresses with http or https are read."))
    return parts


def public_address(host: str, port: int) -> str:
    """The first address of a host, once every one of them was found public."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise Unavailable(_("There is no host %(host)s.") % {"host": host}) from error
    addresses = [str(entry[4][0]).partition("%")[0] for entry in found]
    if not _is_private_allowed():
        for address in addresses:
            if not _is_public(address):
                raise Unavailable(_("%(host)s lies in a private network, which is not read.") % {"host": host})
    return addresses[0]


def _is_public(address: str) -> bool:
    ip = ipaddress.ip_address(address)
    if isinstance(ip, ipaddress.IPv6Address):
        if ip.ipv4_mapped is not None:
            return _is_public(str(ip.ipv4_mapped))
        if any(ip in network for network in EMBEDDING):
            return False
    return ip.is_global and not ip.is_multicast


def _is_private_allowed() -> bool:
    return os.environ.get("GOLDENTHREAD_PRIVATE_FEEDS", "").lower() in ("1", "true", "yes", "on")


def _ask(parts: SplitResult, until: float) -> bytes | str:
    """The content, or where the address leads on to."""
    host = str(parts.hostname)
    port = parts.port or (443 if parts.scheme == "https" else 80)
    address = public_address(host, port)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    connection = _Pinned(host, port, address, is_secure=parts.scheme == "https")
    try:
        connection.request("GET", path, headers={"Accept": "text/calendar, */*;q=0.1", "User-Agent": "Goldenthread"})
        answer = connection.getresponse()
        if answer.status in (301, 302, 303, 307, 308):
            return str(answer.getheader("Location") or "")
        if answer.status != 200:
            raise Unavailable(_("The address answered %(status)s.") % {"status": answer.status})
        return _content(answer, until)
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise Unavailable(_("The address cannot be read: %(why)s") % {"why": error}) from error
    finally:
        connection.close()


def _content(answer: http.client.HTTPResponse, until: float) -> bytes:
    parts: list[bytes] = []
    size = 0
    while part := answer.read1(65_536):
        size += len(part)
        if size > LARGEST:
            raise Unavailable(_("The file is larger than 2 MB."))
        if time.monotonic() > until:
            raise Unavailable(_("The address takes longer than 30 seconds."))
        parts.append(part)
    return b"".join(parts)


class _Pinned(http.client.HTTPConnection):
    """A connection to the address that was judged, whatever the name is said to be meanwhile."""

    def __init__(self, host: str, port: int, address: str, *, is_secure: bool) -> None:
        super().__init__(host, port, timeout=PATIENCE)
        self._address, self._is_secure = address, is_secure

    def connect(self) -> None:
        plain = socket.create_connection((self._address, self.port), timeout=PATIENCE)
        trusted = ssl.create_default_context()
        self.sock = trusted.wrap_socket(plain, server_hostname=self.host) if self._is_secure else plain
