"""Real servers that carry sound and picture, on free ports of the loopback and with folders of their own."""

from __future__ import annotations

import shutil
import socket
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from tests.ports import LOOPBACK, MIXED, RELAYED

SECRET = "between the relays and the house"

JANUS = """general: {{
  configs_folder = "{folder}"
  plugins_folder = "{library}/plugins"
  transports_folder = "{library}/transports"
  api_secret = "{secret}"
  session_timeout = 60
}}
media: {{ rtp_port_range = "{low}-{high}" }}
plugins: {{ disable = "libjanus_audiobridge.so,libjanus_duktape.so,libjanus_echotest.so,libjanus_lua.so,\
libjanus_nosip.so,libjanus_recordplay.so,libjanus_sip.so,libjanus_streaming.so,libjanus_textroom.so,\
libjanus_videocall.so,libjanus_voicemail.so" }}
transports: {{ disable = "libjanus_http.so,libjanus_mqtt.so,libjanus_nanomsg.so,libjanus_pfunix.so,\
libjanus_rabbitmq.so" }}
"""
JANUS_SOCKET = """general: {{ ws = true, ws_port = {port}, ws_ip = "127.0.0.1", wss = false }}
admin: {{ admin_ws = false }}
"""


@contextmanager
def coturn(folder: Path, port: int, secure_port: int) -> Iterator[Path]:
    """A relay that knows the house's secret, by UDP, TCP and, with a certificate that `SSL_CERT_FILE` of the
    house must name (`certificate`), TLS; what it logs."""
    log = folder / "coturn.log"
    command = [
        program("turnserver"), "-n", "--use-auth-secret", f"--static-auth-secret={SECRET}", "--realm=house",
        f"--listening-ip={LOOPBACK}", f"--relay-ip={LOOPBACK}", f"--listening-port={port}",
        f"--tls-listening-port={secure_port}", f"--cert={certificate(folder)}",
        f"--pkey={certificate(folder).with_suffix('.key')}", "--no-dtls", "--no-cli",
        "--no-multicast-peers", "--stale-nonce", "--allow-loopback-peers",
        f"--userdb={folder}/turn.db", f"--pidfile={folder}/turn.pid", "--log-file=stdout", "--verbose",
        f"--min-port={RELAYED.start}", f"--max-port={RELAYED.stop - 1}",
    ]  # fmt: skip
    with _running(command, log, port):
        yield log


def certificate(folder: Path) -> Path:
    """One for the loopback, signed by itself; its key lies beside it."""
    file = folder / "relay.pem"
    if not file.exists():
        folder.mkdir(parents=True, exist_ok=True)
        subprocess.run(
            [
                program("openssl"), "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256",
                "-nodes", "-days", "2", "-subj", "/CN=relay", "-addext", f"subjectAltName=IP:{LOOPBACK}",
                "-keyout", str(file.with_suffix(".key")), "-out", str(file),
            ],
            check=True,
            capture_output=True,
        )  # fmt: skip
    return file


@contextmanager
def janus(folder: Path, port: int) -> Iterator[None]:
    """A Janus server with rooms for video and a socket for the house, and nothing else."""
    folder.mkdir(exist_ok=True)
    found = Path(program("janus")).resolve()
    library = next(one for one in found.parent.parent.glob("lib/**/janus") if (one / "plugins").is_dir())
    said = {
        "folder": folder,
        "library": library,
        "secret": SECRET,
        "low": MIXED.start,
        "high": MIXED.stop - 1,
    }
    (folder / "janus.jcfg").write_text(JANUS.format(**said))
    (folder / "janus.transport.websockets.jcfg").write_text(JANUS_SOCKET.format(port=port))
    (folder / "janus.plugin.videoroom.jcfg").write_text("general: { }\n")
    config = str(folder / "janus.jcfg")
    with _running([found, "-C", config, "-F", folder, "--debug-level=3"], folder / "janus.log", port):
        yield


def program(name: str) -> str:
    """Where a server's program is; a test without it fails rather than be left out."""
    found = shutil.which(name)
    if found is None:
        raise FileNotFoundError(f"{name} is missing: tools/servers.py brings it")
    return found


@contextmanager
def _running(command: Sequence[str | Path], log: Path, port: int) -> Iterator[None]:
    with log.open("ab") as said:
        process = subprocess.Popen(list(map(str, command)), stdout=said, stderr=said, cwd=log.parent)
    try:
        _wait(process, log, port)
        yield
    finally:
        process.terminate()
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait(process: subprocess.Popen[bytes], log: Path, port: int) -> None:
    deadline = time.monotonic() + 20
    while process.poll() is None and time.monotonic() < deadline:
        with socket.socket() as trying:
            trying.settimeout(1)
            if trying.connect_ex((LOOPBACK, port)) == 0:
                return
        time.sleep(0.05)
    raise RuntimeError(f"{process.args!r} did not come up:\n{log.read_text()[-3000:]}")
