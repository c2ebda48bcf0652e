"""How far it is from the front page to "is it on, and who says so": steps and seconds, in a browser.

    python benchmarks/front_page.py LEDGERS

LEDGERS is the folder that `brief_rank.py --keep` filled: each ledger holds a story and the news of its days. Of each
the event that its brief begins with is looked for in a browser: by a click on the front page, and by a question typed
there. A step is a click, or a line typed and sent. The answer is there when status and source stand in what is seen of
a page of 1280 by 800 pixels without scrolling. Seconds are the browser's, from the front page being there to the answer
being there; a reader takes longer. The last line is JSON.
"""

from __future__ import annotations

import argparse
import json
import shutil
import socket
import statistics
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

from reportedly import Ledger
from reportedly.brief import make_brief
from reportedly.wording import plain_status

_SEEN = {"width": 1280, "height": 800}


def serve(path: Path) -> tuple[subprocess.Popen[bytes], str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "reportedly", "serve", "--ledger", str(path), "--port", str(port)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}"
    for _ in range(300):
        try:
            urllib.request.urlopen(f"{address}/api/counts", timeout=1).close()
            return process, address
        except OSError:
            time.sleep(0.1)
    raise SystemExit(f"{path} is not served")


def sees(page: Any, words: str) -> bool:
    """Whether words stand in what is seen without scrolling."""
    for found in page.get_by_text(words).all()[:30]:
        box = found.bounding_box() if found.is_visible() else None
        if box and box["y"] < _SEEN["height"] and box["y"] + box["height"] > 0:
            return True
    return False


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("ledgers", type=Path)
    options = parser.parse_args()
    clicked: list[float | None] = []
    typed: list[float | None] = []
    with sync_playwright() as playwright:
        program = shutil.which("chromium") or shutil.which("google-chrome")
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        for path in sorted(options.ledgers.glob("*.sqlite")):
            with Ledger(path) as ledger:
                event = make_brief(ledger, limit=12).events[0]
            process, address = serve(path)
            try:
                page = browser.new_page(viewport=_SEEN)
                outlets = {report.outlet for report in event.reports if report.outlet}
                page.goto(f"{address}/")
                started = time.monotonic()
                page.locator(f'a[href*="{event.id}"]').first.click()
                page.wait_for_load_state()
                there = sees(page, plain_status(event.status)) and any(sees(page, outlet) for outlet in outlets)
                clicked.append(time.monotonic() - started if there else None)
                page.goto(f"{address}/")
                started = time.monotonic()
                page.keyboard.press("/")
                page.keyboard.type(f"Is it still on: {event.what}")
                page.keyboard.press("Enter")
                page.wait_for_url("**/ask?*")
                there = sees(page, plain_status(event.status)) and any(sees(page, outlet) for outlet in outlets)
                typed.append(time.monotonic() - started if there else None)
                print(f"{path.stem}: {event.what} ({event.status}): click {clicked[-1]}, question {typed[-1]}")
                page.close()
            finally:
                process.terminate()
                process.wait()
    told = {
        way: {"stories": len(times), "in_one_step": len(found := [t for t in times if t is not None]),
              "median_s": round(statistics.median(found), 2) if found else None}
        for way, times in (("click", clicked), ("question", typed))
    }  # fmt: skip
    print(json.dumps(told))


if __name__ == "__main__":
    main()
