"""The invented staff (干部) of 石门镇 and 青石镇, and the names invented residents are put together from."""

# login | name | sex, born | political status | job title | track | posts (role@unit) | leading member
# A unit is an office of town.py by its constant, V1 … V12 for a village, TOWN or COUNTY.
STAFF = """
head|秦致远|男 1976.04|中共党员|党委书记|civil|head@TOWN|leading
mayor|骆文瑾|女 1980.09|中共党员|党委副书记、镇长|civil|head@TOWN|leading
deputy|贺立诚|男 1979.11|中共党员|党委委员、副镇长|civil|deputy@TOWN|leading
deputy2|柯晓岚|女 1983.02|中共党员|副镇长|civil|deputy@TOWN|leading
deputy3|邹启明|男 1978.06|中共党员|党委委员、宣传委员|civil|deputy@TOWN committee@TOWN|leading
orgchief|陆佩珍|女 1981.07|中共党员|党委委员、组织委员|civil|deputy@TOWN committee@TOWN|leading
discipline|孟守正|男 1977.12|中共党员|党委委员、纪委书记|civil|discipline@TOWN|leading
discipline2|倪素清|女 1988.05|中共党员|纪委干事|civil|discipline@TOWN|
org|阎慧敏|女 1990.03|中共党员|组织干事|civil|org@BUILDING|
org2|廖一鸣|男 1995.10|中共党员|党建专干|institution|org@BUILDING|
committee|薛国梁|男 1972.08|中共党员|四级调研员|civil|committee@TOWN|
clerk|沈若兰|女 1991.01|中共党员|信访受理员|civil|clerk@PARTY|
clerk2|侯建波|男 1987.04|群众|综合岗|institution|clerk@ORDER|
callback|邵静宜|女 1993.06|共青团员|群众工作岗|institution|callback@PARTY|
callback2|汪思齐|男 1996.09|共青团员|群众工作岗|institution|callback@PARTY|
sysadmin|崔一航|男 1992.02|群众|信息化岗|institution|sysadmin@TOWN|
secadmin|姚春燕|女 1989.12|中共党员|保密岗|civil|secadmin@TOWN|
auditor|谭志明|男 1985.05|中共党员|审计岗|civil|auditor@TOWN|
partyhead|贾振邦|男 1982.03|中共党员|党政办负责人|civil|unithead@PARTY|
buildhead|彭秀梅|女 1984.08|中共党员|党建办负责人|civil|unithead@BUILDING|
ecohead|范志勇|男 1983.10|中共党员|经发办负责人|civil|unithead@ECONOMY|
unithead|吕春生|男 1981.01|中共党员|农业办负责人|civil|unithead@FARMING|
orderhead|段宏伟|男 1979.07|中共党员|综治办负责人|civil|unithead@ORDER|
sochead|蒋月华|女 1985.11|中共党员|社事办负责人|civil|unithead@SOCIAL|
planhead|袁国栋|男 1980.05|中共党员|规建办负责人|civil|unithead@PLANNING|
windowhead|傅红霞|女 1983.12|中共党员|便民中心负责人|civil|windowhead@HALL|
handler|潘小军|男 1990.07|中共党员|农业技术岗|institution|handler@FARMING|
handler2|魏晓东|男 1988.02|群众|水利岗|institution|handler@FARMING|
handler3|曹雪莲|女 1994.04|共青团员|民政岗|institution|handler@SOCIAL|
handler4|丁志强|男 1986.09|中共党员|医保养老岗|institution|handler@SOCIAL|
handler5|戴永平|男 1984.01|中共党员|村镇建设岗|civil|handler@PLANNING|
handler6|许佳宁|女 1997.03|共青团员|环境卫生岗|institution|handler@PLANNING|
handler7|卢海波|男 1987.08|中共党员|矛盾调解岗|civil|handler@ORDER|
handler8|冯俊杰|男 1993.11|中共党员|安全生产岗|civil|handler@ORDER|
handler9|董雨薇|女 1996.06|中共党员|统计岗|civil|handler@ECONOMY|
handler10|萧志刚|男 1985.02|群众|劳动保障岗|institution|handler@ECONOMY|
handler11|宋文娟|女 1992.10|中共党员|村务指导岗|civil|handler@BUILDING|
handler12|唐立新|男 1989.09|中共党员|后勤岗|institution|handler@PARTY|
window|苏婉清|女 1994.12|共青团员|社保窗口|institution|window@HALL|
window2|罗美玲|女 1991.08|群众|民政窗口|institution|window@HALL|
window3|梁永康|男 1995.05|共青团员|综合窗口|institution|window@HALL|
window4|邓小芳|女 1990.11|中共党员|医保窗口|institution|window@HALL|
cadre|韩松涛|男 1992.04|中共党员|驻村岗|civil|cadre@V1|
cadre2|顾盼兮|女 1995.02|中共党员|驻村岗|civil|cadre@V2|
cadre3|熊大为|男 1986.06|中共党员|驻村岗|civil|cadre@V3 handler@ECONOMY|
cadre4|俞婷婷|女 1996.01|共青团员|驻村岗|civil|cadre@V4|
cadre5|严立峰|男 1984.10|中共党员|驻村岗|civil|cadre@V5|
cadre6|温如玉|女 1993.03|中共党员|驻村岗|civil|cadre@V6|
cadre7|郝建设|男 1975.09|中共党员|驻村岗|civil|cadre@V7|
cadre8|邱子涵|女 1998.07|共青团员|选调生|civil|cadre@V8|
cadre9|雷鸣远|男 1982.12|中共党员|驻村岗|civil|cadre@V9|
cadre10|莫小川|男 1994.08|中共党员|驻村岗|civil|cadre@V10|
cadre11|章亚楠|女 1991.05|中共党员|驻村岗|civil|cadre@V11|
cadre12|孔嘉树|男 1997.10|共青团员|试用期人员|civil|cadre@V12|
agent|田春妮|女 1988.03|中共党员|村代办员|other|agent@V1|
agent2|欧阳水生|男 1983.06|中共党员|村代办员|other|agent@V2|
agent3|柳根旺|男 1979.02|群众|村代办员|other|agent@V3|
agent4|白巧珍|女 1990.09|群众|村代办员|other|agent@V4|
agent5|杨木森|男 1985.07|中共党员|村代办员|other|agent@V5|
agent6|汤小红|女 1992.11|群众|村代办员|other|agent@V6|
agent7|毛金凤|女 1987.04|中共党员|村代办员|other|agent@V7|
agent8|詹志成|男 1981.12|群众|村代办员|other|agent@V8|
agent9|岳春林|男 1984.05|中共党员|村代办员|other|agent@V9|
agent10|竺美娟|女 1989.10|群众|村代办员|other|agent@V10|
agent11|乔双喜|男 1980.08|中共党员|村代办员|other|agent@V11|
agent12|黎小满|女 1993.05|共青团员|村代办员|other|agent@V12|
county|尹若谷|男 1983.03|中共党员|县委社会工作部科员|civil|county@COUNTY|
"""

