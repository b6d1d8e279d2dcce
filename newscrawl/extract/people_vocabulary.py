"""Words and patterns that tell who wrote, edited and first published a text. Data only."""

from __future__ import annotations

import re

from newscrawl.patterns import lazy_pattern

__all__ = [
    "ARTICLE",
    "AUTHOR_META",
    "AUTHOR_PATH",
    "BY",
    "BY_CUT",
    "BY_LINE",
    "BY_WORDS",
    "CARD_LABEL",
    "COMPANY",
    "DATE_BEHIND",
    "DESK",
    "DOUBLE_SURNAMES",
    "FIELD",
    "JOB",
    "KOREAN_NAME",
    "KOREAN_SIGNED",
    "LABEL",
    "LABELS",
    "NAMELESS",
    "NAME_NOISE",
    "NO_PERSON",
    "OUTLET",
    "OUTLET_BESIDE_TIME",
    "PERSON_SLASH_OUTLET",
    "REPORTER",
    "REPORTER_LINE",
    "REPORTING",
    "ROLE",
    "ROLE_APART",
    "SEPARATORS",
    "SHARING",
    "SIGNED",
    "SOURCE_META",
    "SOURCE_NAME",
    "SURNAMES",
    "TITLED",
]

AUTHOR_META = (
    "author",
    "article:author",
    "parsely-author",
    "sailthru.author",
    "byl",
    "dc.creator",
    "authors",
    "shareaholic:article_author_name",
    "article_author",
    "article:author_name",
    "og:author",
    "bt:author",
    "cxenseparse:author",
    "dcterms.creator",
    "byline",
    "twitter:creator",
)
"""``meta`` names and properties of a byline."""

CARD_LABEL = lazy_pattern(
    r"written by|verfasst von|geschrieben von|écrit par|escrito por|scritto da|autor|автор|написано"
    r"|penulis|yazan|skrevet a[fv]|skriven av|geschreven door|napisane przez|作者|著者|글쓴이",
    re.I,
)
"""What a card for a social network says beside the author's name."""

SOURCE_META = ("mediaid", "source", "copyrightsource", "article:source", "contentsource")
"""``meta`` names and properties of the outlet a text is taken from."""

SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付傅方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向"
    "汤温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳穆农司卓古吉缪简车项连芦麦褚娄窦戚岑"
    "景党宫费卜冷晏席卫米柏宗瞿桂佟应臧闵苟邬边卞姬师仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池麻苑迟邝官封谈匡鞠惠荆乐冀郁胥南班储原栗燕楚鄢劳谌奚皮粟冼蔺楼盘厉伊仝區郜海阚花权帅屠豆朴盖练廉禹井祖漆巴丰支卿"
    "国狄平索宣晋初云容敬来扈晁芮普阙浦戈伏鹿薄邸雍辜羊阿母裘亓修邰赫杭宿鲜印逯隆茹诺战慕玉银亢嵇湛宾戎勾茅利於呼居揭干尉冶斯元束檀衣阴昝智植富尧闭由張劉陳楊黃趙吳孫馬羅鄭謝許韓馮鄧蕭葉蘇呂盧鍾譚陸賈鄒錢嚴"
    "龍賴簡塗顏莊常赖洪丘畅竺习"
)
"""First characters of Chinese names: family names but those that begin many other words."""

DOUBLE_SURNAMES = frozenset(
    "欧阳 上官 司马 司徒 诸葛 东方 皇甫 尉迟 公孙 慕容 令狐 端木 夏侯 南宫 闻人 西门 長孫 諸葛 歐陽".split()
)
"""Family names of two characters."""

LABELS = lazy_pattern(
    r"[来來作记記编編责責通实撰采执出稿文](?:\s{0,4}[源者辑輯]|\s?编|任编|讯员|习生|[文稿写]|笔|处|\s?[:：丨｜|/／])"
)
"""Where a label may stand; one set of first characters, which is looked for without trying anything else."""

