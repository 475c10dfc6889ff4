"""石门镇: an invented county with two towns, offices, villages and groups (单位); nothing of it exists."""

from collections.abc import Iterator

from tracker.domain.roles import SYSTEM
from tracker.opinions.service import create_default_categories
from tracker.township.service import UnitRow, add_units, mark_demo

COUNTY, TOWN, SECOND_TOWN = "990101", "990101001", "990101002"

# name, short name, room
OFFICES = (
    ("党政办公室", "党政办", "镇政府大楼 201 室"),
    ("党建工作办公室", "党建办", "镇政府大楼 205 室"),
    ("经济发展办公室", "经发办", "镇政府大楼 301 室"),
    ("农业农村办公室", "农业办", "镇政府大楼 303 室"),
    ("综合治理办公室", "综治办", "镇政府大楼 102 室"),
    ("便民服务中心", "便民中心", "石门街 18 号一楼大厅"),
    ("社会事务办公室", "社事办", "镇政府大楼 105 室"),
    ("规划建设和生态环境办公室", "规建办", "镇政府大楼 305 室"),
)
OFFICE_WORDS = ("PARTY", "BUILDING", "ECONOMY", "FARMING", "ORDER", "HALL", "SOCIAL", "PLANNING")
"""How the lists of words call the offices above."""
PARTY, BUILDING, ECONOMY, FARMING, ORDER, HALL, SOCIAL, PLANNING = (
    f"{TOWN}{901 + number}" for number in range(len(OFFICES))
)

# name, number of groups, key village (经济薄弱、问题较多), where the village hall stands
VILLAGES = (
    ("石门社区", 6, False, "石门街 66 号"),
    ("云溪村", 5, False, "云溪桥头"),
    ("柳湾村", 4, True, "柳湾渡口旁"),
    ("大塘村", 6, False, "大塘小学旧址"),
    ("杨梅岭村", 4, True, "杨梅岭岔路口"),
    ("清水湾村", 5, False, "清水湾祠堂对面"),
    ("白茅村", 4, False, "白茅老粮站"),
    ("荷塘村", 5, False, "荷塘文化广场"),
    ("鹰嘴岩村", 3, True, "鹰嘴岩护林站旁"),
    ("金竹村", 5, False, "金竹村口"),
    ("双桥村", 4, False, "双桥老街 9 号"),
    ("梨树坪村", 4, False, "梨树坪晒谷场边"),
)
SECOND_VILLAGES = ("青石村", "红花坳村", "望江村")
SECOND_OFFICES = ("党政办公室", "综合治理办公室", "便民服务中心")
NUMBERS = "一二三四五六七八九十"


def village_code(number: int) -> str:
    return f"{TOWN}{201 + number}"


VILLAGE_CODES = tuple(village_code(number) for number in range(len(VILLAGES)))
VILLAGE_NAMES = {village_code(number): row[0] for number, row in enumerate(VILLAGES)}


def code_of(word: str) -> str:
    """The code of the office that a list of words calls FARMING, ORDER …"""
    return f"{TOWN}{901 + OFFICE_WORDS.index(word)}"


def group_names(number: int) -> list[str]:
    """第一组, 第二组 … of the village at this place of the list."""
    return [f"第{NUMBERS[one]}组" for one in range(VILLAGES[number][1])]


def found() -> None:
    """The units of both towns and their categories; from here on the database calls itself a demo."""
    mark_demo(SYSTEM, is_whole=False)
    add_units(SYSTEM, [*_first_town(), *_second_town()])
    for code in (TOWN, SECOND_TOWN):
        create_default_categories(SYSTEM, code)


def _first_town() -> Iterator[UnitRow]:
    yield UnitRow(COUNTY, "云岭县")
    yield UnitRow(TOWN, "石门镇", phone="0999-5550100", address="云岭县石门镇石门街 16 号")
    for number, (name, short_name, room) in enumerate(OFFICES):
        yield UnitRow(f"{TOWN}{901 + number}", name, short_name, f"0999-55501{number + 1:02d}", room)
    for number, (name, _groups, is_key, address) in enumerate(VILLAGES):
        yield UnitRow(village_code(number), name, "", f"0999-55502{number + 1:02d}", address, is_key)
        for place, group in enumerate(group_names(number), 1):
            yield UnitRow(f"{village_code(number)}{place:02d}", group, group)


def _second_town() -> Iterator[UnitRow]:
    yield UnitRow(SECOND_TOWN, "青石镇", phone="0999-5550300", address="云岭县青石镇中街 2 号")
    for number, name in enumerate(SECOND_OFFICES):
        yield UnitRow(f"{SECOND_TOWN}{901 + number}", name)
    for number, name in enumerate(SECOND_VILLAGES):
        yield UnitRow(f"{SECOND_TOWN}{201 + number}", name)
