"""Each row is one fact: what comes in, what must come out."""

from __future__ import annotations

import re

import pytest

from newscrawl.clean import CleanRules, clean_body

IMG = '<img src="https://n.example/1.jpg" alt="{}" referrerpolicy="no-referrer">'
PIC = '<img src="https://n.example/1.jpg">'
PICTURE = IMG.format("")

LAYOUT = {
    "bare text": ("利率不变。", "<p>利率不变。</p>"),
    "text in div and br": (
        "<div>　　一季度。<br>　　二季度。<br><br>三季度。</div>",
        "<p>一季度。</p>\n<p>二季度。</p>\n<p>三季度。</p>",
    ),
    "a stray closing tag": ("一。</div>二。<p>三。</p>", "<p>一。</p>\n<p>二。</p>\n<p>三。</p>"),
    "br inside p stays": ("<p>电话<br>地址</p>", "<p>电话<br>地址</p>"),
    "double br inside p parts": ("<p>一。<br> <br>二。</p>", "<p>一。</p>\n<p>二。</p>"),
    "indent after br parts": ("<p>　　一。<br>　　二。</p>", "<p>一。</p>\n<p>二。</p>"),
    "nbsp indent after br parts": ("<p>一。<br>&nbsp;&nbsp;&nbsp;&nbsp;二。</p>", "<p>一。</p>\n<p>二。</p>"),
    "nested wrappers": (
        "<div><section><div><p>一。</p></div></section><div>二。</div></div>",
        "<p>一。</p>\n<p>二。</p>",
    ),
    "empty blocks": ("<p>一。</p><p>&nbsp;</p><div><span></span></div><p><b> </b></p>", "<p>一。</p>"),
    "ideographic indent": ("<p>　　一。</p>", "<p>一。</p>"),
    "indent inside emphasis": ("<p>　<strong>　小标题</strong></p>", "<p><strong>小标题</strong></p>"),
    "indented source": ("<div>\n\n    <p>\n      a\n      b\n    </p>\n\n</div>", "<p>a b</p>"),
    "line end between Chinese characters": ("<p>人民\n币</p>", "<p>人民币</p>"),
    "space between words stays": ("<p>人民币 RMB\n兑</p>", "<p>人民币 RMB 兑</p>"),
    "one nbsp inside stays": ("<p>12&nbsp;%</p>", "<p>12&nbsp;%</p>"),
    "zero-width characters": ("<p>a\u200bb\ufeff</p>", "<p>ab</p>"),
    "unclosed tags": ("<p>一<b>二<p>三", "<p>一<strong>二</strong></p>\n<p>三</p>"),
    "entities": ("<p>a &amp;lt;b&amp;gt; &lt;i&gt; &quot;</p>", '<p>a &amp;lt;b&amp;gt; &lt;i&gt; "</p>'),
    "braces are the renderer's": ("<p>{{ x }}</p>", "<p>{{ x }}</p>"),
    "headings": ("<h1>甲</h1><h3><b>乙</b></h3>", "<h2>甲</h2>\n<h3>乙</h3>"),
    "heading with a break": ("<h2>甲<br>乙</h2>", "<h2>甲 乙</h2>"),
    "picture in a heading": (f"<h2>甲{PIC}</h2>", f"<p>{PICTURE}</p>\n<h2>甲</h2>"),
    "quote": ("<blockquote>一<br>二</blockquote>", "<blockquote>\n<p>一</p>\n<p>二</p>\n</blockquote>"),
    "rules in a quotation or list": ("<blockquote><hr></blockquote><p>一</p><ul><li><hr></li></ul>", "<p>一</p>"),
    "nothing but a rule in a quotation": ("<blockquote><blockquote><hr>", ""),
    "rule between texts": ("<hr><p>一</p><hr><hr><p>二</p><hr>", "<p>一</p>\n<hr>\n<p>二</p>"),
    "pre keeps its lines": ("<pre>\n\na = 1\n\n  b &lt; 2\n</pre>", "<pre>a = 1\n\n  b &lt; 2</pre>"),
    "prose in pre": ("<pre>　　今日股市收高。\n\n　　成交放量。</pre>", "<p>今日股市收高。</p>\n<p>成交放量。</p>"),
    "definitions": (
        "<dl><dt>市盈率</dt><dd>股价除以盈利</dd></dl>",
        "<p><strong>市盈率</strong></p>\n<p>股价除以盈利</p>",
    ),
    "unknown tags": ("<ucapcontent><p>一<wbr>二</p></ucapcontent>", "<p>一二</p>"),
}

