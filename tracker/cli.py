"""The commands of the outside world: start, serve, worker, init, demo, import, export and the caretaker's."""

import csv
import logging
import os
import signal
import sys
import time
import webbrowser
from collections.abc import Callable
from contextlib import nullcontext
from datetime import date
from pathlib import Path
from types import FrameType
from typing import Any

import click
from flask import Flask, current_app
from flask.cli import ScriptInfo, with_appcontext
from waitress.server import create_server

from tracker.address import free_port, lan_address
from tracker.config import SettingsUnusable
from tracker.demo import build
from tracker.domain.errors import Forbidden, NotFound, RuleBroken, TrackerError
from tracker.domain.policy import POLICY
from tracker.domain.roles import LABELS, Role
from tracker.excel.report import Period
from tracker.exports import service as exports
from tracker.exports.offered import REPORTS
from tracker.exports.rules import BY_COMMAND, Choice
from tracker.imports import service as imports
from tracker.imports.kinds import IMPORTS
from tracker.jobs import service as jobs
from tracker.keeper import worker_beside
from tracker.overview import service as overview
from tracker.people.queries import actor_by_login, has_users
from tracker.store import audit, backup, schema
from tracker.store.db import allow_long_work, db
from tracker.store.jobs import Run
from tracker.store.queue import queue
from tracker.township.queries import is_unfinished_demo

EVERYWHERE = "0.0.0.0"  # noqa: S104  # phones in the same network try the demonstration out
SOME_WRONG, UNUSABLE, REFUSED = 3, 2, 4
LOOK_EVERY_SECONDS = 3
log = logging.getLogger("tracker")


@click.group(invoke_without_command=True)
@click.option("--no-browser", is_flag=True, help="不打开浏览器")
@click.pass_context
def commands(context: click.Context, no_browser: bool) -> None:
    """干部群众工作台账。不带命令：准备好一切并启动。"""
    if context.invoked_subcommand is None:
        context.invoke(start, no_browser=no_browser)


@commands.command()
@click.option("--no-browser", is_flag=True)
@with_appcontext
def start(no_browser: bool) -> None:
    """准备数据库，空库装入演示数据，启动网页和后台。"""
    schema.upgrade()
    if is_unfinished_demo():
        click.echo("上次的演示数据没有装完，清掉重装")
        schema.wipe()
        schema.upgrade()
    if not has_users():
        click.echo("数据库是空的，正在装入演示数据，请稍等……", nl=True)
        sys.stdout.flush()
        build(scale=1, logins_file=Path(current_app.config["INSTANCE"]) / "demo-logins.json")
    _serve(EVERYWHERE, None, no_browser, with_worker=True)


@commands.command()
@click.option("--host", default="127.0.0.1")
@click.option("--port", type=int, default=None)
@click.option("--no-browser", is_flag=True)
@click.option("--no-worker", is_flag=True)
@with_appcontext
def serve(host: str, port: int | None, no_browser: bool, no_worker: bool) -> None:
    """只启动网页，不装演示数据。"""
    schema.upgrade()
    _serve(host, port, no_browser, with_worker=not no_worker)


