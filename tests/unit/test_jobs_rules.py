"""How far background work is (后台任务), in words."""

import pytest

from tracker.jobs.rules import KIND_LABELS, OPEN, STATUS_LABELS, spoken, standing


@pytest.mark.parametrize(
    ("done", "total", "seconds", "text"),
    [
        (0, 12_000, 9.0, "刚开始"),
        (3_200, 12_000, 14.5, "已处理 3,200 / 12,000 行，约还需 40 秒"),
        (3_200, 12_000, 2.0, "已处理 3,200 / 12,000 行"),
        (11_999, 12_000, 60.0, "已处理 11,999 / 12,000 行，约还需 5 秒"),
        (12_000, 12_000, 60.0, "已处理 12,000 / 12,000 行"),
        (3_200, None, 60.0, "已处理 3,200 行"),
        (100, 12_000, 3.0, "已处理 100 / 12,000 行，约还需 6 分钟"),
    ],
)
def test_the_page_says_how_far_and_guesses_the_rest_only_when_it_can(done, total, seconds, text):
    assert standing(done, total, seconds).text == text


def test_forms_are_counted_as_forms():
    assert standing(20, 60, 1.0, "fill").text == "已处理 20 / 60 份"


def test_more_rows_than_promised_never_pass_the_end_of_the_bar():
    stands = standing(13_000, 12_000, 60.0)
    assert (stands.done, stands.total) == (12_000, 12_000)
    assert "13,000" not in stands.text


@pytest.mark.parametrize(
    ("seconds", "said"), [(0.2, "5 秒"), (12, "10 秒"), (38, "40 秒"), (59, "60 秒"), (95, "2 分钟")]
)
def test_a_guess_is_said_as_a_guess(seconds, said):
    assert spoken(seconds) == said


def test_every_state_has_its_word():
    from tracker.store.jobs import Status

    assert set(STATUS_LABELS) == {status.value for status in Status}
    assert set(OPEN) < set(STATUS_LABELS) and all(KIND_LABELS.values())