INLINE = {
    "b and i": ("<p><b>a</b> <i>b</i></p>", "<p><strong>a</strong> <em>b</em></p>"),
    "font and span": ("<p><font color=red>a</font><span style='x'>b</span></p>", "<p>ab</p>"),
    "strong by style": ("<p><span style='font-weight: 700'>a</span>b</p>", "<p><strong>a</strong>b</p>"),
    "strong in the CMS's own way": (
        '<p>一<font cms-style="font-L strong-Bold">二</font></p>',
        "<p>一<strong>二</strong></p>",
    ),
    "neighbours of one kind": ("<p><b>甲：</b><b>乙</b></p>", "<p><strong>甲：乙</strong></p>"),
    "the same tag inside itself": ("<p><b><b>甲</b></b></p>", "<p><strong>甲</strong></p>"),
    "one order of tags": ("<p><i><b>甲</b></i></p>", "<p><strong><em>甲</em></strong></p>"),
    "characters that nobody sees": (
        "<p>a\ufffc&#xfdd0;&#x200b;b</p><pre>c\ufffc</pre><p>\ufffc</p>",
        "<p>ab</p>\n<pre>c</pre>",
    ),
    "white space goes outside": ("<p>a<b> b </b>c</p>", "<p>a <strong>b</strong> c</p>"),
    "whole paragraph strong": ("<p><strong>小标题</strong></p>", "<p><strong>小标题</strong></p>"),
    "emphasis around paragraphs": (
        "<strong><div>一</div><div>二</div></strong>",
        "<p><strong>一</strong></p>\n<p><strong>二</strong></p>",
    ),
    "sub, sup, del, code": (
        "<p>CO<sub>2</sub> m<sup>2</sup> <s>1</s> <code>x</code></p>",
        "<p>CO<sub>2</sub> m<sup>2</sup> <del>1</del> <code>x</code></p>",
    ),
    "q": ("<p><q>是</q></p>", "<p>“是”</p>"),
}

LINK = '<a href="{}" rel="noopener">x</a>'
LINKS = {
    "absolute": ('<a href="http://a.example/1" target=_blank onclick="t()">x</a>', LINK.format("http://a.example/1")),
    "relative": ('<a href="../1.html">x</a>', LINK.format("https://f.example/1.html")),
    "protocol-relative": ('<a href="//a.example/1">x</a>', LINK.format("https://a.example/1")),
    "mailto": ('<a href="mailto:a@b.example">x</a>', LINK.format("mailto:a@b.example")),
    "tracking parameters may stay": (
        '<a href="https://a.example/?utm_source=1&a=2">x</a>',
        LINK.format("https://a.example/?utm_source=1&amp;a=2"),
    ),
    "space and quote": ("<a href='https://a.example/a b\"c'>x</a>", LINK.format("https://a.example/a%20b%22c")),
    "javascript": ('<a href="javascript:void(0)">x</a>', "x"),
    "javascript in disguise": ('<a href=" java&#10;script:alert(1)">x</a>', "x"),
    "data": ('<a href="data:text/html,x">x</a>', "x"),
    "anchor": ('<a href="#top">x</a>', "x"),
    "no href": ("<a name=top>x</a>", "x"),
    "broken host": ('<a href="http://[x">x</a>', "x"),
    "empty": ('<a href="https://a.example/"> </a>x', "x"),
    "link around a break": ('<a href="https://a.example/"><div>x</div></a>', LINK.format("https://a.example/")),
}

