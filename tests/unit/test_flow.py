"""A state machine as a table: steps, buttons, and the mistakes a table can have."""

from enum import StrEnum

import pytest

from tracker.domain.errors import RuleBroken
from tracker.domain.flow import Flow, Move


class Light(StrEnum):
    RED = "red"
    GREEN = "green"
    OFF = "off"


START = Move("start", "放行", frozenset({Light.RED}), Light.GREEN)
STOP = Move("stop", "停止", frozenset({Light.GREEN}), Light.RED)
BREAK = Move("break", "停用", frozenset({Light.RED, Light.GREEN}), Light.OFF, confirm="停用后不能恢复")
OFF = frozenset({Light.OFF})
SOUND = Flow(Light.RED, START, STOP, BREAK, terminal=OFF)


def test_a_step_leads_to_the_target_of_its_row():
    assert SOUND.step(Light.RED, "start") is Light.GREEN
    assert SOUND.step(Light.GREEN, "break") is Light.OFF


def test_a_step_from_the_wrong_status_is_refused_with_the_words_of_its_button():
    with pytest.raises(RuleBroken) as broken:
        SOUND.step(Light.OFF, "start")
    assert str(broken.value) == "当前状态不能“放行”"
    assert broken.value.params == {"button": "放行"}


def test_a_step_nobody_wrote_down_is_a_mistake_of_the_program():
    with pytest.raises(KeyError):
        SOUND.step(Light.RED, "fly")


def test_one_name_may_lead_to_different_targets_from_different_sources():
    go = Move("toggle", "切换", frozenset({Light.RED}), Light.GREEN)
    halt = Move("toggle", "切换", frozenset({Light.GREEN}), Light.RED)
    flow = Flow(Light.RED, go, halt)
    assert flow.step(Light.RED, "toggle") is Light.GREEN
    assert flow.step(Light.GREEN, "toggle") is Light.RED


def test_the_open_moves_are_the_buttons_in_the_order_of_the_table():
    assert SOUND.open_moves(Light.GREEN) == (STOP, BREAK)
    assert SOUND.open_moves(Light.OFF) == ()


def test_a_sound_table_has_no_problems():
    assert SOUND.problems() == []
    assert SOUND.states() == (Light.RED, Light.GREEN, Light.OFF)
    assert SOUND.reachable() == frozenset(Light)
    assert SOUND.terminal() == OFF


def test_a_state_is_reachable_over_several_moves():
    switch_off = Move("off", "熄灯", frozenset({Light.GREEN}), Light.OFF)
    assert Flow(Light.RED, START, switch_off).reachable() == frozenset(Light)
    assert Flow(Light.RED, START).reachable() == {Light.RED, Light.GREEN}


STOP_TWICE = Move("stop", "停止", frozenset({Light.RED, Light.GREEN}), Light.OFF)
MEND = Move("mend", "修复", OFF, Light.RED)


@pytest.mark.parametrize(
    ("moves", "terminal", "problem"),
    [
        ((START, STOP), OFF, "unreachable: off"),
        ((START, STOP, STOP_TWICE), OFF, "two moves 'stop' from green"),
        ((START, STOP, BREAK, MEND), OFF, "declared terminal, but moves leave it: off"),
        ((START, STOP, BREAK), frozenset(), "dead end, not declared terminal: off"),
    ],
)
def test_each_mistake_in_a_table_is_named(moves, terminal, problem):
    assert Flow(Light.RED, *moves, terminal=terminal).problems() == [problem]
