"""Whether web addresses answer: each tried within a time, on the public network alone.

What is tried was typed by people: a name may lead to a machine of our own network, at
once or by a redirection. So each hop is resolved here, refused unless it is public,
and connected to at the very address that was looked at.
"""

import http.client
import socket
import ssl
import threading
import time
from collections import defaultdict
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from ipaddress import IPv6Network, ip_address
from urllib.parse import quote, urljoin, urlsplit

SECONDS = 8
"""How long a connection or a piece of an answer is awaited."""
ALL_SECONDS = 20
"""How long an address is tried, redirections and second attempts included."""
MOST_HOPS = 5
USER_AGENT = "annuaire-ptce (link check)"
# They answer, but not to a program: a person may see the page.
REACHED = frozenset({401, 403, 405, 406, 429})
REDIRECTIONS = frozenset({301, 302, 303, 307, 308})
PORTS = {"http": 80, "https": 443}
# IPv4 seen through IPv6 by a translator
NAT64 = IPv6Network("64:ff9b::/96")
KEPT_AS_THEY_ARE = "/%:=&?~+!$,;'@()*[]"

UNKNOWN_NAME = "nom de domaine inconnu"
INTERNAL = "adresse d'un réseau interne"
MISWRITTEN = "adresse mal écrite"
TOO_LATE = "pas de réponse à temps"
CUT = "connexion refusée ou coupée"
WRONG_CERTIFICATE = "certificat refusé"
NO_ENCRYPTION = "échec du chiffrement"
TOO_MANY_HOPS = "trop de redirections"
MISSING = "page introuvable"
FAULTY = "erreur du site"
REFUSED = "demande refusée"
# in order: the first that fits is told
FAILURES = (
    (ssl.SSLCertVerificationError, WRONG_CERTIFICATE),
    (ssl.SSLError, NO_ENCRYPTION),
    (TimeoutError, TOO_LATE),
    ((OSError, http.client.HTTPException), CUT),
)
# another way to ask would change nothing
FINAL = frozenset({UNKNOWN_NAME, INTERNAL, MISWRITTEN})


class Unreachable(Exception):
    """An address that gave no answer; its text says why, in French."""


@dataclass(frozen=True)
class Answer:
    """`status` of the last hop, None without any; `error`, None when it is reached."""

    status: int | None
    error: str | None = None


class Visitor:
    """Tries addresses: one request to a host at a time, whatever the threads."""

    def __init__(self, *, allow_private=False):
        self.allow_private = allow_private
        self._guard, self._hosts = threading.Lock(), defaultdict(threading.Lock)
        self._context = ssl.create_default_context()

    def try_address(self, url):
        """The Answer of an address, to HEAD or else to GET; never raises."""
        deadline = time.monotonic() + ALL_SECONDS
        answer = self._ask("HEAD", url, deadline)
        if answer.error in FINAL or (answer.status or 500) < 400:
            return answer
        # many sites answer well to what browsers send alone
        return self._ask("GET", url, deadline)

    def _ask(self, method, url, deadline):
        try:
            for _ in range(MOST_HOPS + 1):
                status, location = self._hop(method, url, deadline)
                if status not in REDIRECTIONS or not location:
                    return Answer(status, _fault(status))
                url = urljoin(url, location)
        except (Unreachable, OSError, http.client.HTTPException, ValueError) as error:
            late = time.monotonic() >= deadline
            return Answer(None, TOO_LATE if late else _words(error))
        return Answer(None, TOO_MANY_HOPS)

    def _hop(self, method, url, deadline):
        """Status and `Location` of one request, whose body is not read."""
        scheme, host, port, target = parts_of(url)
        with self._one_at_a_time(host), _cut_at(deadline) as opened:
            _connect(opened, self._public_addresses(host, port))
            if scheme == "https":
                _encrypt(opened, self._context, host)
            link = http.client.HTTPConnection(host, port)
            link.default_port, link.sock = PORTS[scheme], opened[-1]
            headers = {"User-Agent": USER_AGENT, "Accept": "*/*"}
            link.request(method, target, headers=headers | {"Connection": "close"})
            with link.getresponse() as response:
                if time.monotonic() >= deadline:
                    # cut amid its headers, which the library takes for whole
                    raise TimeoutError
                return response.status, _as_sent(response.getheader("Location"))

    def _one_at_a_time(self, host):
        with self._guard:
            return self._hosts[host]

    def _public_addresses(self, host, port):
        """Addresses of a host that may be asked: families, and what `connect` takes."""
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (socket.gaierror, UnicodeError) as error:
            raise Unreachable(UNKNOWN_NAME) from error
        addresses = [
            (family, where)
            for family, _, _, _, where in found
            if self.allow_private or is_public(where[0])
        ]
        if not addresses:
            raise Unreachable(INTERNAL)
        return addresses