PICTURES = {
    "src": ('<img src="https://n.example/1.jpg" alt="" onload="x()" width=500>', PICTURE),
    "alt": ('<img src="https://n.example/1.jpg" alt=" 甲\n乙 ">', IMG.format("甲 乙")),
    "file name as alt": ('<img src="https://n.example/1.jpg" alt="img_01.JPG">', PICTURE),
    "protocol-relative": ('<img src="//n.example/1.jpg">', PICTURE),
    "lazy": ('<img src="data:image/gif;base64,x" data-src="https://n.example/1.jpg">', PICTURE),
    "lazy wins over a placeholder": ('<img src="https://n.example/p.png" data-original="//n.example/1.jpg">', PICTURE),
    "srcset": ('<img srcset="https://n.example/0.jpg 320w, https://n.example/1.jpg 960w">', PICTURE),
    "placeholder and srcset": (
        '<img src="https://n.example/loading.gif" data-srcset="https://n.example/1.jpg 2x">',
        PICTURE,
    ),
    "picture element": ('<picture><source srcset="https://n.example/1.jpg 900w"><img src="data:,"></picture>', PICTURE),
    "amp": ('<amp-img src="https://n.example/1.jpg" width=600 height=300></amp-img>', PICTURE),
    "noscript after a lazy one": (
        f'<img class=l data-src="https://n.example/1.jpg"><noscript>{PIC}</noscript>',
        PICTURE,
    ),
    "noscript instead of one": (f'<img src="data:,"><noscript>{PIC}</noscript>', PICTURE),
    "link around a picture": (
        f'<a href="https://a.example/">{PIC}</a>',
        f'<a href="https://a.example/" rel="noopener">{PICTURE}</a>',
    ),
}

NO_PICTURES = {
    "no address": "<img>",
    "data address": '<img src="data:image/png;base64,iVBORw0KGgo=">',
    "spacer": '<img src="https://n.example/home/c.gif">',
    "a newswire's counter": '<img src="https://cts.businesswire.com/ct/CT?id=plant">',
    "a tracker": '<img src="https://tracksrv.n.example/event?asset=plant">',
    "data for a script": """<img data-src='{"src": "//n.example/1.jpg"}'>""",
    "one pixel": '<img src="https://n.example/1.jpg" width="1" height="5">',
    "icon by address": '<img src="https://n.example/c5cf9size1_w16_h16.png">',
    "icon": '<img src="https://n.example/1.jpg" width=18 height=36>',
    "counter": '<img src="https://vg08.met.vgwort.de/na/1">',
    "QR code by address": '<img src="https://n.example/img/qrcode_2.png">',
    "QR code by text": '<img src="https://n.example/1.jpg" alt="扫描二维码关注">',
    "logo": '<img src="https://n.example/img/logo.png">',
    "avatar by class": '<img src="https://n.example/1.jpg" class="user avatar">',
    "javascript": '<img src="javascript:x()">',
}

FIGURE = f"<figure>{IMG.format('{}')}<figcaption>{{}}</figcaption></figure>"
CAPTIONS = {
    "by the site's rule": (
        '<div class="img_w"><img src="//n.example/1.jpg" alt="港口"><span class="img_d">港口</span></div>',
        FIGURE.format("港口", "港口"),
    ),
    "empty by the site's rule": (
        '<div class="img_w"><img src="//n.example/1.jpg"><span class="img_d"></span></div>',
        f"<p>{PICTURE}</p>",
    ),
    "well-known class": (
        f'<div class="wp-caption">{PIC}<p class="wp-caption-text">港口</p></div>',
        FIGURE.format("", "港口"),
    ),
    "figure": (
        f"<figure>{PIC}<figcaption>港<b>口</b></figcaption></figure>",
        FIGURE.format("", "港<strong>口</strong>"),
    ),
    "caption before the picture": (f"<figure><figcaption>港口</figcaption>{PIC}</figure>", FIGURE.format("", "港口")),
    "figure without a caption": (f"<figure>{PIC}</figure>", f"<p>{PICTURE}</p>"),
    "figure without a picture": ("<figure><p>一</p><figcaption>二</figcaption></figure>", "<p>一</p>\n<p>二</p>"),
    "figure with a credit": (f"<figure>{PIC}<div>某社</div></figure>", FIGURE.format("", "某社")),
    "figure with caption and text": (
        f"<figure>{PIC}<p>文</p><figcaption>港口</figcaption></figure>",
        FIGURE.format("", "港口") + "\n<p>文</p>",
    ),
    "centred line below": (f"<center>{PIC}<br>港口一景<br></center>", FIGURE.format("", "港口一景")),
    "centred paragraph with a break": (f'<p style="text-align: center">{PIC}<br>港口</p>', FIGURE.format("", "港口")),
    "source line below": (f"<p>{PIC}</p><p>图片来源：某图库</p>", FIGURE.format("", "图片来源：某图库")),
    "one-column table": (f"<table><tr><td>{PIC}</td></tr><tr><td>港口</td></tr></table>", FIGURE.format("", "港口")),
    "a long centred line is text": (
        f"<center>{PIC}<br>{'港口' * 40}</center>",
        f"<p>{PICTURE}</p>\n<p>{'港口' * 40}</p>",
    ),
    "a centred sub-heading is text": (
        f"<center>{PIC}<br><b>一、港口</b></center>",
        f"<p>{PICTURE}</p>\n<p><strong>一、港口</strong></p>",
    ),
    "a paragraph below is text": (f"<p>{PIC}</p><p>港口。</p>", f"<p>{PICTURE}</p>\n<p>港口。</p>"),
    "a logo with a caption is content": (
        '<figure><img src="https://n.example/logo.png"><figcaption>新标志</figcaption></figure>',
        FIGURE.replace("1.jpg", "logo.png").format("", "新标志"),
    ),
}

