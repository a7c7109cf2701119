"""Whether an address is this machine, or a host the operator has declared trusted."""

from __future__ import annotations

from ipaddress import ip_address
from urllib.parse import urlsplit


def with_scheme(url: str) -> str:
    """Return the address as a URL: people write `localhost:11434` too."""
    url = url.strip().rstrip("/")
    return url if "://" in url else f"http://{url}"


def is_near(url: str, trusted_hosts: str) -> bool:
    """Whether what is sent to the address stays here; `trusted_hosts` is a list by comma."""
    host = _host(url)
    return _is_loopback(host) or host in {_bare(name) for name in trusted_hosts.split(",")} - {""}


def shown(url: str) -> str:
    """Return the address without the user and password it may carry."""
    parts = urlsplit(with_scheme(url))
    return parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl()


def _host(url: str) -> str:
    return _bare(urlsplit(with_scheme(url)).hostname or "")


def _bare(host: str) -> str:
    return host.strip().lower().strip("[]").removesuffix(".")


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")
