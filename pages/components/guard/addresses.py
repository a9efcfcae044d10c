"""Which client an address stands for."""

import ipaddress

IPV6_NETWORK = 64  # bits: one machine has all addresses of such a network


def client_of(address: str | None) -> str:
    """The client behind ``address``: an IPv4 address, or the network of an IPv6 address.

    An IPv4 address mapped into IPv6 is the IPv4 client. None is this computer; text that is no
    address stands for itself.
    """
    try:
        parsed = ipaddress.ip_address((address or "::1").split("%")[0])
    except ValueError:
        return str(address)
    if isinstance(parsed, ipaddress.IPv6Address):
        if parsed.ipv4_mapped is not None:
            return str(parsed.ipv4_mapped)
        return str(ipaddress.ip_network((int(parsed), IPV6_NETWORK), strict=False))
    return str(parsed)
