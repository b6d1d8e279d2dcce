"""Lines of the outlet go, sentences that only mention the same words stay."""

from __future__ import annotations

import pytest

from newscrawl.clean import CleanRules, clean_body

TEXT = "央行今日开展逆回购操作，中标利率与此前持平。"

GONE = [
    "责任编辑：张三",
    "(责任编辑：李四 SF099)",
    "【责任编辑:王五】",
    "责编 赵六",
    "编辑/王五",
    "（编辑：小何）",
    "编辑 | 孙七 校对 | 周八",
    "海量资讯、精准解读，尽在某财经APP",
    "免责声明：自媒体综合提供的内容均源自自媒体，版权归原作者所有，转载请联系原作者并获许可。投资有风险，入市需谨慎。",
    "本文仅代表作者观点，不代表本网立场。",
    "本文为某某授权某网发布，转载请注明出处。本文仅为作者观点，不代表某网立场。",
    "未经授权，任何单位不得转载。",
    "转载请注明出处：某报",
    "投资有风险，入市需谨慎。",
    "更多精彩资讯请点击 某股票",
    "扫描下方二维码，关注某财经公众号",
    "长按二维码关注我们",
    "点击下载某客户端",
    "炒股开户，就上某财经，专业、及时、全面！",
    "进入【某财经股吧】讨论",
    "返回首页",
    "【1】【2】【3】",
    "上一页 1 2 3 下一页",
    "分享到：微信 微博 QQ空间",
    "网友评论(12)",
    "128人参与",
    "- THE END -",
    "Advertisement",
    "Share this article",
    "Follow us on X and Facebook",
    "Sign up for our morning newsletter",
    "© 2024 Example Media. All rights reserved.",
    "Anzeige",
    "Artikel teilen",
    "Newsletter abonnieren",
    "Publicité",
    "Partager sur Facebook",
    "Tous droits réservés",
    "点击阅读某某专题>>",
    "（本文来自某某新闻，更多内容请下载某某客户端）",
    "责任编辑：张三返回搜狐，查看更多",
    "第1页/共3页 << 上一页 | 下一页 >>",
    "#宏观经济# #利率#",
    "阅读全文>>",
    "Image 2 of 5",
    "2 dari 4 halaman",
    "00:00 / 03:15",
    "01:43 min",
    "Story continues below",
    "Load more…",
    "Toggle caption",
    "Click here to get the Example News app",
    "Get local stories straight to your inbox. Sign up for our free newsletters and alerts.",
    "Privacy Notice: Newsletters may contain content that others pay for.",
    "Follow her on Twitter @example",
    "Email Jo Example at jo@news.example or follow us on Facebook.",
    "Copyright 2024 Example Media",
    "Ein Klick für den Datenschutz",
    "Lire la suite",
    "Advertentie",
    "Baca juga:",
    "[作者: 张三　责任编辑: 李四]",
    "本文来源：某某日报责任编辑：NF000",
    "0人跟贴 | 0人参与",
    "网友跟贴 0人跟贴 | 0人参与 | 手机发跟贴 | 注册",
    "网友评论仅供其表达个人看法，并不表明本网立场。",
    "发表于 2004年12月27日 12:40 - (阅读:3727;评论:63)",
    "REGISTER / SIGN IN TO UNLOCK MORE ARTICLES",
    "Create an account or sign in to continue with your reading experience.",
    "Don’t have an account? Sign in here",
    "Enjoyed this article? Share it with a friend!",
    "Hat Ihnen dieser Artikel gefallen? Dann unterstützen Sie uns.",
    "Some links are adverts, and we may earn a small commission when you buy.",
    "Folgen Sie unserem WhatsApp-Kanal",
    "Mit meiner Anmeldung zum Newsletter stimme ich den Bedingungen zu.",
    "Sie können sich jederzeit wieder abmelden.",
    "By signing up you agree to our Terms of Use and Privacy Policy.",
    "This story was previously published on an earlier date.",
    "First published in Example Weekly.",
    "The views expressed here are those of the author.",
    "Este texto não reflete, necessariamente, a opinião do jornal",
    "Las opiniones expresadas son responsabilidad de quien las firma.",
    "Gastbeiträge geben nicht die Meinung der Redaktion wieder.",
    "Bitte aktivieren Sie JavaScript.",
    "İçeriğin Devamı Aşağıda",
    "Czytaj dalej »",
    "この記事は会員限定です。",
    "Follow Example News on Twitter and Facebook to join the conversation.",
    "Folgst du schon der Beispielpost auf WhatsApp?",
    "Suivez-nous sur Facebook et Instagram",
    "Síguenos en nuestras redes",
    "Click\xa0here\xa0to get the Example News app",
    "続きは無料の会員登録でお読みいただけます。",
    "Listen to Example Ports on Spotify and Apple Podcasts.",
    "Newsletter: Ports of the north",
    "Tell us what you think in the comments",
    "您的当前位置：首页 -> 财经 -> 港口",
    "音频 04:29",
    "新品免费试玩，快来参加吧~！下载客户端还能获得专享福利哦！",
    "Slideshow ( 15 images )",
    "In this article: Ports, Quays, Cranes",
    "Filed under: Ports |",
    "Posted in Harbours",
    "Dieser Artikel ist zuerst bei „Kai & Kran“ erschienen.",
    "Artikel ini telah tayang di BeritaPelabuhan.example dengan judul Derek Baru",
    "© dpa-infocom, dpa:260720-99-12345/2",
    "Our website is the place for the latest news of ports, scoops and comment, so bookmark it.",
    "Nachrichten aufs Handy? Hier geht’s zur neuen Alden-App – für Android und iOS.",
    "Erhalten Sie kostenlos täglich die wichtigsten Hafen-News direkt per E-Mail.",
    "26.10.2025 | 2:43 min",
    "Text Size",
    "SCROLL TO CONTINUE WITH CONTENT",
]