FIELD = lazy_pattern(
    r"(?P<source>(?:(?<![\u4e00-\u9fff])|(?<=文章)|(?<=本文)|(?<=稿件)|(?<=信息)|(?<=新闻)|(?<=消息)|(?<=内容))"
    r"(?:[来來]\s{0,4}源(?:于|[:：丨｜|/】\]\s])|(?:稿\s{0,4}源|出\s{0,4}处)\s?[:：丨｜|/]))"
    r"|(?P<editor>(?:责任|責任|值班|执行|本[报文版]|网络|实习|主|美术|视觉|图片|新媒体)?(?:编\s{0,4}辑|編\s{0,4}輯|责\s?编|編審|编审)"
    r"\s?[:：丨｜|/]|(?:责任编辑|责编)\s|责任校对\s?[:：])"
    r"|(?P<other>(?:校\s{0,4}对|审\s{0,4}[核校读稿签]|监\s{0,4}制|主\s{0,4}编|统\s{0,4}筹|摄\s{0,4}影|摄\s{0,4}像|制\s{0,4}图|[海图][报片]|排\s{0,4}版|设\s{0,4}计"
    r"|翻\s{0,4}译|编\s{0,4}译|出\s{0,4}品|点\s{0,4}击|人\s{0,4}气|浏\s{0,4}览|阅\s{0,4}读|评\s{0,4}论|时\s{0,4}间|日\s{0,4}期|发\s{0,4}布|字\s{0,4}[号体数]|分享|原标题|标签|关键[词字])\S{0,3}?\s?[:：丨｜|])"
    r"|(?P<author>(?:作\s{0,4}者|撰\s{0,4}[文稿写]|采\s{0,4}写|执\s{0,4}笔)(?:\s?[:：丨｜|/】\]]|\s)"
    r"|(?<![\u4e00-\u9fff])(?:图\s?[/、，]?\s?)?文\s?[:：丨｜|/／])"
    r"|(?P<reporter>(?:记\s{0,4}者|記\s?者|通\s{0,4}讯\s{0,4}员|实习生)\s?[:：丨｜|/])"
)
"""Labels in a line about the article, by what they announce; ``other`` only ends the value before it."""

SOURCE_NAME = lazy_pattern(r"(?:(?!20\d\d[-年/.])[^\s|｜<>（()）,，。;；\[\]【】=\"]){2,24}")
"""An outlet behind its label."""

ROLE = lazy_pattern(
    r"(?:本[报网刊台社]|见习|實習|实习|特[约派]|首席|高级|资深|驻站|全媒体|融媒体?){0,3}(?:记\s?者|記者|通讯员|实习生|评论员|特派员|作者|撰文)\s?[:：]?"
)
"""What people are called in front of their names."""

REPORTER_LINE = lazy_pattern(
    r"\s{0,8}[（(【\[■●◎]?\s?(?:整合|综合|图?文|撰文)?[\s/:：]{0,3}(?P<outlet>[\u4e00-\u9fffA-Za-z0-9·]{0,20}?)"
    r"(?:记\s?者|通讯员|实习生|特派员)"
    r"(?P<names>[\s:：/\u4e00-\u9fff·、，,]{2,48})[）)】\]]?\s*$"
)
"""A line of its own that signs: 本报记者 X Y 北京报道."""

REPORTER = lazy_pattern(
    r"[（(【\[](?P<bracket>[^（(【\[）)】\]。！？]{0,16}?(?:记\s?者|記者|通讯员|实习生)[^（(【\[）)】\]。！？]{2,40})[）)】\]]"
    r"|(?:本[报网刊台社]|[报网社])(?:见习|实习|特[约派]|首席|高级|资深)?记者(?P<run>[\u4e00-\u9fff·、，\s]{2,24}?)(?:发自|报道|[）)]|$)"
)
"""（记者 X、Y） and 本报记者 X 报道 in a text."""

ROLE_APART = lazy_pattern(r"(?:记\s?者|記者|通讯员|实习生)(?:\s|\s?[:：])")
"""What needs no known family name behind it."""

TITLED = lazy_pattern(
    r".{0,24}(?:研究员|教授|讲师|博士|院士|部长|院长|所长|主任|主席|会长|校长|总裁|总经理|董事长|律师|分析师|经济学家|负责人|专家|学者)"
)
"""What stands glued in front of an expert's name."""

REPORTING = lazy_pattern(r"(?:发自\S{0,6}|(?:综合|摄影)?报道|整理|采写|等)$")
"""What stands behind names that sign."""