TABLES = {
    "head and body": (
        "<table border=1 style=x><tr><th width=3>年<th>值</tr><tr><td class=a>2020<td>1</table>",
        "<table>\n<thead>\n<tr><th>年</th><th>值</th></tr>\n</thead>\n<tbody>\n<tr><td>2020</td><td>1</td></tr>\n</tbody>\n</table>",
    ),
    "spans": (
        "<table><tr><td colspan=2>年<td rowspan='2'>值<tr><td colspan=1>1<td>2</table>",
        '<table>\n<tbody>\n<tr><td colspan="2">年</td><td rowspan="2">值</td></tr>\n'
        "<tr><td>1</td><td>2</td></tr>\n</tbody>\n</table>",
    ),
    "paragraphs in cells": (
        "<table><tr><td><p>a</p><p>b</p><td></table>",
        "<table>\n<tbody>\n<tr><td>a<br>b</td><td></td></tr>\n</tbody>\n</table>",
    ),
    "caption": (
        "<table><caption>表</caption><tr><td>a<td>b</table>",
        "<table>\n<caption>表</caption>\n<tbody>\n<tr><td>a</td><td>b</td></tr>\n</tbody>\n</table>",
    ),
    "one cell is layout": ("<table><tr><td><p>一</p><p>二</p></td></tr></table>", "<p>一</p>\n<p>二</p>"),
    "a table in a table is layout": (
        "<table><tr><td>左</td><td><table><tr><td>a<td>b</table></td></tr></table>",
        "<p>左</p>\n<table>\n<tbody>\n<tr><td>a</td><td>b</td></tr>\n</tbody>\n</table>",
    ),
    "a column of figures is a table": (
        "<table><tr><td>1<tr><td>2</table>",
        "<table>\n<tbody>\n<tr><td>1</td></tr>\n<tr><td>2</td></tr>\n</tbody>\n</table>",
    ),
    "a column of texts is a frame": (
        f"<table><tr><td><p>{'甲' * 120}</p><p>{'乙' * 120}</p><tr><td>丙</table>",
        f"<p>{'甲' * 120}</p>\n<p>{'乙' * 120}</p>\n<p>丙</p>",
    ),
    "empty rows": (
        "<table><tr><td>1<td>2<tr><td> <td></table>",
        "<table>\n<tbody>\n<tr><td>1</td><td>2</td></tr>\n</tbody>\n</table>",
    ),
    "empty table": ("<table><tr><td></td></tr></table>一", "<p>一</p>"),
    "text outside the cells": (
        "<table>序<tr><td>a<td>b</table>",
        "<p>序</p>\n<table>\n<tbody>\n<tr><td>a</td><td>b</td></tr>\n</tbody>\n</table>",
    ),
}

