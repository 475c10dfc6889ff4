"""Where the server can be reached (网址): a free port here, and the name other machines know this one by."""

import socket

import click

FIRST_PORT, LAST_PORT = 8000, 8100


def free_port(host: str) -> int:
    for port in range(FIRST_PORT, LAST_PORT):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
            except OSError:
                continue
            return port
    raise click.ClickException(f"{FIRST_PORT} 到 {LAST_PORT} 的端口都被占用，请用 serve --port 指定一个")


def lan_address() -> str | None:
    """The address other machines know this one by; nothing is sent."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # a documentation address: only picks the interface
            return str(probe.getsockname()[0])
        except OSError:
            return None
