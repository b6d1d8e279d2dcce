"""What filler keeps, and what it is made of. Data only.

What is kept is what extraction looks for: labels, words of times, endings of outlets' names. Everything else of a
publisher's words goes.
"""

from __future__ import annotations

import re

from newscrawl.extract.people_vocabulary import BY_WORDS
from newscrawl.extract.timewords import AFTERNOON, DAYS_BACK, MONTHS, SECONDS

__all__ = [
    "CONSONANTS",
    "FILLER",
    "KEPT_HAN",
    "KEPT_KEYS",
    "KEPT_META",
    "KEPT_WORDS",
    "LETTERS",
    "PICTURE_ATTRIBUTES",
    "PICTURE_NAME",
    "PROSE_ATTRIBUTES",
    "PROSE_KEYS",
    "SURNAME_FILLER",
    "VOWELS",
]

FILLER = (
    "春冬晴雨霞雪霜夕汐暮昔岸岩沃坪城堂庭廊桐椿枝杉菊菱荷苔茸葵藤蔓藻竹笛琴棋弦鼓墨舟帆浪涌泉涯溪潭羽翼翔"
    "雀雁蝶蜂狐兔松杏梨橘柚茶酒糖碗杯瓶扇帽袖裳染"
)
"""Characters of Chinese filler: no family name and in no word that extraction knows, in every charset of the region."""

SURNAME_FILLER = "王李林何高田石江宋沈梁洪"
"""What family names become, so that a name still begins as one."""

CONSONANTS, VOWELS = "bdfgklmnprstvz", "aeiou"
"""What words of filler are made of, in turn."""

LETTERS = (
    ("\u3041", "\u3096", "あかさたなはまやらわいきしちにみり"),
    ("\u30a1", "\u30fa", "アカサタナハマヤラワイキシチニミリ"),
    ("\uac00", "\ud7a3", "가나다라마바사아자차카타파하고노도로모보"),
    ("\u0430", "\u044f", "абвгдеклмнопрсту"),
    ("\u0410", "\u042f", "АБВГДЕКЛМНОПРСТУ"),
    ("\u03ac", "\u03ce", "αβγδεικλμνοπρστ"),
    ("\u0391", "\u03a9", "ΑΒΓΔΕΙΚΛΜΝΟΠΡΣΤ"),
    ("\u05d0", "\u05ea", "אבגדהולמנרשת"),
    ("\u0620", "\u064a", "ابتدرسلمنهوي"),
)
"""First and last letter of other scripts, and what stands for them."""

_WEEKDAYS = (
    "mon monday tue tues tuesday wed wednesday thu thur thurs thursday fri friday sat saturday sun sunday "
    "montag dienstag mittwoch donnerstag freitag samstag sonntag lundi mardi mercredi jeudi vendredi samedi dimanche "
    "lunes martes miércoles jueves viernes sábado domingo segunda terça quarta quinta sexta lunedì martedì "
    "mercoledì giovedì "
    "venerdì sabato domenica maandag dinsdag woensdag donderdag vrijdag zaterdag zondag "
    # between the parts of a date
    "de um den le à at on kl ore alle del dne der "
    "am pm gmt utc est edt cst cdt mst mdt pst pdt bst cet cest hkt jst uhr"
)
_LABELS = (
    "and und et og och editor editors writer reporter correspondent columnist contributor journalist staff "
    "photo photos foto bild image picture quelle source credit credits copyright rights reserved read more related "
    "advertisement anzeige publicité share comments newsletter subscribe admin root user unknown min ago vor hace "
    "last next page"
)
_PEOPLE = (
    # jobs and desks
    "producer analyst fellow professor bureau chief meteorologist economist strategist director anchor presenter "
    "researcher photographer redakteur redakteurin korrespondent korrespondentin redactor redactora periodista "
    "corresponsal giornalista desk newsdesk newsroom redaktion redacción redazione rédaction redação team "
    # agencies
    "associated press reuters bloomberg deutsche presse agentur agence france agency agencia agência agenzia "
    "nachrichtenagentur "
    # sections
    "news sport sports world local national business politics opinion culture health technology science travel politik "
    "wirtschaft nachrichten ausstellung actualités noticias notizie media company association group ministry "
    "department office council government church stiftung foundation gmbh ltd inc verlag publishing "
    "for with in from about more watch listen follow united"
)
KEPT_WORDS = frozenset(
    [*MONTHS, *SECONDS, *DAYS_BACK, *BY_WORDS, *_WEEKDAYS.split(), *_LABELS.split(), *_PEOPLE.split()]
) - frozenset("set text words gen out story article".split())
"""Words in letters that stay, in lower case."""