def is_public(address):
    """Whether an IP address, as text, is one of the public Internet.

    An IPv4 address that an IPv6 one holds has to be public too.
    """
    known = ip_address(address.partition("%")[0])
    held = [known]
    if known.version == 6:
        held += [known.ipv4_mapped, known.sixtofour, *(known.teredo or ())]
        if known in NAT64:
            held.append(ip_address(int(known) & 0xFFFFFFFF))
    return all(one.is_global and not one.is_multicast for one in held if one)


def parts_of(url):
    """Scheme, host, port and target of an address; raises Unreachable if miswritten."""
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").encode("idna").decode()
        port = parts.port or PORTS[parts.scheme]
    except (ValueError, LookupError) as error:
        raise Unreachable(MISWRITTEN) from error
    if not host or parts.username is not None:
        raise Unreachable(MISWRITTEN)
    query = f"?{parts.query}" if parts.query else ""
    target = quote(f"{parts.path or '/'}{query}", KEPT_AS_THEY_ARE)
    return parts.scheme, host, port, target


@contextmanager
def _cut_at(deadline):
    """A list of the sockets opened: the last is cut at the deadline, amid an answer."""
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError
    opened = []
    alarm = threading.Timer(left, _cut, [opened])
    alarm.daemon = True
    alarm.start()
    try:
        yield opened
    finally:
        alarm.cancel()
        for link in opened:
            link.close()


def _cut(opened):
    # one that is not connected yet, or no longer, ends of itself
    with suppress(OSError, IndexError):
        opened[-1].shutdown(socket.SHUT_RDWR)


def _connect(opened, addresses):
    """Add to a list a socket connected to the first address that takes it."""
    for number, (family, where) in enumerate(addresses, start=1):
        opened.append(socket.socket(family, socket.SOCK_STREAM))
        opened[-1].settimeout(SECONDS)
        try:
            return opened[-1].connect(where)
        except OSError:
            if number == len(addresses):
                raise


def _encrypt(opened, context, host):
    """Add to a list the last socket, encrypted."""
    encrypted = context.wrap_socket(
        opened[-1], server_hostname=host, do_handshake_on_connect=False
    )
    opened.append(encrypted)
    encrypted.do_handshake()


def _as_sent(location):
    """A header, which is read as Latin-1, in UTF-8 when that is what it is."""
    try:
        return location and location.encode("latin-1").decode()
    except UnicodeDecodeError:
        return location


def _words(error):
    """Why an address gave no answer, in French."""
    if isinstance(error, Unreachable):
        return str(error)
    for kinds, words in FAILURES:
        if isinstance(error, kinds):
            return words
    # what `urljoin` and the like make of a faulty redirection
    return MISWRITTEN


def _fault(status):
    """What is wrong with a status; None when the page is there."""
    if status < 400 or status in REACHED:
        return None
    if status in (404, 410):
        return MISSING
    return FAULTY if status >= 500 else REFUSED
