"""A backup is whole or is none, and comes back in a second instance."""

import shutil
import subprocess

import pytest
from factories import make_town, make_user

from tracker.store import audit, backup
from tracker.store.backup import BackupUnusable


def test_a_copy_holds_the_same_and_meets_its_checkpoint(db, tmp_path):
    make_user(name="备份人")
    made = backup.backup(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == [made.name]
    if db.engine.dialect.name == "postgresql":
        listed = subprocess.run(
            ["pg_restore", "--list", str(made / "tracker.dump")], capture_output=True, text=True, check=True
        )
        assert "user_account" in listed.stdout
        return
    second = tmp_path / "second"
    checkpoint = backup.restore(made, second)
    assert checkpoint == audit.verify().checkpoint and (second / "tracker.db").exists()
    with pytest.raises(BackupUnusable, match="已经有数据库"):
        backup.restore(made, second)


def test_a_damaged_copy_is_refused(db, tmp_path):
    make_town()
    made = backup.backup(tmp_path)
    file = next(path for path in made.iterdir() if path.name.startswith("tracker."))
    file.write_bytes(file.read_bytes()[:-100] + b"x" * 100)
    with pytest.raises(BackupUnusable, match="损坏"):
        backup.restore(made, tmp_path / "second")
    shutil.rmtree(made)
    with pytest.raises(BackupUnusable, match="不是一份完整的备份"):
        backup.restore(tmp_path, tmp_path / "second")
