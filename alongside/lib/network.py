"""Network addresses, shortened until they no longer name one household."""

import ipaddress


def truncated(address: str) -> str:
    """The network of an address: /24 of IPv4, /48 of IPv6; nothing for what is no address."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return ""
    bits = 24 if parsed.version == 4 else 48
    return str(ipaddress.ip_network(f"{parsed}/{bits}", strict=False))