STAYS = [
    "编辑部搬到了新址，责任编辑由三人轮流担任，读者来信照常处理。",
    "责任编辑制度将于明年在全国出版单位推行。",
    "基因编辑：一场改变农业的革命，正在试验田里悄悄发生，专家称十年内见效。",
    "公司发布声明：上述传闻不实，目前生产经营一切正常。",
    "该公司新版客户端上线首日下载量突破百万次。",
    "用户只需扫码即可乘车，日均客流二十万人次。",
    "他说，投资有风险，散户更应量力而行。",
    "平台要求未经授权不得转载的内容一律下架，首批涉及两千条。违规账号将被禁言。",
    "来源：外汇交易中心的数据显示，境外机构连续三个月增持。此后资金继续流入，规模创下年内新高，市场人士认为趋势仍将延续，但波动会加大。",
    "评论认为，加息周期已近尾声。",
    "Advertisement spending fell by a tenth.",
    "Share prices rose on Monday.",
    "Sign up for the scheme closed on Friday; 300 firms took part.",
    "Die Anzeige gegen den Vorstand wurde zurückgezogen.",
    "La publicité en ligne progresse.",
    "点击量在一周内翻了三倍，平台称将扩容。",
    "#MeToo changed how the industry hires.",
    "Image rights were sold for 5 of the films.",
    "Get in line, the newsletters of three banks tell their clients;" + " the yen will fall further this year." * 8,
    "Subscribers left in droves after prices rose.",
    "Copyright law is to change next year, the minister said, and publishers welcomed the plan at once.",
    "Read more books, the teachers told them.",
    "跟贴者说，店里一天只来两位客人。",
    "访问量：平台没有公布，只说比去年多。",
    "Sign in sheets were gone by noon, said the clerk who keeps them.",
    "The European Commission said that we may earn more in the north.",
    "Wer dem Kanal folgt, sieht die Schleuse von Alden.",
    "12:43",
    "3/5",
    "By entering the race he made four enemies, and the terms were his.",
    "The views expressed by the two ministers differ.",
    "First published numbers were too low.",
    "Comentarios hubo muchos.",
    "Follow the money on its way to the north, he said.",
    "Folgen Sie dem Geld, sagte er, und Sie finden die Bank.",
    "Listen to the bank, he said on Monday.",
    "Newsletters: three banks have them.",
    "Posted in Alden for three years, he learned the language.",
    "In this article: a clause on fees. It was added late.",
    "Dieser Text ist zuerst gelesen und dann verworfen worden.",
    "Hier geht es zu langsam, sagt er.",
    "Erhalten Sie die Stelle, ziehen Sie um.",
    "同社は会員登録の仕組みを見直す。新しい方式は春に始まる。",
]


