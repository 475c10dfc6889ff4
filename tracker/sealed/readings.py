"""How characters sound and what they were written like (读音、繁体): what a text is compared with names
by.
"""

import unicodedata
from functools import lru_cache

from pypinyin.constants import PINYIN_DICT

SURNAMES = frozenset(
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏窦章云苏潘葛奚范彭郎鲁韦昌马苗"
    "凤花方俞任袁柳鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄穆萧尹姚邵湛汪祁毛"
    "禹狄米贝明臧计伏成戴谈宋庞熊纪舒屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡"
    "凌霍虞万支柯管卢莫经房裘缪干解应宗丁宣邓郁单杭洪包诸左石崔吉钮龚程嵇邢滑裴陆荣翁荀甄曲家封芮储靳井段富"
    "焦巴弓牧谷车侯宓蓬全班仰秋仲宫宁仇栾甘厉祖武符刘景詹束龙叶幸司郜黎薄印宿白怀蒲从鄂索咸籍赖卓蔺屠蒙池乔"
    "阴胥闻党翟谭贡姬申扶堵冉桑桂牛寿通边燕尚农温庄晏柴瞿阎充慕连习艾鱼容古易慎戈廖终衡步都耿满匡文寇广禄欧"
    "沃利蔚越隆师巩聂晁勾敖融冷辛阚那简饶曾沙养丰关查后荆游竺权盖益桓公岳帅肖涂覃粟漆佘佟付闫尧占练旷娜冼洪"
    "趙錢孫鄭馮陳褚衛蔣瀋韓楊許呂張嚴華魏謝鄒蘇範魯韋馬鳳袁鮑費薛賀倪湯羅畢鄔樂時傅齊顧黃蕭邵紀項祝梁閔賈婁"
    "顏鐘鍾駱萬盧經應鄧單龔陸榮甯劉龍葉賴喬陰聞黨譚貢邊莊閻連習溫廣歐鞏聶關遊權蓋嶽帥塗"
)
"""Characters that stand for a surname when they sound like one, in either script."""
FUNCTION = frozenset("向和于任从时应常全安家都那后边平公步成明连容养通利管计经干支解左满强怀终益")
"""Characters that are surnames and, far more often, words: beside a title they need more than their sound."""
SPLIT = {
    "弓长": "张", "古月": "胡", "木子": "李", "立早": "章", "双木": "林", "耳东": "陈", "口天": "吴",
    "言午": "许",
    "走肖": "赵", "卯金刀": "刘", "草头黄": "黄", "双口吕": "吕", "人可": "何", "禾呈": "程", "木易": "杨",
    "三横一竖": "王", "三横王": "王", "言射": "谢",
}
"""拆字: a surname taken apart so that no search finds it."""
OLD_FORMS = str.maketrans(
    "書記鎮鄉長員組會計幹專導領隊務黨紀總縣辦處趙錢孫鄭馮陳衛蔣韓楊許呂張嚴華魏謝鄒蘇範魯韋馬鳳費賀湯羅畢樂時齊"
    "顧黃蕭項賈顏鐘鍾駱萬盧應鄧單龔陸榮劉龍葉喬陰聞譚莊閻連習溫廣歐鞏聶關權國東軍開興業貪錢檢舉報個這罵親戚窗們",
    "书记镇乡长员组会计干专导领队务党纪总县办处赵钱孙郑冯陈卫蒋韩杨许吕张严华魏谢邹苏范鲁韦马凤费贺汤罗毕乐时齐"
    "顾黄萧项贾颜钟钟骆万卢应邓单龚陆荣刘龙叶乔阴闻谭庄阎连习温广欧巩聂关权国东军开兴业贪钱检举报个这骂亲戚窗们",
)
"""繁体 of the words this search knows; every other character is compared by its sound."""
HEARD = 2
"""Of how many readings of a character in a text one may be meant; the rarer ones only mislead."""


def plain(text: str) -> str:
    """One width, small letters, no tone marks, today's characters for the old ones."""
    decomposed = unicodedata.normalize("NFKD", text)
    bare = "".join(one for one in decomposed if not unicodedata.combining(one))
    return unicodedata.normalize("NFKC", bare).lower().translate(OLD_FORMS)


@lru_cache(maxsize=8192)
def _toned(char: str) -> tuple[str, ...]:
    return tuple(PINYIN_DICT.get(ord(char), "").split(",")) if char else ()


@lru_cache(maxsize=8192)
def sounds(char: str) -> tuple[str, ...]:
    """Every reading of a character without tones, the commonest first; empty for what is no character."""
    bare = (bare_of(one) for one in _toned(char) if one)
    return tuple(dict.fromkeys(bare))


@lru_cache(maxsize=8192)
def heard(char: str) -> tuple[str, ...]:
    """The readings a writer may have meant by it."""
    return sounds(char)[:HEARD]


@lru_cache(maxsize=65536)
def alike(one: str, other: str) -> bool:
    """Do two characters sound alike, tones apart?"""
    return one == other or not set(heard(one)).isdisjoint(sounds(other))


@lru_cache(maxsize=65536)
def same_tone(one: str, other: str) -> bool:
    """Do they sound exactly the same in one reading?"""
    return one == other or not set(_toned(one)[:HEARD]).isdisjoint(_toned(other))


def bare_of(syllable: str) -> str:
    """lǜ → lv, wáng → wang: as it is typed."""
    typed = unicodedata.normalize("NFC", syllable).replace("ü", "v")
    for accented in "ǖǘǚǜ":
        typed = typed.replace(accented, "v")
    return "".join(c for c in unicodedata.normalize("NFD", typed) if not unicodedata.combining(c))