SIGNED = lazy_pattern(
    r"[（(](?:作者|文)?\s?[:：/]?\s?([\u4e00-\u9fff·、，\s]{2,16})[）)]\s*(?=$|[\[【（(]?\s*(?:责|编辑|来源))"
)
"""A name in brackets that ends a text."""

PERSON_SLASH_OUTLET = lazy_pattern(r"\s*([\u4e00-\u9fff]{2,3})\s?[/／]\s?([\u4e00-\u9fff·]{2,12})\s*$")
"""A line of its own: X/outlet."""

OUTLET = lazy_pattern(
    r"(?:[日晚早晨午时時商快导導周週学學画畫](?:报|報)|证券报|经营报|经济报|青年报|[\u4e00-\u9fff]{2}[报報]|报道|報導|周刊|週刊|雜誌|新聞|快訊|快讯|網|[月双半]刊|杂志|新闻|通讯社"
    r"|[\u4e00-\u9fff]{2}社|网|网络版|在线|电视台|[\u4e00-\u9fff]台|卫视|广播|频道|客户端|公众号|微信|微博|财经|科技|娱乐|体育|传媒"
    r"|媒体|自媒体|编辑部|工作室|研究[院所]|中心|公司|集团|基金|银行|证券|委员会|[\u4e00-\u9fff][部局委厅办会院]|大学|学院|协会|学会|头条"
    r"|论坛|平台|视频|资讯|观察|见闻|智库|[小编课题写作评论]组|党支部|评论员?|号|整理|综合|转载|原创|供稿|官方|APP|App|[Nn]ews|\.(?:com|cn|net))$"
)
"""How outlets and offices are called, where a person might be meant."""

NAME_NOISE = lazy_pattern(
    r"https?:|www\.|@|\[at\]|\(at\)|记者|作者|编辑|编译|责编|来源|原标题|sina_mobile|^admin\w*$|^root$|^user$|unknown|匿名|佚名|网友|不详|未知|全部"
    r"|[=\"“”]|^(?:and|publisher|editors?|redacción|redaktion|staff|(?:(?:the|l)\W)?aut(?:h?or|eur)(?:a|e|in|en|es)?s?)$"
    r"|^(?:user admin|super ?user|web ?master|guest|гость|автор|anonym(?:ous|e|us)?|null|undefined|none)$"
    r"|^(?:nga|von|par|por|twitter|facebook|instagram|linkedin|文章)$"
    r"|^(?:nachrichtenagentur|news agency|agenc(?:ia|e|y|ies)|agenzia)$"
    r"|^(?:about|follow|share|developed by|more from|more articles|watch|listen|subscribe|read more|updated|authored)\b"
    r"|\b(?:standards|guidelines|ethics|policy)\b"
    r"|^(?:publicado|published|publié)\b"
    r"|繁体|简体|字号|本报|本网|本站|本文|通讯员|网络|投稿|访客|点击|浏览|阅读|发布|时间|返回|查看|更多|来自|更新|推荐|推薦|独家|专栏|评论|关注|订阅|^完$|staff$|^by$|^by\s+"
    r"|^(?:foto|photo|bild|image|copyright|quelle|source|picture|illustration)s?\s?:|©",
    re.I,
)
"""What is no name, or no part of one."""

JOB = lazy_pattern(
    r"\b(?:editor|writer|reporter|correspondent|columnist|contributor|journalist|producer|analyst|fellow|professor|bureau|chief"
    r"|meteorologist|economist|strategist|director|anchor|presenter|researcher|photographer|attorney|head of"
    r"|\w*redakteur\w*|\w*korrespondent\w*|\w*journaliste?n?|redactor\w*|periodista|corresponsal|rédact\w+|giornalista"
    r"|\w*redaktør|muhabir\w*|MD|MS|RDN?|PhD|Ph\.D|MBA|CFA|RN|MPH|JD)\b",
    re.I,
)
"""Words of a job title behind a name."""