@pytest.mark.parametrize("line", GONE)
def test_a_line_of_the_outlet_goes(line: str) -> None:
    assert clean_body(f"<p>{TEXT}</p><p>　　{line}</p><p>{TEXT}</p>") == f"<p>{TEXT}</p>\n<p>{TEXT}</p>"


@pytest.mark.parametrize("line", GONE[:4])
def test_it_goes_from_the_end_of_a_paragraph_as_well(line: str) -> None:
    assert clean_body(f"<p>{TEXT}<br>{line}</p>") == f"<p>{TEXT}</p>"


@pytest.mark.parametrize("line", STAYS)
def test_a_sentence_stays(line: str) -> None:
    assert clean_body(f"<p>{TEXT}</p><p>{line}</p>") == f"<p>{TEXT}</p>\n<p>{line}</p>"


@pytest.mark.parametrize("line", GONE)
def test_a_sentence_behind_the_line_saves_it(line: str) -> None:
    """Not a word of the article is lost because the outlet wrote into the same paragraph."""
    assert TEXT in clean_body(f"<p>{TEXT * 20}{line}</p>")


LINES = ["甲" * 30 + "。", "乙" * 30 + "。", "丙" * 30 + "。", "丁" * 30 + "。", "戊" * 30 + "。"]


def paragraphs(*lines: str) -> str:
    return "\n".join(f"<p>{line}</p>" for line in lines)


@pytest.mark.parametrize("line", ["来源：某报", "（来源：某社）", "原标题：另一个标题", "稿件来源: 某网"])
@pytest.mark.parametrize("at", [0, 1, 4, 5])
def test_source_lines_go_from_head_and_foot(line: str, at: int) -> None:
    lines = [*LINES[:at], line, *LINES[at:]]
    assert clean_body(paragraphs(*lines)) == paragraphs(*LINES)


def test_source_line_amid_the_text_stays() -> None:
    lines = [*LINES[:3], "来源：某数据库", *LINES[2:]]
    assert clean_body(paragraphs(*lines)) == paragraphs(*lines)


LINK = '<a href="https://a.example/{0}" rel="noopener">{0}</a>'


@pytest.mark.parametrize(
    "heading",
    [
        "相关阅读：",
        "【延伸阅读】",
        "相关新闻",
        "Read more",
        "Lesen Sie auch",
        "【熱門點閱】",
        "Mehr zum Thema auf Hafen.example",
        "Das könnte dich auch interessieren",
        "À lire aussi :",
    ],
)
@pytest.mark.parametrize(
    "links",
    [
        pytest.param(paragraphs(LINK.format("甲"), "1. " + LINK.format("乙")), id="paragraphs"),
        pytest.param(f"<ul><li>{LINK.format('甲')}</li><li>{LINK.format('乙')}</li></ul>", id="list"),
    ],
)
def test_links_to_other_articles_go_with_their_heading(heading: str, links: str) -> None:
    assert clean_body(f"<p>{TEXT}</p><p><b>{heading}</b></p>{links}<p>{TEXT}</p>") == paragraphs(TEXT, TEXT)


@pytest.mark.parametrize(
    "line",
    [
        "<b>Les også:</b> {link}",
        "Read more: {link}",
        "READ ALSO | {link}.",
        "（延伸阅读：{link}）",
        '<a href="https://a.example/1">Lesen Sie auch: Zinsen steigen</a>',
        '<a href="https://a.example/1">WHY THE BANK HELD ITS RATES</a>',
        "FUNDA OLUNYE UDABA | {link}",
        "{link} [VIDEO]",
        "ZOBACZ WIDEO: {link}",
    ],
)
def test_a_line_that_leads_to_another_article_goes(line: str) -> None:
    line = line.format(link=LINK.format("甲乙"))
    assert clean_body(paragraphs(TEXT, line, TEXT)) == paragraphs(TEXT, TEXT)
    assert clean_body(f"<p>{TEXT}<br>{line}</p>") == paragraphs(TEXT)