_HAN = (
    # labels
    "来源 來源 稿源 出处 作者 记者 記者 编辑 編輯 责编 责任编辑 責任編輯 通讯员 实习生 编译 撰文 采写 校对 审核 "
    "原标题 "
    "发布 發布 發佈 发表 发文 时间 時間 日期 更新 点击 阅读 评论 分享 关键词 关键字 标签 摄影 供图 制图 资料图 "
    "图片 图为 "
    "本报 本网 本刊 本文 报道 综合 整理 特约 首席 见习 发自 "
    # outlets
    "日报 晚报 早报 晨报 时报 商报 周报 快报 证券报 经营报 经济报 青年报 周刊 月刊 杂志 新闻 通讯社 网络版 在线 "
    "电视台 卫视 "
    "广播 频道 客户端 公众号 微信 微博 财经 科技 传媒 媒体 编辑部 工作室 研究院 研究所 中心 公司 集团 基金 银行 "
    "证券 委员会 大学 "
    "学院 协会 学会 头条 论坛 平台 视频 资讯 观察 见闻 智库 评论员 专栏 报 网 社 台 委 局 厅 院 "
    # people
    "研究员 教授 博士 院长 主任 主席 总裁 总经理 董事长 分析师 经济学家 律师 专家 学者 部长 所长 会长 校长 院士 "
    "讲师 负责人 "
    "匿名 佚名 网友 不详 未知 全部 投稿 访客 浏览 返回 查看 更多 来自 独家 订阅 繁体 简体 字号 网络 "
    # pages
    "上一页 下一页 上一頁 下一頁 首页 尾页 全文 展开 页面 不存在 找不到 已删除 直播 直播间 股吧 贴吧 免责声明 "
    "版权所有 版权声明 "
    "声明 广告 廣告 扫码 二维码 关注 下载 打开 相关阅读 延伸阅读 推荐阅读 热门推荐 猜你喜欢 相关新闻 转载 "
    # times
    "刚刚 剛剛 前天 凌晨 早上 上午 中午"
)
KEPT_HAN = re.compile(
    r"(?<=\d)\s{0,2}(?:年|月|日|号|號|时|時|点|點|分钟|分鐘|分|秒|小时|小時|天|周|个月|個月|万|亿|元)前?"
    r"|(?:星期|周)[一二三四五六日]|"
    + "|".join(
        sorted(
            {*_HAN.split(), *AFTERNOON, *(word for word in DAYS_BACK if "\u4e00" <= word[0] <= "\u9fff")},
            key=len,
            reverse=True,
        )
    )
)
"""Words of Chinese that stay."""

PROSE_KEYS = re.compile(
    r"(?:name|title|headline|author|creator|editor|source|desc|summary|abstract|intro|body|content|text|keyword|tag"
    r"|section|caption|alt|byline|digest|brief|subject|nick|signature|topic|html|lead|teaser|media|word)",
    re.I,
)
"""Keys of JSON, and names of ``meta`` elements, whose values are words even where they are a single one."""

KEPT_KEYS = re.compile(
    r"^@|(?:type|id|url|link|href|src|format|status|time|date|code|lang|language|locale|charset|card|robots|color"
    r"|size|width|height|version|token|key|class)$",
    re.I,
)
"""Those whose values are no prose; they go before :data:`PROSE_KEYS`."""

KEPT_META = re.compile(
    r"^(?:viewport|robots|googlebot|generator|referrer|renderer|theme-color|format-detection|applicable-device"
    r"|og:type|og:locale|twitter:card|article:content_tier|content-type|content-language|x-ua-compatible|refresh"
    r"|article:opinion|al:\w+:.*|msapplication-.*|apple-.*|fb:.*|.*verification.*)$"
)
"""Names of ``meta`` elements whose content stays."""

PROSE_ATTRIBUTES = frozenset("alt title placeholder aria-label aria-description label summary abbr data-title".split())
"""Attributes that hold words."""

PICTURE_ATTRIBUTES = re.compile(
    r"^(?:src|srcset|poster|background|.*(?:src|srcset|original|lazy\w*|image|img|thumb\w*|file))$"
)
"""Attributes of a picture's element that hold its address."""

PICTURE_NAME = re.compile(r"\.(?:jpe?g|png|gif|webp|avif|svg|bmp|ico)(?:$|[?#!@_&/])", re.I)
"""In the address of a picture."""