SECOND_STAFF = """
qs-head|石磊之|男 1978.10|中共党员|党委书记|civil|head@TOWN|leading
qs-deputy|钟慧|女 1982.04|中共党员|副镇长|civil|deputy@TOWN|leading
qs-discipline|方正元|男 1979.01|中共党员|纪委书记|civil|discipline@TOWN|leading
qs-org|熊瑶|女 1991.06|中共党员|组织员|civil|org@PARTY|
qs-clerk|任小可|女 1994.07|共青团员|综合岗|institution|clerk@PARTY|
qs-unithead|史有为|男 1981.09|中共党员|综治办负责人|civil|unithead@ORDER|
qs-handler|葛明亮|男 1990.12|中共党员|调解岗|civil|handler@ORDER|
qs-callback|祝小琴|女 1992.02|群众|群众工作岗|institution|callback@PARTY|
qs-cadre|谷丰登|男 1987.06|中共党员|驻村岗|civil|cadre@V1|
"""

DEMO_LOGINS = (
    "clerk cadre cadre2 handler unithead callback window windowhead agent deputy head org committee discipl"
    "ine "
    "sysadmin secadmin auditor county cadre3 orderhead"
).split()
"""The names of contract.md 3, one person with two posts, and the head of a second office, who takes over."""

SURNAMES = "张王李赵陈刘杨黄周吴徐孙胡朱高林何郭马罗宋郑谢唐钟姜方石廖邹尹江黎易余龚文常武贺兰向毕辛甘"
GIVEN = (
    "桂英 秀兰 玉珍 凤英 春梅 腊梅 冬香 桃花 菊英 翠平 大山 水根 长庚 福生 贵生 有田 满仓 来福 得胜 国庆 建"
    "军 爱民 "
    "永贵 德福 金宝 银凤 世昌 良才 学文 志和 家旺 光荣 正发 显华 传兵 泽明 开顺 兴隆 天佑 万年 雪梅 小燕 丽"
    "娟 海英 "
    "红梅 云霞 淑芬 彩霞 美凤 惠兰 阿土 阿贵 老实 三喜 四清 五福 六斤 七妹 双全 守田 守仁 继业 少华 振兴 耀"
    "祖 克勤 克俭"
).split()