LISTS = {
    "items": ("<ul class=x><li> a<li><p>b</p></ul>", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>"),
    "nested": (
        "<ol><li>a<ul><li>b</ul></ol>",
        "<ol>\n<li>a\n<ul>\n<li>b</li>\n</ul>\n</li>\n</ol>",
    ),
    "nested without an item": (
        "<ul><li>a</li><ul><li>b</li></ul></ul>",
        "<ul>\n<li>a\n<ul>\n<li>b</li>\n</ul>\n</li>\n</ul>",
    ),
    "two paragraphs": ("<ul><li><p>a</p><p>b</p></ul>", "<ul>\n<li>\n<p>a</p>\n<p>b</p>\n</li>\n</ul>"),
    "start": ('<ol start="3"><li>a</ol>', '<ol start="3">\n<li>a</li>\n</ol>'),
    "empty items": ("<ul><li> <li>a</ul><ul></ul>", "<ul>\n<li>a</li>\n</ul>"),
}

PLAYERS = {
    "YouTube": (
        '<p>a</p><iframe src="//www.youtube.com/embed/x_Y-1?rel=0" title=" 发布会 回放 "></iframe><p>b</p>',
        '<p>a</p>\n<p><a href="https://www.youtube.com/watch?v=x_Y-1" rel="noopener">发布会 回放</a></p>\n<p>b</p>',
    ),
    "without a title": (
        '<div><iframe src="https://player.vimeo.com/video/123"></iframe></div>',
        '<p><a href="https://vimeo.com/123" rel="noopener">vimeo.com/123</a></p>',
    ),
    "lazy": (
        '<iframe data-src="https://v.qq.com/txp/iframe/player.html?vid=a1" src="about:blank"></iframe>',
        '<p><a href="https://v.qq.com/x/page/a1.html" rel="noopener">v.qq.com/x/page/a1.html</a></p>',
    ),
    "Bilibili": (
        '<iframe src="//player.bilibili.com/player.html?aid=7&cid=1"></iframe>',
        '<p><a href="https://www.bilibili.com/video/av7" rel="noopener">www.bilibili.com/video/av7</a></p>',
    ),
    "in a box of videos": (
        f'<p>{"甲" * 30}</p><div class="video"><iframe src="//www.youtube.com/embed/x" title="回放"></iframe></div>',
        f'<p>{"甲" * 30}</p>\n<p><a href="https://www.youtube.com/watch?v=x" rel="noopener">回放</a></p>',
    ),
    "another host": ('<iframe src="https://www.youtube.com.evil.example/embed/x"></iframe>', ""),
    "a user name": ('<iframe src="https://www.youtube.com@evil.example/embed/x"></iframe>', ""),
    "no id": ('<iframe src="https://www.youtube.com/embed/?list=1"></iframe>', ""),
    "an id that is none": ("""<iframe src="https://www.youtube.com/embed/x'y"></iframe>""", ""),
    "a script": ('<iframe src="javascript:alert(1)//www.youtube.com/embed/x"></iframe>', ""),
}

UNCLOSED = {
    "svg": ("<p>a</p><svg><g><p>b</p></g><p>c</p>", "<p>a</p>\n<p>b</p>\n<p>c</p>"),
    "svg in svg": ("<svg><svg><p>b</p><p>c</p>", "<p>b</p>\n<p>c</p>"),
    "blocks in blocks": ("<math><div><p>b</p></div>", "<p>b</p>"),
    "text of a drawing": ("<svg><foreignObject><div>x</div></foreignObject></svg><p>b</p>", "<p>b</p>"),
    "embed": ("<p>a</p><embed src=x.swf><p>b</p>", "<p>a</p>\n<p>b</p>"),
    "track": ("<track src=x.vtt><p>b</p>", "<p>b</p>"),
}

MACHINERY = {
    "script": "<script>var a = '<p>x</p>';</script>",
    "style": "<style>.a{color:red}</style>",
    "comment": "<!-- news_keyword_pub,stock,sh600000 -->",
    "conditional comment": "<!--[if IE]><p>x</p><![endif]-->",
    "iframe": '<iframe src="https://v.example/1"></iframe>',
    "video": '<video src="x.mp4" controls>no video</video>',
    "object": "<object><embed src=x></object>",
    "form": "<form><label>邮箱</label><input name=a><button>订阅</button></form>",
    "svg": "<svg><text>x</text></svg>",
    "hidden": '<div style="display:none">x</div>',
    "link and meta": '<link rel=stylesheet href="x"><meta name=a>',
    "share bar": '<div class="share-box"><span>分享到</span><a href="https://a.example">微博</a></div>',
    "QR box": f'<div class="clearfix appendQr_wrap"><div class="appendQr_normal">{PIC}</div><div>好消息</div></div>',
    "comment box": '<div id="comment_list"><p>很好</p></div>',
    "related": '<ul class="article-related"><li><a href="https://a.example/">另一篇</a></li></ul>',
    "login box": '<div class="loginBox">登录后可读</div>',
    "advert": '<div id="left_hzh_ad">x</div>',
    "footer": "<footer>某报</footer>",
    "author box": '<div class="author-bio"><p>某记者多年报道财经。</p></div>',
    "byline": '<div class="article__byline">某记者</div>',
    "another video": '<div class="videoBox"><h3>另一段视频</h3><div>02:31</div></div>',
    "label of a form": "<div><label>第一项</label><label>第二项</label></div>",
    "read more": '<a class="read-more-big" href="https://a.example/"><span>另一篇</span></a>',
    "what a theme says of an article": '<div class="entry-meta">某报 三天前</div>',
    "trending": '<div class="trending"><a href="https://a.example/">热点</a></div>',
}

RULES = CleanRules(captions=((".img_w", ".img_d"),), base_url="https://f.example/a/b.html")
TEXT = "今日市场平稳，成交与上日持平。" * 6


@pytest.mark.parametrize(
    ("before", "after"),
    [pytest.param(*v, id=k) for k, v in {**LAYOUT, **TABLES, **LISTS, **PLAYERS, **UNCLOSED}.items()],
)
def test_blocks(before: str, after: str) -> None:
    assert clean_body(before, RULES) == after


@pytest.mark.parametrize(("before", "after"), [pytest.param(*v, id=k) for k, v in {**INLINE, **CAPTIONS}.items()])
def test_emphasis_and_captions(before: str, after: str) -> None:
    assert clean_body(before, RULES) == after


@pytest.mark.parametrize(("before", "after"), [pytest.param(*v, id=k) for k, v in {**LINKS, **PICTURES}.items()])
def test_links_and_pictures(before: str, after: str) -> None:
    assert clean_body(f"<p>{before}</p>", RULES) == f"<p>{after}</p>"


@pytest.mark.parametrize("html", [pytest.param(v, id=k) for k, v in NO_PICTURES.items()])
def test_what_is_no_picture(html: str) -> None:
    assert clean_body(f"<p>{TEXT}</p>{html}", RULES) == f"<p>{TEXT}</p>"


@pytest.mark.parametrize("html", [pytest.param(v, id=k) for k, v in MACHINERY.items()])
def test_machinery_and_furniture_go(html: str) -> None:
    assert clean_body(f"<p>{TEXT}</p>{html}<p>完。</p>", RULES) == f"<p>{TEXT}</p>\n<p>完。</p>"


@pytest.mark.parametrize(
    "html",
    [
        pytest.param('<form id="f"><p>{}</p></form>', id="form around everything"),
        pytest.param('<div class="BSHARE_POP article">{}</div>', id="share name around everything"),
        pytest.param('<p>{}</p><p id="517ec7c1-c4cd-41ad-a9df-3f5757977ead">尾。</p>', id="random id"),
        pytest.param('<p>{}<span class="share">股</span></p>', id="furniture's name inside a sentence"),
        pytest.param('<p>{}</p><div class="social-embed"><blockquote>引文。</blockquote></div>', id="quoted post"),
        pytest.param("<p>{}</p><blockquote><p>引文。</p><footer>某人</footer></blockquote>", id="who said a quotation"),
        pytest.param(
            "<p>{}</p><table><tr><th class=author>甲<th>乙</tr><tr><td class=updated>1<td>2</table>", id="a column"
        ),
        pytest.param('<p>{}</p><p class="shared-value reading">尾。</p>', id="a longer word"),
    ],
)
def test_text_with_furniture_names_stays(html: str) -> None:
    html = html.format(TEXT)
    assert re.findall(r"\w", re.sub(r"<[^>]+>", "", clean_body(html))) == re.findall(
        r"\w", re.sub(r"<[^>]+>", "", html)
    )


def test_stock_link_stays_in_its_paragraph_and_the_live_quote_goes() -> None:
    html = (
        '<p>　　客户包括<span id="stock_sh600000"><a href="https://f.example/sh600000.html" class="keyword" '
        'data-sudaclick="content_marketkeywords_p">某银行</a></span><span id="quote_sh600000">'
        '(<font color="green">11.395</font>, <font color="green">2.47%</font>)</span>等。</p>'
    )
    assert clean_body(html) == '<p>客户包括<a href="https://f.example/sh600000.html" rel="noopener">某银行</a>等。</p>'


def test_site_rules_drop_by_selector_and_by_text() -> None:
    rules = CleanRules(drop=(".hq", "#qr", "p:last-child"), drop_text=(re.compile("^本报讯员"),))
    html = "<div><p class=hq>1</p><p>甲</p><p>本报讯员投稿</p><p>乙</p><p>丙</p></div>"
    assert clean_body(html, rules) == "<p>甲</p>\n<p>乙</p>"


def test_relative_addresses_are_lost_without_a_base() -> None:
    assert clean_body('<p>甲<a href="1.html">乙</a><img src="1.jpg"></p>') == "<p>甲乙</p>"


@pytest.mark.parametrize("html", ["", " \n", "<!-- -->", "<div><br><p></p></div>", "<p>责任编辑：张三</p>"])
def test_nothing_of_the_article_is_an_empty_string(html: str) -> None:
    assert clean_body(html) == ""


BEHIND = {
    "script": "<script>x()</script>",
    "form": "<form><input>x</form>",
    "share bar": '<div class="share-bar">x</div>',
    "icon": '<img src="https://n.example/1.jpg" width=9 height=9>',
    "frame": '<iframe src="https://v.example/1"></iframe>',
    "named by the site": "<i class=gone>x</i>",
    "comment": "<!-- x -->",
    "instruction": "<?php x ?>",
    "unknown declaration": "<![if x]>",
}


@pytest.mark.parametrize("html", [pytest.param(v, id=k) for k, v in BEHIND.items()])
def test_text_behind_what_goes_stays(html: str) -> None:
    rules = CleanRules(drop=(".gone",))
    assert clean_body(f"<div>{TEXT}{html}乙{html}丙</div>", rules).replace("</p>\n<p>", "") == f"<p>{TEXT}乙丙</p>"


def test_text_behind_the_end_of_the_page_stays() -> None:
    assert clean_body("甲</body>乙</HTML >丙</div>丁") == "<p>甲乙丙</p>\n<p>丁</p>"


def test_a_declared_encoding_changes_nothing() -> None:
    assert clean_body("<meta charset=gbk><p>甲</p>") == "<p>甲</p>"


def test_captions_of_nested_figures_are_read_once() -> None:
    figure = f"<figure>{PIC}<figcaption>港口"
    assert clean_body(figure * 30).count("港口") <= 30


def test_characters_that_no_tree_takes() -> None:
    html = '<p>甲<a href="https://a.example/\ufffe">乙</a><img src="//n.example/\uffff" alt="&#1;\ufffe">\ud800&#2;</p>'
    for times in (1, 800):
        assert re.sub("<[^>]*>", "", clean_body(html * times)) == "\n".join(["甲乙"] * times)


@pytest.mark.parametrize("tag", ["div", "span", "b", "blockquote", "ul", "ul><li", "table><tr><td"])
def test_depth_is_no_danger(tag: str) -> None:
    for times in (900, 3000):
        assert "底" in clean_body(f"<{tag}>" * times + "底")


def test_a_name_of_furniture_that_much_of_the_text_has_is_the_texts() -> None:
    lines = [f"码头今年第{n}季的吞吐量创下新高，同比增长一成。" for n in range(1, 6)]
    html = "".join(f"<div class='share-item'><p>{line}</p></div>" for line in lines)
    assert clean_body(html) == "\n".join(f"<p>{line}</p>" for line in lines)


def test_a_long_run_of_short_texts_is_one() -> None:
    assert clean_body("<p>" + "<span>新</span>" * 20_000 + "</p>") == f"<p>{'新' * 20_000}</p>"
