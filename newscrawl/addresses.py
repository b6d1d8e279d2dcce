"""What kind of place an IP address is: where everybody may go, or inside somebody's machine or network."""

from __future__ import annotations

import ipaddress
import socket
from ipaddress import IPv4Address, IPv6Address, ip_network

__all__ = ["kind_of", "kind_of_host"]

METADATA = frozenset(
    map(
        ipaddress.ip_address,
        (
            # AWS, Azure, Google and most others; AWS over IPv6; AWS ECS
            "169.254.169.254 fd00:ec2::254 169.254.170.2 "
            # Alibaba, Oracle, Azure's wire server, Google over IPv6
            "100.100.100.200 192.0.0.192 168.63.129.16 fd20:ce::254"
        ).split(),
    )
)
"""Where a cloud's machines ask for their own keys."""

PRIVATE = tuple(
    map(
        ip_network,
        # RFC 1918, providers' own (CGNAT), unique local, and the site-local ones before those
        "10.0.0.0/8 172.16.0.0/12 192.168.0.0/16 100.64.0.0/10 fc00::/7 fec0::/10".split(),
    )
)
"""Networks of a house or a company."""

WRAPPERS = tuple(map(ip_network, ("64:ff9b::/96", "::/96")))
"""IPv6 networks whose last 32 bits are an IPv4 address, beside those that Python knows."""

LOCAL_NAMES = frozenset({"localhost", "localhost.localdomain", "ip6-localhost", "ip6-loopback"})
"""Names that mean the own machine wherever they are looked up; so does everything below ``localhost``."""

METADATA_NAMES = frozenset({"metadata.google.internal", "metadata.goog", "instance-data.ec2.internal"})
"""Names of :data:`METADATA`."""


def kind_of(address: str | IPv4Address | IPv6Address) -> str:
    """Return ``loopback``, ``private``, ``link-local``, ``metadata``, ``multicast`` or ``reserved``; empty: public.

    >>> kind_of("10.1.2.3"), kind_of("::ffff:127.0.0.1"), kind_of("93.184.215.14")
    ('private', 'loopback', '')
    """
    address = _unwrapped(ipaddress.ip_address(str(address).partition("%")[0]))
    if address in METADATA:
        return "metadata"
    # 0.0.0.0 and :: reach the own machine
    if address.is_loopback or address.is_unspecified:
        return "loopback"
    if address.is_link_local:
        return "link-local"
    if address.is_multicast:
        return "multicast"
    if any(address in network for network in PRIVATE):
        return "private"
    return "" if address.is_global else "reserved"


def kind_of_host(host: str) -> str:
    """Return the kind of a host that is an address, in any spelling a resolver takes, or a name of the own machine.

    Every other name is empty: only looking it up tells.

    >>> kind_of_host("0x7f.1"), kind_of_host("2130706433"), kind_of_host("news.localhost"), kind_of_host("news.example")
    ('loopback', 'loopback', 'loopback', '')
    """
    host = host.strip("[]").rstrip(".").lower()
    if host in LOCAL_NAMES or host.endswith(".localhost"):
        return "loopback"
    if host in METADATA_NAMES:
        return "metadata"
    try:
        return kind_of(host)
    except ValueError:
        pass
    # inet_aton stops reading at white space
    if not host or not host.isascii() or any(character.isspace() for character in host):
        return ""
    try:
        return kind_of(IPv4Address(socket.inet_aton(host)))
    except OSError:
        return ""


def _unwrapped(address: IPv4Address | IPv6Address) -> IPv4Address | IPv6Address:
    """Return the IPv4 address that an IPv6 address stands for, or the address itself."""
    if isinstance(address, IPv4Address):
        return address
    inner = address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else None)
    if inner is None and int(address) > 1 and any(address in network for network in WRAPPERS):
        inner = IPv4Address(int(address) & 0xFFFFFFFF)
    return inner or address
