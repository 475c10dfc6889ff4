"""What the guides of the invented catalogue (事项目录) say besides: everyday words, for whom, 容缺."""

from typing import NamedTuple

COMPLAINTS = "0999-5550112"
BODY, LEVEL = "法定机关", "县级（委托镇办）"
LATER = frozenset({"社保卡", "银行卡", "一寸照片", "两寸白底照片"})
"""Papers that may be promised in writing and brought later, in whatever guide."""
SOURCES = {
    "残疾人证": "县残联发的", "病历": "看病的医院", "病历资料": "看病的医院", "检查报告单": "做检查的医院",
    "收入情况说明": "自己写，窗口有样本", "困难情况说明": "自己写，窗口有样本", "购机发票": "卖农机的店",
    "危房鉴定单": "镇规划建设办公室免费鉴定", "宅基地和建房申请表": "窗口领",
    "四邻意见": "窗口领表，四邻签字",
}


class Guide(NamedTuple):
    """`valid`: months; `pickup` and `result`: what is handed over and how."""

    words: str
    audience: str = "所有人"
    result: str = ""
    pickup: str = "窗口领，或者代办员送上门"
    valid: int = 0
    trips: int = 1
    at_home: bool = False
    county_stops: bool = False
    gap: str = ""
    special: str = ""
    questions: str = ""


GUIDES: dict[str, Guide] = {
    "城乡居民最低生活保障申请": Guide(
        "低保 办低保 吃低保 低保户", "困难家庭", "低保证", valid=12, at_home=True,
        special="入户核对和公示：公示 7 天，不算在承诺的天数里，凭《社会救助暂行办法》。",
        questions="有一个儿子在外打工还能办吗？能，看全家人均收入。\n多久复核一次？一年一次，上门复核。",
    ),
    "特困人员救助供养申请": Guide("五保 五保户 特困", "老年人、残疾人、困难家庭", "供养协议", at_home=True),
    "临时救助申请": Guide("救急 大病救助 遇到急事要钱", "困难家庭", "救助决定", at_home=True),
    "高龄津贴申请": Guide(
        "老人钱 高龄补贴 八十岁补贴 寿星钱", "老年人", "发到社保卡", "打到卡上", at_home=True,
        questions="满 80 岁要自己来吗？不用，子女、代办员都能代交。",
    ),
    "困难残疾人生活补贴和重度残疾人护理补贴": Guide(
        "残疾补贴 两项补贴 护理补贴", "残疾人", "发到社保卡", "打到卡上", at_home=True, county_stops=True
    ),
    "残疾人证申请": Guide(
        "残疾证 评残 办残疾证", "残疾人", "残疾人证", valid=120, at_home=True, county_stops=True,
        special="评残：由县里指定的医院评定，约 10 个工作日，不算在承诺的天数里。",
    ),
    "城乡居民基本医疗保险参保登记": Guide("医保 合作医疗 交医保 新农合", "所有人", "参保凭证", "当场领"),
    "异地就医备案": Guide("外地看病 外地住院 转院", "所有人", "备案告知单", "当场领"),
    "门诊慢特病认定": Guide(
        "慢病卡 高血压 糖尿病 慢性病", "所有人", "认定结果", valid=24, county_stops=True
    ),
    "医疗费用零星报销": Guide("报医药费 住院报销 报销发票", "所有人", "报销款", "打到卡上"),
    "城乡居民养老保险参保登记": Guide("交养老保险 交社保 养老保险", "所有人", "参保凭证", "当场领"),
    "城乡居民养老保险待遇申领": Guide("领养老金 养老钱 退休", "老年人", "发到社保卡", "打到卡上"),
    "养老金领取资格认证": Guide(
        "认证 年审 刷脸 活着证明", "老年人", "认证结果", "当场领", valid=12, at_home=True
    ),
    "灵活就业登记和社保补贴申请": Guide("打零工补贴 社保补贴", "务工的人", "补贴", "打到卡上"),
    "失业登记": Guide("没有工作 找工作", "务工的人", "登记凭证", "当场领"),
    "小额创业贷款推荐": Guide("贷款 创业 开店借钱", "务工的人、企业和个体户", "推荐函"),
    "农村村民住宅用地（宅基地）审批": Guide(
        "盖房子 建房 批地基 宅基地 翻新房子", "农户", "宅基地批准书", trips=2, gap="等材料时暂停计时",
        special="现场踏勘和公示：公示 7 天，不算在承诺的天数里，凭《土地管理法》。",
    ),
    "农村危房改造补助申请": Guide("危房 修房子 房子要塌", "困难家庭、农户", "补助", "打到卡上"),
    "耕地地力保护补贴信息变更": Guide("种粮补贴 种地补贴 改卡号", "农户", "变更结果", "短信或电话告知"),
    "农机购置补贴申请": Guide("买拖拉机 农机补贴 收割机", "农户", "补贴", "打到卡上", county_stops=True),
    "动物防疫和养殖备案": Guide("养猪 养鸡 养牛 养殖场", "农户", "备案表、免疫证明", valid=12),
    "生育服务登记": Guide("准生证 生孩子 生娃 怀孕", "妇女儿童", "登记凭证", "当场领"),
    "退役军人优待证申领": Guide("当过兵 优待证 老兵证", "退役军人", "优待证", county_stops=True),
    "家庭经济困难学生认定": Guide("助学金 贫困生 上学困难", "学生、困难家庭", "认定意见"),
    "流动人口居住登记": Guide("居住证 暂住证 外来户", "务工的人", "登记凭证", "当场领", valid=12),
}


def more(name: str, materials: tuple[str, ...]) -> dict[str, str]:
    """The cells of one row that only a newer sheet has; nothing for an item without them."""
    guide = GUIDES.get(name)
    if guide is None:
        return {}
    return {
        "everyday_words": guide.words, "audience_codes": guide.audience, "result_name": guide.result,
        "result_pickup": guide.pickup, "valid_months": str(guide.valid or ""), "trips": str(guide.trips),
        "at_home": "是" if guide.at_home else "否", "county_stops": "是" if guide.county_stops else "否",
        "gap_rule": guide.gap, "special_procedure": guide.special, "questions": guide.questions,
        "complaint_phone": COMPLAINTS, "body_kind": BODY, "level": LEVEL, "scope": "全县通办",
        "materials_text": "\n".join(map(_line, materials)),
    }


def _line(material: str) -> str:
    """A line of the list with 可后补 and where the paper comes from, where there is something to say."""
    name = material.partition("｜")[0]
    later, source = "可后补" if name in LATER else "", SOURCES.get(name, "")
    return f"{material}｜{later}｜{source}".rstrip("｜")


HOURS = (
    "周一到周五 8:00—11:00", "周一、周三、周五 8:30—11:30，逢集日全天", "每天 8:00—10:00，别的时间打电话",
)
LESS = (
    ("城乡居民最低生活保障申请", "收入情况说明", "县里能查到收入，不用再写"),
    ("耕地地力保护补贴信息变更", "流转合同", "村里有底册，不用再交"),
    ("高龄津贴申请", "社保卡", "卡号系统里有，不用再交"),
)
"""(item, the paper that is not asked for any more, why)"""
FASTER = (("残疾人证申请", 12, "评残改成每周一次"), ("门诊慢特病认定", 7, "县里审核改成网上传"))
"""(item, promised working days from now on, why)"""