NAMELESS = lazy_pattern(
    r"(?:(?:the )?associated press|reuters|bloomberg|(?-i:[A-Z]{2,5}|dpa)|deutsche presse-agentur|agence france-presse"
    r"|.*\b(?:editors?|correspondents?|reporters?|bureau|desk|newsdesk|staff|newsroom|redaktion|redacción|redazione"
    r"|rédaction|redação))(?: in .*)?",
    re.I,
)
"""Agencies, and what stands for people of an outlet whose names are not told."""

COMPANY = lazy_pattern(r"\b(?:GmbH|Ltd|LLC|Inc|S\.A|Media|Group|Verlag|Publishing|Ediciones|Editorial)\b")
"""What companies are called that publish."""

DESK = lazy_pattern(
    r"(?:News|Online|Digital|Media|TV|Staff|Desk|Team|Editors?|Bureau|Newsroom|Business|Politics|Sports?|World|International"
    r"|Opinion|Entertainment|Health|Travel|Tech|Style|Weather|Investigations|Editor-at-large|Redaktion)"
)
"""What stands behind the name of an outlet that signs."""

ARTICLE = lazy_pattern(
    r"^(?:(?:d[aeo]|from|the|redacción|redação|redazione|redaktion|rédaction|ediciones) )+(?=\S)", re.I
)
"""What stands before it."""

SEPARATORS = lazy_pattern(r"[,，、;；|｜/\n]| (?:and|und|(?-i:et)|y|og|och|ja|&|и|та|и|ve|e) |&(?!\w)", re.I)
"""What stands between names."""

AUTHOR_PATH = lazy_pattern(
    r"/(?:(?:staff-?)?authors?|autor(?:es|en|in|a|i)?|auteurs?|writers?|journalists?|journalistes?|periodistas?|giornalisti"
    r"|reporters?|contributors?|columnists?|columnistas?|redakteure?|redacteurs?|firmas?|verfasser|skribent|forfatter"
    r"|yazar(?:lar)?|muhabir|penulis|by|byline)/[^/?#]",
    re.I,
)
"""In the addresses of pages about one author."""

DATE_BEHIND = lazy_pattern(r"[\s|•·,–-]*(?:[^\W\d]+[.,]?[\s|]+){0,2}\d{1,4}(?:[./:-]|\s?[|년월]|[,.]? )")
"""A date or clock that follows a name."""

KOREAN_SIGNED = lazy_pattern(
    r"[\s\[(■▶/=]*(?:[가-힣]{2,6} ?= ?)?(?P<name>[가-힣]{2,4}) ?(?:(?:인턴|수습|선임|전문) ?)?"
    r"(?:기자|특파원)(?![가-힣])"
)
"""A line in which a reporter signs."""

KOREAN_NAME = lazy_pattern(
    r"[김이박최정강조윤장임한오서신권황안송류전홍고문양손배백허유남심노하곽성차주우구민진지엄채원천방공현함변염여추도소석선설마길연위표명반왕옥육인맹제모탁국어은편용]"
    r"[가-힣]{2}(?<![부국팀계판지실처])"
)
"""A person's name of three syllables, no desk's."""

NO_PERSON = lazy_pattern(
    r"\b(?:the|el|la|le|les|il|der|die|das|all|our|about|authors?|hub|news|sports?|world|local|national|business|politics|opinion|culture|health|technology|science|travel|press"
    r"|release|watch|updated|published|posted|ago|articles?|blog|real|estate|read|min|more|video|photos?|gallery|story|page|home|live|follow|share|subscribe|sign"
    r"|north|south|east|west|new|united|san|santa|são|los|las|saint|hong|tel|abu|buenos|rio|cape|porto?|city|university"
    r"|media|times|post|daily|journal|magazine|radio|tv|editors?|team|staff|agency|association|company|institut\w*"
    r"|group|amt|\w*ministeri\w+|ministry|department|office|council|government|church|\w*verband|\w*verein|stiftung|foundation"
    r"|politik|wirtschaft|deutsch\w*|nachrichten|redaktion|ausstellung|actualités?|rédaction|noticias|redacción|redação"
    r"|notizie|redazione|agencia|agência|agenzia|agentur)\b",
    re.I,
)
"""Words of places, sections, outlets and buttons."""

