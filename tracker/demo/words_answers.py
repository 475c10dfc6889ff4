"""Words around the answers (答复模板): invented, for the demo town."""

from tracker.opinions.rules import Stream

COUNTY = "云岭县人民政府"

# name, stream (None: every stream), text, basis
TEMPLATES: tuple[tuple[str, Stream | None, str, str], ...] = (
    (
        "路灯、水管报修", Stream.SERVICE,
        "您说的地方，我们某月某日去看过，是某某坏了。某月某日前修好。"
        "到时候还没有好，请打镇里的电话，说编号就行。", "",
    ),
    (
        "垃圾、污水清理", Stream.SERVICE,
        "某月某日已经清走，以后每周某、周某来收。哪一天没有来，请告诉我们，我们当天补。", "",
    ),
    (
        "低保、救助要补材料", Stream.SERVICE,
        "办这件事要带户口簿、身份证和某某证明。腿脚不便的，村里代办点可以替您办，不收钱。"
        "材料齐了某个工作日内给您准信。", "",
    ),
    (
        "宅基地的事，讲清政策", Stream.CLAIM,
        "您要的是某某。我们查了某年某月的档案，也到现场量过，情况是某某。按规定，这件事某某。您家的难处，我们另外这样帮：某某。",
        "《信访工作条例》第三十二条",
    ),
    (
        "建议采纳了", Stream.SUGGESTION,
        "您的建议我们商量过，采纳了。某月某日前做某某，做好了在村公告栏说一声。谢谢您想着大家的事。", "",
    ),
)
