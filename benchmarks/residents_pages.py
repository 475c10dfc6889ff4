"""Residents' pages on a slow phone (ux.md B1, B4, B9): 400 kbit/s, 400 ms, a processor six times slower.

    python benchmarks/residents_pages.py [rounds=3]

A throwaway town, served here, read by Chromium at 360 × 640 with an empty cache each time; medians. Needs
Playwright and Chromium.
"""

import shutil
import statistics
import sys
import tempfile
import threading
from pathlib import Path
from typing import Any

from _arms import VILLAGES, found_town
from playwright.sync_api import sync_playwright
from waitress.server import create_server

PATHS = ("/", "/say", f"/v/{VILLAGES[0]}", "/progress", "/services", "/notices", "/help", "/privacy")
SLOW = {"offline": False, "latency": 400, "downloadThroughput": 50_000, "uploadThroughput": 50_000}
WATCH = """
window.seen = {lcp: 0, shift: 0, long: 0};
new PerformanceObserver(l => { for (const e of l.getEntries()) seen.lcp = e.startTime; })
  .observe({type: 'largest-contentful-paint', buffered: true});
new PerformanceObserver(l => { for (const e of l.getEntries()) seen.shift += e.value; })
  .observe({type: 'layout-shift', buffered: true});
new PerformanceObserver(l => { for (const e of l.getEntries()) seen.long = Math.max(seen.long, e.duration); })
  .observe({type: 'longtask', buffered: true});
"""


def look(browser: Any, url: str) -> dict[str, float]:
    """One first view: milliseconds to the largest paint, layout shift, longest task, requests, bytes."""
    context = browser.new_context(viewport={"width": 360, "height": 640}, locale="zh-CN")
    page, sizes = context.new_page(), []
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", SLOW)
    session.send("Emulation.setCPUThrottlingRate", {"rate": 6})
    session.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    page.add_init_script(WATCH)
    page.goto(url, wait_until="networkidle")
    seen = page.evaluate("window.seen")
    context.close()
    return {**seen, "requests": len(sizes), "bytes": sum(sizes)}


def main(rounds: int) -> None:
    with tempfile.TemporaryDirectory(prefix="tracker-bench-") as folder, sync_playwright() as playwright:
        server = create_server(found_town(Path(folder) / "instance"), host="127.0.0.1", port=0)
        threading.Thread(target=server.run, daemon=True).start()
        path = shutil.which("chromium") or shutil.which("google-chrome")
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        print(f"{'page':20}{'LCP ms':>8}{'shift':>8}{'task ms':>9}{'requests':>9}{'KB':>7}")
        print(f"{'at most':20}{2000:8}{0.02:8}{150:9}{5:9}{30:7}")
        for one in PATHS:
            url = f"http://127.0.0.1:{server.effective_port}{one}"
            views = [look(browser, url) for _round in range(rounds)]
            lcp, shift, task, requests, weight = (
                statistics.median(view[name] for view in views)
                for name in ("lcp", "shift", "long", "requests", "bytes")
            )
            print(f"{one:20}{lcp:8.0f}{shift:8.3f}{task:9.0f}{requests:9.0f}{weight / 1024:7.1f}")
        browser.close()
        server.close()


if __name__ == "__main__":
    main(int(sys.argv[1]) if sys.argv[1:] else 3)