BY = lazy_pattern(
    r" ?(?:"
    r"(?P<sure>(?:(?:written|posted|published|reported|submitted|story|text|words|article|opinion|analysis|review"
    r"|co-?authored|co-?written) by|by ?:"
    r"|(?:veröffentlicht|verfasst|geschrieben|gespeichert|erstellt|eingestellt) von|von ?:"
    r"|(?:eine? )?(?:gast)?(?:beitrag|artikel|kommentar|analyse|interview|reportage|porträt|essay|kolumne|glosse) von"
    r"|(?:publié|écrit|rédigé|proposé) par|par ?:|(?:escrito|publicado) por|por ?:|escribe"
    r"|(?:scritto|pubblicato) da|di ?:"
    r"|(?:skrevet|skriven) a[fv]|geschreven door|(?:napisał|autor)a?"
    r"|(?:autor(?:in|en|es|ka)?|auteure?|author|tekst|teksti|text|texte|texto|testo|автор|текст|door|av|af|przez|nga|oleh"
    r"|penulis|yazan|yazar|szerző|írta|kirjoittaja|verfasser(?:in)?|skribent|συντάκτης|نویسنده|الكاتب|بقلم)s? ?:"
    r"|γράφει (?:ο|η)) ?:?)"
    r"|(?P<plain>by|von|par|por|di|af|av|door|przez|كتبت?|بقلم)(?=\s)"
    r") ",
    re.I,
)
"""How a byline begins; the plain words begin other sentences too."""

LABEL = lazy_pattern(
    r"(?:by|von|par|por|di|door|przez|(?:written|posted|story|text|words|co-?authored) by|(?:l['’])?auteure?s?|authors?"
    r"|autor(?:in|en|es)?|автор|текст|penulis|yazar)\s?:?",
    re.I,
)
"""A box that only announces the names in the next one."""

BY_WORDS = frozenset(
    "by von par por di af av door przez written posted published reported submitted story text words "
    "article veröffentlicht verfasst geschrieben gespeichert erstellt eingestellt ein eine gastbeitrag beitrag artikel "
    "kommentar gastkommentar analyse interview reportage porträt essay kolumne glosse escribe publié écrit rédigé "
    "proposé escrito publicado scritto pubblicato skrevet skriven geschreven napisał napisała autor "
    "autora autoren autorin autores autorka auteur auteure auteurs auteures author authors tekst texte "
    "texto testo автор текст yazan yazar teksti nga oleh penulis szerző írta kirjoittaja verfasser "
    "verfasserin skribent opinion analysis review coauthored co-authored cowritten co-written γράφει "
    "συντάκτης نویسنده الكاتب كتب كتبت "
    "بقلم".split()
)
"""The first words of bylines."""

BY_LINE = lazy_pattern(r"[|·•–—-] ?(?:by|von|par|por) (?=[^\W\d_])", re.I)
"""A byline behind a date in the same line."""

BY_CUT = lazy_pattern(
    r" ?(?:[|·•–—@(\[<>]|//|\s-\s|(?<!\w)\d"
    r"|\s(?:on|am|at|in|aus|em|den|um|for|from|with|avec|mit|(?:le|el)(?=\s\d))\s(?=\S)"
    r"|\s(?:Published|Updated|Posted|Publié|Veröffentlicht|Publicado|Aktualisiert|Last|minutes?|min|tarafından)\b"
    r"|(?<!\b[^\W\d_])(?<!\b[JSDM]r)(?<!\b[JSDM]R)\.\s|:)",
    re.I,
)
"""Where a byline ends and something else begins."""

SHARING = lazy_pattern(r"微博|微信|QQ|空间|朋友圈|开心网|人人网|豆瓣|收藏|书签|分享|转发")
"""Where one shares an article."""

OUTLET_BESIDE_TIME = lazy_pattern(
    r"\d{1,2}:\d{2}(?::\d{2})?[\s·|]*(?P<behind>[\u4e00-\u9fffA-Za-z·]{2,16})(?:\[[^\]]{1,6}\])?(?=\s|$)"
    r"|^\s*(?P<before>[\u4e00-\u9fffA-Za-z·]{2,16})[\s|]{1,4}(?=20\d\d|今天|昨天|前天|\d+\s?(?:分钟|小时|天)前)"
)
"""An outlet in the line of the publish time, without a label."""