@pytest.mark.parametrize(
    "line",
    [
        pytest.param("Read more: he said that the bank would wait.", id="no link"),
        pytest.param("Related: he said that " + LINK.format("甲") + " would wait.", id="a sentence around the link"),
        pytest.param(LINK.format("甲乙丙"), id="a link alone"),
        pytest.param(LINK.format("EZB"), id="a word in capitals"),
    ],
)
def test_a_line_with_a_link_stays(line: str) -> None:
    assert clean_body(paragraphs(TEXT, line, TEXT)) == paragraphs(TEXT, line, TEXT)


DATES = [
    "Published 11:34 PM EST Nov 19, 2019",
    "Uppdaterad 15.59 | Publicerad 14.14",
    "Last updated 3 May 2024 • 4 minute read",
    "7 days ago",
    "4 min read",
]


@pytest.mark.parametrize("line", DATES)
@pytest.mark.parametrize("at", [0, 1, 5])
def test_times_of_the_page_go_from_head_and_foot(line: str, at: int) -> None:
    lines = [*LINES[:at], line, *LINES[at:]]
    assert clean_body(paragraphs(*lines)) == paragraphs(*LINES)


def test_who_wrote_it_goes_from_the_foot_alone() -> None:
    line = "Jo Example is a business reporter for Example News."
    assert clean_body(paragraphs(*LINES, line)) == paragraphs(*LINES)
    assert clean_body(paragraphs(line, *LINES)) == paragraphs(line, *LINES)


@pytest.mark.parametrize(
    "line", ["Tags: ports, quays and cranes", "Temas", "关键词：港口,码头", "Schlagwörter | Hafen"]
)
def test_what_it_is_about_goes_from_the_foot_alone(line: str) -> None:
    assert clean_body(paragraphs(*LINES, line)) == paragraphs(*LINES)
    assert clean_body(paragraphs(line, *LINES)) == paragraphs(line, *LINES)


@pytest.mark.parametrize("line", ["某某日报记者 张三 李四", "本报记者张三发自北京", "（记者张三、李四　通讯员王五）"])
def test_who_reported_goes_from_the_head_alone(line: str) -> None:
    assert clean_body(paragraphs(line, *LINES)) == paragraphs(*LINES)
    assert clean_body(paragraphs(*LINES, line, *LINES)) == paragraphs(*LINES, line, *LINES)


ABOUT = [
    "作者为财经观察家，《港口》作者。",
    "作者张三，系某某大学教授。多年研究港口。",
    "作者曾任职于多家港口企业，现是顾问。",
    "转自《港口日报》",
]


@pytest.mark.parametrize("line", ABOUT)
def test_who_wrote_it_in_chinese_goes_from_the_foot_alone(line: str) -> None:
    assert clean_body(paragraphs(*LINES, line)) == paragraphs(*LINES)
    assert clean_body(paragraphs(*LINES[:4], line, *LINES[:4])) == paragraphs(*LINES[:4], line, *LINES[:4])


@pytest.mark.parametrize("line", ["作者为我们写下了这一切。", "作者是一位老人，住在港口。", "记者看到，码头十分繁忙。"])
def test_a_last_sentence_about_an_author_stays(line: str) -> None:
    assert clean_body(paragraphs(*LINES, line)) == paragraphs(*LINES, line)


def test_how_to_reach_the_writer_goes_from_the_foot_alone() -> None:
    line = "☞ Example News jo.example@news.example"
    assert clean_body(paragraphs(*LINES, line)) == paragraphs(*LINES)
    amid = [*LINES, line, *LINES]
    assert clean_body(paragraphs(*amid)) == paragraphs(*amid)


