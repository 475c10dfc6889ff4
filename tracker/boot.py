"""The bootstrap (启动引导): makes .venv from the hash-locked requirements, then runs the command inside it.

Standard library only, and no syntax newer than Python 3.8: an older one must get a sentence, not a traceback.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree

OLDEST_PYTHON = (3, 11)
ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
VENV_PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
# Written last: an environment without it was killed half-way.
STAMP = VENV / "tracker-stamp"
WHEELS = ROOT / "wheels"
RUN_LOCKS = ("requirements.lock",)
BROWSER = "tests/browser"
TEST_LOCKS = ("requirements.lock", "requirements-test.lock")

MIRROR = "https://pypi.tuna.tsinghua.edu.cn/simple"
SIGNS_OF_NO_INDEX = (
    "connection",
    "timed out",
    "timeout",
    "name resolution",
    "failed to fetch",
    "failed to lookup address",
    "error sending request",
    "proxyerror",
    "sslerror",
    "from versions: none",
)


class BootFailed(Exception):
    """The environment cannot be made; the text tells a person what to do."""


def main(args: list[str]) -> int:
    """Run one command of the program inside its environment; on POSIX only `test` and failures come back."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")  # a terminal without Chinese must not stop the program
    testing = args[:1] == ["test"]
    try:
        check_python(sys.version_info[:2])
        prepare(TEST_LOCKS if testing else RUN_LOCKS)
        return run_checks(args[1:]) if testing else run_inside(["-P", "-m", "tracker", *args])
    except BootFailed as failed:
        print(failed, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("已停止。", file=sys.stderr)
        return 130


def check_python(version: tuple[int, ...]) -> None:
    if version < OLDEST_PYTHON:
        found = ".".join(map(str, version))
        raise BootFailed(f"需要 Python 3.11 或更高版本，当前是 {found}。请换用新版本的 Python 启动。")


def prepare(locks: tuple[str, ...]) -> None:
    """Make .venv match the lock files; does nothing when its stamp says that it does already."""
    wanted = set(stamp_lines(locks))
    if VENV_PYTHON.exists() and wanted <= read_stamp():
        return
    print("正在准备运行环境，第一次约需一分钟……", flush=True)
    uv = shutil.which("uv")
    maker = {python_line(), f"maker {'uv' if uv else 'pip'}"}
    whole = VENV_PYTHON.exists() and maker <= read_stamp()
    try:
        STAMP.unlink(missing_ok=True)
        if not whole:
            make_venv(uv)
        install(locks, uv)
        unfinished = STAMP.with_suffix(".new")
        unfinished.write_text("\n".join(sorted(wanted | maker)) + "\n", encoding="utf-8")
        unfinished.replace(STAMP)
    except OSError as error:
        raise BootFailed(f"不能写入文件夹 {VENV}：{error.strerror}。请检查磁盘空间和文件夹权限。") from error


def python_line() -> str:
    return "python {}.{}".format(*sys.version_info)


def stamp_lines(locks: Iterable[str]) -> list[str]:
    """What the stamp of a finished environment holds: its Python and the hash of each lock file in it."""
    hashes = [f"{lock} {hashlib.sha256((ROOT / lock).read_bytes()).hexdigest()}" for lock in locks]
    return [python_line(), *hashes]


def read_stamp() -> set[str]:
    return set(STAMP.read_text(encoding="utf-8").splitlines()) if STAMP.is_file() else set()


def make_venv(uv: str | None) -> None:
    if VENV.is_symlink():
        VENV.unlink()
    elif VENV.exists():
        shutil.rmtree(VENV)
    python = getattr(sys, "_base_executable", sys.executable)  # also when started by the .venv being remade
    if uv:
        command = [uv, "venv", "--quiet", "--python", python, str(VENV)]
    elif importlib.util.find_spec("venv") is None or importlib.util.find_spec("ensurepip") is None:
        # Debian keeps both in a package of its own
        raise BootFailed("本机的 Python 缺少 venv 模块，请先运行：sudo apt install python3-venv")
    else:
        command = [python, "-m", "venv", str(VENV)]
    made = subprocess.run(command, capture_output=True, text=True, errors="replace")
    if made.returncode:
        raise BootFailed("运行环境没有建成。\n" + tail(made.stdout + made.stderr))


def install(locks: tuple[str, ...], uv: str | None) -> None:
    if uv:
        command = [uv, "pip", "install", "--quiet", "--python", str(VENV_PYTHON), "--require-hashes"]
    else:
        command = [str(VENV_PYTHON), "-m", "pip", "install", "--quiet", "--no-input", "--require-hashes"]
    if WHEELS.is_dir():
        command += ["--no-index", "--find-links", str(WHEELS)]
    for lock in locks:
        command += ["-r", str(ROOT / lock)]
    installed = subprocess.run(
        command, env=index_settings(dict(os.environ)), capture_output=True, text=True, errors="replace"
    )
    if installed.returncode:
        raise BootFailed(explain(installed.stdout + installed.stderr))


def index_settings(env: dict[str, str]) -> dict[str, str]:
    """The environment for pip and uv: a mirror that was named for one of the two counts for both."""
    mirror = env.get("PIP_INDEX_URL") or env.get("UV_INDEX_URL") or env.get("UV_DEFAULT_INDEX")
    if mirror:
        env.setdefault("PIP_INDEX_URL", mirror)
        env.setdefault("UV_DEFAULT_INDEX", mirror)
    env.pop("UV_INDEX_URL", None)  # uv warns when both of its names for it are set
    env.setdefault("PIP_RETRIES", "2")
    env["PIP_DISABLE_PIP_VERSION_CHECK"] = "1"
    return env


def explain(output: str) -> str:
    if WHEELS.is_dir():
        return "wheels 文件夹里的软件包不齐，或与本机系统不符。\n" + tail(output)
    if any(sign in output.lower() for sign in SIGNS_OF_NO_INDEX):
        setting = "set" if os.name == "nt" else "export"
        return (
            "连不上软件包仓库。请检查网络，或先运行下面两行换用国内镜像，再重新启动：\n"
            f"{setting} PIP_INDEX_URL={MIRROR}\n{setting} UV_INDEX_URL={MIRROR}"
        )
    return "软件包没有装好，再次启动会重新安装。\n" + tail(output)


def tail(output: str) -> str:
    return "\n".join(output.strip().splitlines()[-8:])


def inside() -> dict[str, str]:
    """Variables for the program: it is found from whatever folder one starts it; UTF-8 everywhere."""
    path = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")]))
    return {"PYTHONUTF8": "1", **os.environ, "PYTHONPATH": path}


def run_inside(arguments: list[str]) -> int:
    """Become the program (POSIX), so that Ctrl-C and signals reach it once; on Windows wait for it."""
    command = [str(VENV_PYTHON), *arguments]
    sys.stdout.flush()
    if os.name == "posix":
        os.execve(command[0], command, inside())  # noqa: S606  # no shell is wanted
    return wait_for(command)


def wait_for(command: list[str], cwd: Path | None = None) -> int:
    """Run a program to its end; Ctrl-C reaches it as well, so it is given the time to end by itself."""
    sys.stdout.flush()
    with subprocess.Popen(command, env=inside(), cwd=cwd) as program:
        try:
            return program.wait()
        except KeyboardInterrupt:
            program.wait()
            raise


@dataclass
class Tally:
    """How the checks went; reasons counts why tests were skipped."""

    passed: int = 0
    failed: int = 0
    skipped: int = 0
    reasons: Counter[str] = field(default_factory=Counter)

    def add(self, other: Tally) -> None:
        self.passed += other.passed
        self.failed += other.failed
        self.skipped += other.skipped
        self.reasons += other.reasons


def run_checks(pytest_args: list[str]) -> int:
    """Lint, types, import contracts, tests; the last line sums up what passed, failed and was skipped."""
    lint_imports = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    total = Tally()
    total.add(run_step("代码检查", ["-m", "ruff", "check", "."]))
    total.add(run_step("类型检查", ["-m", "mypy"]))
    total.add(run_step("依赖方向检查", ["-c", lint_imports, "--no-logo"]))
    if pytest_args:
        total.add(run_tests("测试", pytest_args))
    else:
        # a folder is not even read by the other half; whoever is done takes over what the other has waiting
        total.add(run_tests("测试", ["-n", "2", "--dist", "worksteal", f"--ignore={BROWSER}"]))
        total.add(run_tests("浏览器测试", [BROWSER, "-n", "2", "--dist", "loadfile"]))
    for reason, times in total.reasons.most_common():
        print(f"跳过 {times} 项：{reason}")
    print(f"{total.passed} passed, {total.failed} failed, {total.skipped} skipped", flush=True)
    return 1 if total.failed else 0


def run_step(title: str, arguments: list[str]) -> Tally:
    print(f"\n【{title}】", flush=True)
    code = wait_for([str(VENV_PYTHON), *arguments], cwd=ROOT)
    return Tally(failed=1) if code else Tally(passed=1)


def run_tests(title: str, pytest_args: list[str]) -> Tally:
    print(f"\n【{title}】", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        junit = Path(folder) / "junit.xml"
        command = [str(VENV_PYTHON), "-m", "pytest", *pytest_args, f"--junitxml={junit}"]
        code = wait_for(command, cwd=ROOT)
        tally = count(junit) if junit.is_file() else Tally()
    if code not in (0, 5) and not tally.failed:  # 5: no such tests; else pytest stopped before it could count
        tally.failed = 1
    return tally


def count(junit: Path) -> Tally:
    """Sum up what pytest wrote: a test is failed (or in error), skipped with its reason, or passed."""
    tally = Tally()
    for case in ElementTree.parse(junit).iter("testcase"):  # noqa: S314  # pytest has just written it
        skip = case.find("skipped")
        if case.find("failure") is not None or case.find("error") is not None:
            tally.failed += 1
        elif skip is not None:
            tally.skipped += 1
            tally.reasons[reason_of(skip)] += 1
        else:
            tally.passed += 1
    return tally


def reason_of(skip: ElementTree.Element) -> str:
    reason = skip.get("message", "")
    if reason == "collection skipped":  # a module skipped as a whole: ('file', line, 'Skipped: reason')
        reason = (skip.text or "").partition("Skipped: ")[2].rstrip("')\"")
    return reason or "没有写明原因"
