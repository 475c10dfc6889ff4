"""The bootstrap (启动引导), run for real in a small copy of the project with lock files of its own."""

import ast
import os
import re
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

from tracker import boot

PROJECT = Path(__file__).resolve().parents[2]
UNKNOWN_PACKAGE = "no-such-package==1.0 --hash=sha256:" + "0" * 64 + "\n"
CLOSED_PORT = "http://127.0.0.1:9/simple"
PROGRAM = """import sys
from pathlib import Path

sys.stdout.write(f"ran {sys.argv[1:]} {Path(sys.prefix).name} {Path.cwd().name}\\n")
"""


class Copy:
    """A project with the real bootstrap, lock files without packages, a program that says how it was run."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (self.folder / "tracker").mkdir(parents=True)
        for name in ("wsgi.py", "tracker/__init__.py", "tracker/boot.py"):
            shutil.copy(PROJECT / name, self.folder / name)
        (self.folder / "tracker" / "__main__.py").write_text(PROGRAM)
        self.lock("")

    def lock(self, text: str) -> None:
        for name in boot.TEST_LOCKS:
            (self.folder / name).write_text(text)

    def run(self, *args: str, cwd: Path | None = None, **env: str) -> subprocess.CompletedProcess[str]:
        foreign = ("PIP_", "UV_", "PYTHON")
        plain = {name: value for name, value in os.environ.items() if not name.startswith(foreign)}
        plain |= {"PATH": "/usr/bin:/bin", "PIP_CONFIG_FILE": os.devnull, "PIP_INDEX_URL": CLOSED_PORT, **env}
        command = [sys.executable, str(self.folder / "wsgi.py"), *args]
        return subprocess.run(command, cwd=cwd, env=plain, capture_output=True, text=True, check=False)


@pytest.fixture
def fresh(tmp_path):
    return Copy(tmp_path / "fresh")


@pytest.fixture(scope="module")
def started(tmp_path_factory):
    copy = Copy(tmp_path_factory.mktemp("boot") / "started")
    copy.first_start = copy.run("export", "village", cwd=copy.folder.parent)
    return copy


@pytest.fixture
def moved(started, tmp_path):
    """A project with a finished environment, after its folder was moved."""
    copy = Copy(tmp_path / "moved")
    shutil.copytree(started.folder, copy.folder, symlinks=True, dirs_exist_ok=True)
    return copy


def test_first_start_makes_the_environment_and_runs_the_command_in_the_folder_of_the_caller(started):
    run = started.first_start

    assert run.returncode == 0, run.stderr
    assert "正在准备运行环境" in run.stdout
    assert f"ran ['export', 'village'] .venv {started.folder.parent.name}" in run.stdout


def test_later_starts_reuse_the_environment(started, tmp_path):
    stamp = started.folder / ".venv" / "tracker-stamp"
    made_at = stamp.stat().st_mtime_ns

    run = started.run("--no-browser", cwd=tmp_path)

    assert run.stdout == f"ran ['--no-browser'] .venv {tmp_path.name}\n"
    assert stamp.stat().st_mtime_ns == made_at


def test_environment_survives_the_move_of_its_folder(moved, tmp_path):
    assert moved.run(cwd=tmp_path).stdout == f"ran [] .venv {tmp_path.name}\n"


def test_environment_that_was_killed_half_way_is_made_anew(fresh):
    leftover = fresh.folder / ".venv" / "bin" / "python"
    leftover.parent.mkdir(parents=True)
    leftover.write_text("half a file")

    run = fresh.run()

    assert run.returncode == 0, run.stderr
    assert "ran [] .venv" in run.stdout


def test_changed_lock_and_closed_index_give_the_two_lines_for_a_domestic_mirror(moved):
    moved.lock(UNKNOWN_PACKAGE)

    run = moved.run(PIP_RETRIES="0")

    assert run.returncode == 1
    assert run.stderr.splitlines() == [
        "连不上软件包仓库。请检查网络，或先运行下面两行换用国内镜像，再重新启动：",
        f"export PIP_INDEX_URL={boot.MIRROR}",
        f"export UV_INDEX_URL={boot.MIRROR}",
    ]
    assert not (moved.folder / ".venv" / "tracker-stamp").exists()


def test_wheels_folder_is_used_instead_of_the_index(moved):
    (moved.folder / "wheels").mkdir()
    moved.lock(UNKNOWN_PACKAGE)

    run = moved.run()

    assert run.returncode == 1
    assert run.stderr.startswith("wheels 文件夹里的软件包不齐")


def test_python_without_venv_names_the_debian_package(fresh, tmp_path):
    # what Debian's python3 without python3-venv looks like: the module ensurepip cannot be found
    (tmp_path / "sitecustomize.py").write_text("import sys\nsys.modules['ensurepip'] = None\n")

    run = fresh.run(PYTHONPATH=str(tmp_path))

    assert run.returncode == 1
    assert run.stderr == "本机的 Python 缺少 venv 模块，请先运行：sudo apt install python3-venv\n"
    assert run.stdout.count("\n") == 1


def test_mirror_named_for_pip_counts_for_uv_and_the_other_way_round():
    for name in ("PIP_INDEX_URL", "UV_INDEX_URL", "UV_DEFAULT_INDEX"):
        env = boot.index_settings({name: "https://mirror.example/simple"})
        assert env["PIP_INDEX_URL"] == env["UV_DEFAULT_INDEX"] == "https://mirror.example/simple"


@pytest.mark.parametrize("version", [(3, 6), (3, 10)])
def test_old_python_gets_one_line_that_names_the_version_needed(version):
    with pytest.raises(boot.BootFailed, match=r"^需要 Python 3\.11 或更高版本，当前是 3\.\d+。.*$"):
        boot.check_python(version)


@pytest.mark.parametrize("name", ["wsgi.py", "tracker/__init__.py", "tracker/boot.py"])
def test_an_older_python_can_at_least_read_the_bootstrap(name):
    ast.parse((PROJECT / name).read_text(encoding="utf-8"), feature_version=(3, 8))


def test_bootstrap_imports_the_standard_library_only():
    script = "import sys; sys.path.insert(0, sys.argv[1]); import tracker.boot; print(*sys.modules)"
    run = subprocess.run(
        [sys.executable, "-S", "-I", "-c", script, str(PROJECT)], capture_output=True, text=True, check=True
    )
    outside = {name.partition(".")[0] for name in run.stdout.split()} - set(sys.stdlib_module_names)

    assert outside <= {"__main__", "tracker"}
    assert "tracker.boot" in run.stdout.split()


def test_test_lock_holds_every_pin_of_the_program_lock():
    program, tests = (
        set(re.findall(r"^[a-z][^ ]*==[^ ]+", (PROJECT / name).read_text(), re.MULTILINE))
        for name in boot.TEST_LOCKS
    )

    assert len(program) > 20
    assert program < tests


def test_count_sums_up_what_pytest_really_wrote(tmp_path):
    (tmp_path / "test_sample.py").write_text(
        "import pytest\n"
        "def test_good(): pass\n"
        "def test_bad(): assert False\n"
        "@pytest.fixture\ndef broken(): raise ValueError\n"
        "def test_error(broken): pass\n"
        "@pytest.mark.parametrize('n', [1, 2])\ndef test_left_out(n): pytest.skip('没有找到 Chromium')\n"
    )
    junit = tmp_path / "junit.xml"
    pytest_run = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", f"--junitxml={junit}"]
    subprocess.run(pytest_run, cwd=tmp_path, capture_output=True, check=False)

    assert boot.count(junit) == boot.Tally(1, 2, 2, boot.Counter({"没有找到 Chromium": 2}))


def run_checks_on(copy, test):
    """Run the test command with the tools of this environment on one test and on a module that is skipped."""
    shutil.copy(PROJECT / ".ruff.toml", copy.folder)
    (copy.folder / "setup.cfg").write_text(
        "[mypy]\nfiles = tracker/__init__.py\n"
        "[importlinter]\nroot_package = tracker\n"
        "[importlinter:contract:a]\nname = a\ntype = independence\n"
        "modules =\n    tracker.boot\n    tracker.__main__\n"
    )
    tests = copy.folder / "tests"
    tests.mkdir()
    (tests / "test_sample.py").write_text(f"def test_sum():\n    {test}\n")
    (tests / "test_server.py").write_text(
        'import pytest\n\npytest.skip("没有 PostgreSQL", allow_module_level=True)\n'
    )
    return copy.run("test", "-q", PYTHONPATH=sysconfig.get_path("purelib"))


@pytest.mark.parametrize(
    ("test", "code", "last_line"),
    [
        ("assert 1 + 1 == 2", 0, "4 passed, 0 failed, 1 skipped"),
        ("assert 1 + 1 == 3", 1, "3 passed, 1 failed, 1 skipped"),
        ("assert 1 + 1 == 2;", 1, "3 passed, 1 failed, 1 skipped"),
    ],
    ids=["good", "wrong", "untidy"],
)
def test_test_command_ends_with_the_sum_and_tells_why_it_skipped(moved, test, code, last_line):
    run = run_checks_on(moved, test)

    assert run.returncode == code, run.stdout
    assert run.stdout.splitlines()[-2:] == ["跳过 1 项：没有 PostgreSQL", last_line]


def test_test_command_fails_when_a_check_cannot_run(moved):
    run = moved.run("test", "-q")

    assert run.returncode == 1
    assert run.stdout.splitlines()[-1] == "0 passed, 4 failed, 0 skipped"