def _serve(host: str, port: int | None, no_browser: bool, *, with_worker: bool) -> None:
    """Listen first, then say where; the worker is a process of its own and ends with this one."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    overview.start_clock(app.config)
    port = port or free_port(host)
    server = create_server(app, host=host, port=port, threads=8, ident=None)
    signal.signal(signal.SIGTERM, _stop)
    with worker_beside() if with_worker else nullcontext():
        try:
            _welcome(app, host, port)
            if not no_browser and not os.environ.get("CI"):
                webbrowser.open(f"http://127.0.0.1:{port}")
            server.run()
        except KeyboardInterrupt:
            click.echo("已停止")
        finally:
            server.close()


def _welcome(app: Flask, host: str, port: int) -> None:
    """The address on a line of its own, for people and for programs that wait for it."""
    click.echo(f"http://127.0.0.1:{port}")
    if host == EVERYWHERE and (lan := lan_address()):
        click.echo(f"同一网络里的手机请打开：http://{lan}:{port}")
    logins = Path(app.config["INSTANCE"]) / "demo-logins.json"
    if logins.exists():
        click.echo(f"演示账号在 {logins}")
    click.echo("按 Ctrl+C 停止")
    sys.stdout.flush()


def _stop(_signal: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


@commands.command()
@with_appcontext
def worker() -> None:
    """后台：做导出、导入、备份这些费时间的事，每天做一次该做的事（上一天漏做的，启动时补上）。"""
    allow_long_work(db.engine)
    consumer = queue().consumer()
    consumer.start()
    signal.signal(signal.SIGTERM, _stop)  # after the consumer has set its own
    signal.signal(signal.SIGINT, _stop)
    parent = os.getppid()
    try:
        while os.getppid() == parent:
            _look_round()
            time.sleep(LOOK_EVERY_SECONDS)
    except KeyboardInterrupt:
        pass
    finally:
        Run.stopping.set()  # what runs goes back into the queue at its next row
        consumer.stop(graceful=True)


def _look_round() -> None:
    """What the worker does every few seconds; a database that is away for a moment does not end it."""
    try:
        if schema.current():  # the server may still be making the database
            jobs.look_after()
            overview.nightly_when_due()
    except Exception:
        log.exception("the worker goes on")
        db.session.remove()


@commands.command()
@click.option("--town", required=True, help="乡镇名称，例如 石门镇")
@click.option("--code", required=True, help="九位统计用区划代码")
@with_appcontext
def init(town: str, code: str) -> None:
    """建一个空的乡镇，设三名管理员。"""
    schema.upgrade()
    if has_users():
        raise click.ClickException("数据库里已经有人员，init 只用在空的数据库上")
    for login, password in overview.found_town(town, code):
        click.echo(f"{login}  {password}")
    click.echo("三个账号请分别交给三个人，第一次登录要改密码。这些密码不会再显示。")


@commands.command(name="demo")
@click.option("--scale", type=click.IntRange(1, 200), default=1)
@with_appcontext
def demo_command(scale: int) -> None:
    """往空的数据库里装入演示数据。"""
    schema.upgrade()
    if has_users():
        raise click.ClickException("数据库里已经有人员，演示数据只装进空的数据库")
    logins = Path(current_app.config["INSTANCE"]) / "demo-logins.json"
    build(scale=scale, logins_file=logins)
    click.echo(f"演示数据装好了，账号在 {logins}")


@commands.command(name="import")
@click.argument("kind", type=click.Choice(sorted(IMPORTS)))
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="只检查，不写入")
@click.option("--town", default="", help="县里有几个乡镇时，写明哪一个的九位代码")
@with_appcontext
def import_command(kind: str, file: Path, dry_run: bool, town: str) -> None:
    """导入一张表：印出新增、更新、跳过、有错的行数和每一处错误。"""
    allow_long_work(db.engine)
    schema.upgrade()
    try:
        result = imports.import_sheet(IMPORTS[kind], file, town=town, is_dry_run=dry_run)
    except RuleBroken as broken:
        click.echo(str(broken), err=True)
        sys.exit(UNUSABLE)
    click.echo(result.summary + ("（只检查，没有写入）" if dry_run else ""))
    for error in result.wrong:
        click.echo(str(error))
    sys.exit(SOME_WRONG if result.wrong else 0)


@commands.command()
@click.argument("report", type=click.Choice(sorted(REPORTS)))
@click.option("--as", "login", required=True, help="以谁的身份导出")
@click.option("--out", required=True, type=click.Path(dir_okay=False, path_type=Path))
@click.option("--from", "start_on", default=None, help="起始日期 2026-01-01")
@click.option("--to", "end_on", default=None, help="截止日期 2026-12-31")
@click.option("--year", type=int, default=None)
@click.option("--purpose", default=BY_COMMAND, help="做什么用，印在页眉上")
@with_appcontext
def export(report: str, login: str, out: Path, purpose: str, **span: Any) -> None:
    """导出一张报表：和这个人在网页上得到的一样。"""
    allow_long_work(db.engine)
    actor = actor_by_login(login)
    if actor is None:
        raise click.ClickException(f"没有登录名为 {login} 的在岗人员")
    period = Period(_day(span["start_on"]), _day(span["end_on"]), span["year"])
    try:
        count = exports.export_to(actor, exports.Wanted(REPORTS[report], period, Choice()), out, purpose)
    except (Forbidden, NotFound):
        click.echo(f"{LABELS[actor.role]}不能导出这张报表", err=True)
        sys.exit(REFUSED)
    except RuleBroken as broken:
        raise click.ClickException(str(broken)) from broken
    click.echo(f"导出 {count} 行：{out}")


def _day(text: str | None) -> date | None:
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as broken:
        raise click.ClickException(f"日期应写成 2026-11-23，这里是“{text}”") from broken


@commands.command()
def reports() -> None:
    """列出全部报表。"""
    for name, report in sorted(REPORTS.items()):
        click.echo(f"{name}\t{report.title}")


@commands.command()
@click.option("--csv", "as_csv", is_flag=True, help="逗号分隔")
def policy(as_csv: bool) -> None:
    """印出整张权限表：谁能对哪些记录做什么。"""
    rows = policy_rows()
    if as_csv:
        csv.writer(sys.stdout, lineterminator="\n").writerows(rows)
        return
    for action, role, scope in rows[1:]:
        click.echo(f"{action:32}{LABELS[Role(role)]}\t{scope}")


def policy_rows() -> list[tuple[str, str, str]]:
    """The matrix as rows (action, role, scope), the heading first."""
    rows = [
        (action, role.value, scope.__name__) for action, row in POLICY.items() for role, scope in row.items()
    ]
    return [("action", "role", "scope"), *sorted(rows)]


@commands.command()
@with_appcontext
def nightly() -> None:
    """每天该做一次的事；做两次也不要紧。"""
    for line in overview.nightly():
        click.echo(line)


@commands.command(name="verify-audit")
@click.option("--checkpoints", type=click.Path(exists=True, dir_okay=False, path_type=Path), default=None)
@with_appcontext
def verify_audit(checkpoints: Path | None) -> None:
    """核对审计记录：链条完整，和另外保存的检查点一致。"""
    verdict = audit.verify(_checkpoints(checkpoints))
    if verdict.first_bad is not None:
        click.echo(f"审计记录从第 {verdict.first_bad} 条起被改动过", err=True)
        sys.exit(2)
    if verdict.missed is not None:
        click.echo(f"审计记录和第 {verdict.missed} 条的检查点不一致：被截断或整个重写过", err=True)
        sys.exit(3)
    click.echo(f"审计记录完整：{verdict.count} 条，{verdict.pending} 条等今晚归入")
    click.echo(f"检查点 {verdict.checkpoint}")


def _checkpoints(path: Path | None) -> dict[int, str]:
    """Lines "seq hash" kept elsewhere, as verify-audit prints them."""
    if path is None:
        return {}
    lines = (line.split() for line in path.read_text().splitlines())
    return {int(parts[0]): parts[1] for parts in lines if len(parts) == 2 and parts[0].isdecimal()}


@commands.command(name="backup")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@with_appcontext
def backup_command(folder: Path) -> None:
    """备份数据库到一个文件夹：核对过才算数，密钥不在里面。"""
    click.echo(f"备份好了：{backup.backup(folder)}")
    click.echo("密钥 keys.json 不在备份里，请另外保存两份，分开放")


@commands.command(name="restore")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--into", required=True, type=click.Path(path_type=Path), help="空的实例文件夹")
def restore_command(folder: Path, into: Path) -> None:
    """把一份备份恢复到空的实例文件夹。"""
    checkpoint = backup.restore(folder, into)
    click.echo(f"恢复好了：{into}。请把当时的 keys.json 放进去，再用 TRACKER_INSTANCE 指向它启动")
    click.echo(f"核对：verify-audit 应得到检查点 {checkpoint}")


@commands.command()
@with_appcontext
def doctor() -> None:
    """看看这台机器和这个数据库是否健康。"""
    findings = overview.health(Path(current_app.config["INSTANCE"]))
    for is_good, line in findings:
        click.echo(("好　" if is_good else "不好　") + line)
    sys.exit(0 if all(is_good for is_good, _line in findings) else 1)


def main(create_app: Callable[[], Flask]) -> None:
    """Run one command; what the program refuses on purpose ends with one sentence, not with a traceback."""
    os.umask(0o077)  # database, exports and backups are for the owner alone
    try:
        commands(obj=ScriptInfo(create_app=create_app), prog_name="python3 wsgi.py")
    except (SettingsUnusable, TrackerError) as refused:
        click.echo(str(refused), err=True)
        sys.exit(1)
