"""What is left behind: nothing by importing; by commands, the ledger and what they were told to write."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SAMPLES = str(ROOT / "samples" / "varga-visit")
SAMPLE = str(ROOT / "samples" / "varga-visit" / "2026-03-03-adriapress.txt")

# Written before anything of ours is imported: what Python's own audit hooks tell of files, processes and sockets.
WATCHED = """
import os, runpy, sys
def watching(event, args):
    name = str(args[0]) if args else ""
    if event == "open":
        writes = isinstance(args[2], int) and args[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)
        if not writes or name.isdigit() or name.startswith("/dev/"):
            return
    elif event != "sqlite3.connect" and not event.startswith((
        "socket.connect", "socket.bind", "socket.getaddrinfo", "subprocess.", "shutil.", "tempfile.",
        "os.system", "os.exec", "os.fork", "os.posix_spawn", "os.spawn", "os.mkdir", "os.remove", "os.rename",
        "os.rmdir", "os.link", "os.symlink", "os.truncate", "os.chmod", "urllib.", "ftplib.",
    )):
        return
    print(f"DID {event} {name}", file=sys.__stderr__)
sys.addaudithook(watching)
"""

IMPORT_ALL = """
import importlib, pkgutil, reportedly
for module in pkgutil.walk_packages(reportedly.__path__, "reportedly."):
    # The steps of migrations run within Alembic alone, and __main__ is the command.
    if ".migrations." not in module.name and not module.name.endswith("__main__"):
        importlib.import_module(module.name)
print(len([name for name in sys.modules if name.startswith("reportedly.")]))
"""

RUN = "sys.argv = ['reportedly', *sys.argv[1:]]; runpy.run_module('reportedly', run_name='__main__')"


def watched(code, *arguments, folder, home):
    """A fresh process; what it printed, and what it did that stays or leaves the process."""
    env = {
        **{name: value for name, value in os.environ.items() if not name.startswith(("XDG_", "REPORTEDLY_"))},
        "HOME": str(home),
        "TMPDIR": str(home.parent / "temporary"),
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    (home.parent / "temporary").mkdir(exist_ok=True)
    done = subprocess.run(
        [sys.executable, "-c", WATCHED + code, *arguments], cwd=folder, env=env, capture_output=True, text=True
    )
    did = [line.removeprefix("DID ") for line in done.stderr.splitlines() if line.startswith("DID ")]
    assert done.returncode == 0, done.stderr
    return done.stdout, did


def is_elsewhere(line, places):
    """Whether something was done outside of some places; names without a folder are of the folder worked in."""
    event, _, what = line.partition(" ")
    if event.startswith(("socket.", "subprocess.", "os.exec", "os.fork", "os.spawn", "os.posix_spawn", "os.system")):
        return True
    return what.startswith(("/", "file:", "~")) and not what.startswith(places)


def files_below(folder):
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*"))


@pytest.fixture
def home(tmp_path):
    """A home that nobody may write to."""
    home = tmp_path / "home"
    home.mkdir()
    home.chmod(0o555)
    yield home
    home.chmod(0o755)


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "work"
    folder.mkdir()
    return folder


def test_importing_all_of_it_opens_no_file_to_write_no_socket_and_no_process(folder, home):
    out, did = watched(IMPORT_ALL, folder=folder, home=home)
    assert did == []
    assert int(out) > 100
    assert files_below(home.parent) == ["home", "temporary", "work"]


def test_what_is_read_and_asked_leaves_the_ledger_alone(folder, home):
    ledger = str(folder / "news.sqlite")
    all_done = []
    for arguments in (
        ("read", SAMPLE, "--format", "jsonl"),
        ("add", SAMPLES, "--ledger", ledger),
        ("brief", "--ledger", ledger),
        ("export", "--format", "ics", "--ledger", ledger),
        ("brief", SAMPLE),
    ):
        _, did = watched(RUN, *arguments, folder=folder, home=home)
        all_done += did
    assert files_below(home.parent) == ["home", "temporary", "work", "work/news.sqlite"]
    # Without a ledger, one is made in a temporary folder and taken away again.
    places = tuple(map(str, (folder, f"file://{folder}", home.parent / "temporary", f"file://{home.parent}/temporary")))
    # A library asks whether there is IPv6 by a socket on no port, to which nobody can connect.
    done = [line for line in all_done if "laddr=('::', 0, 0, 0)" not in line]
    assert [line for line in done if is_elsewhere(line, places)] == []
    assert any("sqlite3.connect" in line for line in all_done)  # so it would have been seen


def test_watch_keeps_its_state_beside_the_ledger_alone(folder, home, tmp_path):
    import http.server
    import threading

    class Feed(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            item = "<item><title>Fire at the harbour</title><description>The fire is out.</description></item>"
            body = f"<rss version='2.0'><channel><title>Harbour Post</title>{item}</channel></rss>".encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass

    server = http.server.HTTPServer(("127.0.0.1", 0), Feed)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        url = f"http://127.0.0.1:{server.server_address[1]}/feed"
        arguments = ("watch", url, "--ledger", "news.sqlite", "--once", "--allow-private")
        watched(RUN, *arguments, folder=folder, home=home)
    finally:
        server.shutdown()
    left = [name for name in files_below(folder) if not name.endswith(".lock")]
    assert left == ["news.sqlite", "news.sqlite.watch.json"]
    assert (folder / "news.sqlite.watch.json").stat().st_mode & 0o077 == 0
    assert files_below(home) == files_below(home.parent / "temporary") == []