def test_a_picture_with_its_text_is_there_once() -> None:
    picture, text = '<p><img src="https://n.example/1.jpg"></p>', "<p>The bank's tower in the evening</p>"
    caption = "<figcaption>The bank's tower in the evening</figcaption>"
    assert clean_body((picture + text) * 2) == clean_body(picture + text)
    figure = f'<figure><img src="https://n.example/1.jpg">{caption}</figure>'
    assert clean_body(figure + text) == clean_body(figure)


def test_the_heading_alone_stays() -> None:
    assert clean_body(paragraphs(TEXT, "延伸阅读", TEXT)) == paragraphs(TEXT, "延伸阅读", TEXT)


def test_the_heading_with_nothing_below_it_goes() -> None:
    assert clean_body(f"{paragraphs(TEXT)}<h3>You may also like...</h3><p>重点推荐</p>") == paragraphs(TEXT)


def test_a_link_list_without_the_heading_stays() -> None:
    html = f"<p>{TEXT}</p>\n<ul>\n<li>{LINK.format('甲')}</li>\n</ul>"
    assert clean_body(html) == html


def test_a_tail_of_cards_goes() -> None:
    cards = [
        f'<a href="https://a.example/{n}"><img src="https://a.example/{n}.jpg"><div>海蓝航运第{n}条航线开通</div></a>'
        for n in "1234"
    ]
    text = f"<p>{TEXT * 30}</p>"
    assert clean_body(text + "".join(cards)) == text
    assert clean_body(text + "<p>相关新闻</p>" + cards[0]) == text
    # a picture that leads to its large copy is the article's
    large = '<p><a href="https://a.example/l.jpg"><img src="https://a.example/s.jpg"></a></p>'
    assert clean_body(text + large + "".join(cards)).count("<img") == 1


def test_a_tail_of_links_goes() -> None:
    tail = paragraphs(*(f"<b>要闻</b>\n{LINK.format(name)}" for name in "甲乙")) + "<p><b>行业</b></p>"
    tail += paragraphs(*(LINK.format(name) for name in "丙丁戊己"))
    table = f"<table><tr><td>{LINK.format('庚')}<td>{LINK.format('辛')}</table>"
    assert (
        clean_body(f"<p>{TEXT * 30}</p>{table}<h2>推荐</h2>{tail.replace('<b>要闻</b>', '')}") == f"<p>{TEXT * 30}</p>"
    )


@pytest.mark.parametrize(
    "html",
    [
        pytest.param(paragraphs(TEXT * 30, *(LINK.format(name) for name in "甲乙丙")), id="few links"),
        pytest.param(paragraphs(TEXT, *(LINK.format(name * 9) for name in "甲乙丙丁戊")), id="a digest"),
        pytest.param(
            paragraphs(TEXT * 30, *(LINK.format(name) for name in "甲乙丙丁戊"), TEXT), id="links amid the text"
        ),
    ],
)
def test_other_links_stay(html: str) -> None:
    assert clean_body(html) == html


def test_a_picture_goes_with_a_caption_that_asks_to_scan_it() -> None:
    html = '<figure><img src="https://n.example/1.jpg"><figcaption>扫码关注我们，领取二维码</figcaption></figure>'
    assert clean_body(f"<p>{TEXT}</p>{html}") == f"<p>{TEXT}</p>"


def test_noise_goes_from_lists_and_quotes() -> None:
    html = f"<ul><li>{TEXT}</li><li>责任编辑：张三</li></ul><blockquote><p>{TEXT}</p><p>点赞</p></blockquote>"
    assert clean_body(html) == f"<ul>\n<li>{TEXT}</li>\n</ul>\n<blockquote>\n<p>{TEXT}</p>\n</blockquote>"


CAPTIONED = CleanRules(captions=((".wrap", ".caption"),))


@pytest.mark.parametrize(
    ("inside", "kept"), [("<img src=https://i.example/a.jpg>", True), ("<div class=lazyload></div>", False)]
)
def test_a_caption_goes_with_its_picture(inside: str, kept: bool) -> None:
    caption = "<div class=caption>厂房门口，工人在等车。</div>"
    body = f"<p>新厂房将于下月启用。</p><div class=wrap>{inside}{caption}</div><p>订单已经排到明年。</p>"
    assert ("工人在等车" in clean_body(body, CAPTIONED)) is kept
