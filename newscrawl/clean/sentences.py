"""Lines that are the outlet's, not the article's, by what they say. Data only."""

from __future__ import annotations

import re

from newscrawl.patterns import lazy_pattern

__all__ = [
    "BIOGRAPHY",
    "BRACKETED",
    "CAPITAL_LABEL",
    "CONTACT_LINE",
    "COUNTED",
    "DATE_LINE",
    "EDGE_LINE",
    "EDITOR_LINE",
    "FURNITURE_LABELS",
    "FURNITURE_LINE",
    "LATIN_FURNITURE_LINE",
    "LATIN_FURNITURE_WORDS",
    "RELATED_HEADING",
    "RELATED_LINE",
    "REPORTER_LINE",
    "TAG_LINE",
]

_OPEN, _CLOSE = r"[\s（(\[【]*", r"[\s）)\]】。.]*"
_NAME = r"[^，。；！？,;!?]{0,40}"

EDITOR_LINE = lazy_pattern(
    rf"{_OPEN}(?:(?:作者|记者|(?:本文)?来源)\s*[：:]\s*[^，。；！？：:]{{1,20}}?\s*)?"
    rf"(?:本文|本网|新浪|网站|见习|执行|值班|文字)?(?:(?:责任|责编|网络|见习|执行|值班|实习)?编辑|责编|编审|校对|审核|监制|值班主任)"
    rf"\s*[：:/|｜]\s*{_NAME}{_CLOSE}"
    rf"|{_OPEN}(?:责任编辑|责编)\s+{_NAME}{_CLOSE}",
    re.S,
)
"""A whole line that names the outlet's editor."""

EDGE_LINE = lazy_pattern(
    rf"{_OPEN}(?:本文|文章|信息|稿件|新闻)?(?:来源|来自|出处|稿源|原标题|文章来源|发布时间|时间)\s*[：:].{{0,60}}"
    rf"|{_OPEN}(?:转自|转载自|摘自|选自|原载)\s*[：:]?[《「]?[^，。；！？]{{2,24}}[》」]?{_CLOSE}",
    re.S,
)
"""A whole line that is the page's head or foot when it stands there, and part of the text elsewhere (below charts)."""

_RELATED = (
    r"(?:相关|延伸|推荐|重点|更多|拓展|精彩|热门|关联)(?:阅读|新闻|报道|链接|推荐|文章|内容|专题|资讯)|猜你喜欢|"
    r"(?:相關|延伸|推薦|更多|熱門|關聯|精彩)(?:閱讀|新聞|報導|報道|連結|文章|內容|點閱|資訊)|"
    r"das könnte (?:dich|sie|euch|ihnen|dir) (?:auch |ebenfalls )?(?:interessieren|gefallen)|vous aimerez aussi|"
    r"関連記事|관련 ?기사|"
    r"(?:see|read|watch) (?:also|more|next)|related(?: articles?| stories| news| links| content| topics)?|"
    r"more on this (?:story|topic)|you (?:may|might) also like|don[’']t miss|recommended|"
    r"lesen sie auch|lesen sie (?:mehr|dazu)|mehr zum thema|mehr dazu|auch interessant|"
    r"(?:à|a) (?:lire|voir) (?:aussi|également)|lire aussi|(?:à|a) lire|sur le même sujet|"
    r"leggi anche|ti potrebbe interessare|lea también|lee también|te puede interesar|más información|"
    r"leia (?:também|mais)|veja (?:também|mais)|saiba mais|lees ook|lees meer|"
    r"l[eæ]s også|l[eæ]s mer[e]?|läs (?:också|även|mer)|lue myös|czytaj (?:też|także|również|więcej)|"
    r"čtěte (?:také|též)|přečtěte si také|читайте также|читайте також|baca juga|xem thêm|ayrıca oku(?:yun)?|"
    r"le[ae] (?:más|además)|leer más|(?:mira|ver|vea) también|(?:le |te )?puede interesar(?:le|te)?|"
    r"(?:notas?|noticias|artículos?|contenidos?|notícias|matérias|conteúdos?) relacionad[ao]s?|"
    r"pour aller plus loin|articles? (?:liés?|associés?)|vedi anche|potrebbe interessarti|"
    r"(?:articoli|notizie) correlat[ie]|"
    r"gerelateerde (?:artikelen|berichten)|relaterade artiklar|rela[td]erte saker|relaterede artikler|"
    r"zobacz (?:też|także|również|więcej)|przeczytaj (?:też|także|również)|powiązane artykuły|"
    r"(?:související|súvisiace) články|čítajte (?:aj|tiež)|(?:материалы )?по теме|смотрите также|ilgili haberler|"
    r"citește și|citiți și|διαβάστε (?:επίσης|ακόμη)|прочетете още|lexo (?:edhe|gjithashtu)|"
    r"artikel terkait|berita terkait|tin liên quan|あわせて読みたい|おすすめ記事|اقرأ (?:أيضا|أيضاً|المزيد)|"
    r"(?:مواضيع|أخبار) ذات صلة|بیشتر بخوانید|"
    r"read|watch|listen|also|more|see|mehr|lesen|lire|voir|leggi|guarda|mira|lees|bekijk|czytaj|zobacz(?: wideo)?|"
    r"oglądaj|obejrzyj"
)
"""What stands before links to other articles."""

RELATED_HEADING = lazy_pattern(
    rf"[\W_]*+(?:{_RELATED})"
    r"(?: (?:auf|bei|on|at|sur|en|su|em) [\w.-]{2,30}| die folgenden (?:artikel|beiträge))?[\W_]*",
    re.I,
)
"""A heading of links to other articles; it goes together with the links below it, never without them."""

RELATED_LINE = lazy_pattern(rf"[\W_]*+(?:{_RELATED})\s*[:：|»>–-].*", re.I | re.S)
"""A line that goes when all of it, but for these words, is a link."""

BRACKETED = lazy_pattern(r"\[[A-Z ]+\]")
"""What such a link leads to: ``[VIDEO]``."""

CAPITAL_LABEL = lazy_pattern(r"\W*\w[^.!?|]{2,40}[|:»]\s*")
"""A label before a link to another article where it is written in capitals."""

FURNITURE_LABELS = frozenset(
    label.strip()
    for label in """advert
    advertisement, article content, caption, close, back to gallery, toggle caption, hide caption, show caption
    enlarge, enlarge image, enlarge this image, view gallery, open gallery, start slideshow, previous slide, next slide
    download article, load more, show more, see more, view more, read more, learn more, find out more, watch now
    play video, report broken video, video, like this, like loading, loading, comments, leave a comment, post a comment
    add a comment, view comments, share this, share this article, copy link, link copied, subscribe, subscribe now
    sign up, sign in, log in, newsletter, email newsletter, free weekly newsletter, free daily newsletter
    skip past newsletter promotion, article continues below, story continues below, story continues, continue reading
    article continues after ad, article continues after advertisement, story continues below advertisement
    article continues below advertisement, advertisement - scroll to continue, scroll to continue, skip advertisement
    author of the article, explore further, contents show, print this article, listen to this article
    anzeige, werbung, box aufklappen box zuklappen, ein klick für den datenschutz, datenschutzeinstellungen anpassen
    bild vergrößern, weiterlesen, artikel anhören, kommentare, kommentieren, externer inhalt, lesen sie auch
    publicité, lire la suite, la suite après cette publicité, commenter, écouter l'article, à lire aussi, lire aussi
    publicidad, leer más, compartir, lea también, publicidade, leia mais, leia também, veja também, compartilhar
    continua após a publicidade, pubblicità, condividi, leggi tutto, leggi anche, advertentie, lees meer, lees ook
    annonse, annons, annonce, les også, læs også, läs också, artikkelen fortsetter under annonsen
    artikeln fortsätter efter annonsen, reklama, reklam, czytaj więcej, czytaj także, czytaj też, baca juga
    text size, view photos, view photo, comments are closed, scroll to continue with content, कॉपी लिंक, anmelden
    tweet may have been deleted, teilen, drucken, merken, vorlesen, link kopieren, mehr anzeigen, mehr laden
    partager, commentaires, s'abonner, se connecter, voir plus, copier le lien, réagir, anuncio, suscríbete
    comentarios, copiar enlace, ver más, seguir leyendo, cargar más, anúncio, comentários, copiar link, ver mais
    carregar mais, continue lendo, commenti, abbonati, iscriviti, accedi, continua a leggere, riproduzione riservata
    delen, reacties, inloggen, lees verder, dela, dela artikeln, kommentera, kommentarer, les mer, läs mer, læs mere
    udostępnij, komentarze, czytaj dalej, zobacz więcej, zaloguj się, подписаться, войти, показать еще, показать ещё
    paylaş, yorumlar, haberin devamı, devamını oku, haberin devamı aşağıda, i̇çeriğin devamı aşağıda
    シェア, ツイート, 記事を保存, 関連キーワード, おすすめ情報, この記事は会員限定です, 더보기, 글자 크기, 기사 공유
    مشاركة, تعليقات, إعلان
    реклама, поделиться, комментарии, читать далее, читайте также, 広告, 続きを読む, 광고, 댓글, 공유하기
    打印, 关闭, 点击查看更多, 展开全文, 阅读全文, 查看更多""".replace("\n", ",").split(",")
)
"""Words of buttons and labels, in small letters; a whole line."""

BIOGRAPHY = lazy_pattern(
    r"(?:[A-Z][\w.'’-]+ ){1,3}[A-Z][\w'’-]+ is (?:an?|the) [^.!?]{0,70}"
    r"\b(?:reporter|editor|correspondent|writer|journalist|columnist|contributor|producer)\b.{0,200}"
    r"|[（(【]?(?:本文)?作者[^，。：:；]{0,16}[，,：:]?\s*(?:(?:为|系)(?!我|你|他|她|大家|读者|了|此|这|那|人|什么|何)|曾任|现任|现为|任职|就职|供职"
    r"|是(?=[^。]{0,40}(?:作者|作家|记者|编辑|专家|顾问|研究员|教授|创始人|分析师|撰稿人|观察家|评论员))).{2,160}",
    re.S,
)
"""A whole line at the foot that tells who wrote the article."""

REPORTER_LINE = lazy_pattern(
    rf"{_OPEN}(?:(?:本[报网刊台社]|[\u4e00-\u9fff]{{2,8}}[报网社刊])?(?:见习|特约|首席)?(?:记者|实习生|通讯员)[\s：:]{{0,2}}"
    r"[\u4e00-\u9fff·]{2,4}(?:[\s、,，]+[\u4e00-\u9fff·]{2,4}){0,5}\s*)+(?:发自[\u4e00-\u9fff]{2,6}|文/?图|摄影报道)?[）)】]?"
)
"""A whole line at the head that says which reporters sign the article."""

CONTACT_LINE = lazy_pattern(r"[^.。]{0,90}\b[\w.+-]{2,40}@[\w-]{2,40}(?:\.[a-z]{2,10}){1,3}\W*", re.I)
"""A whole line at the foot that says how to reach whom."""

TAG_LINE = lazy_pattern(
    r"(?:tags?|topics?|themen|schlag(?:worte|wörter)|stichworte|mots[- ]clés|thèmes|temas|tópicos|etiquetas|"
    r"palabras clave|palavras[- ]chave|argomenti|parole chiave|trefwoorden|emneord|nyckelord|теги|ключевые слова|"
    r"关键[词字]|關鍵字|タグ)"
    r"(?:\s*(?:[:：|]|>+).{0,250})?",
    re.I | re.S,
)
"""A whole line at the foot that lists what the article is about, or the label of such a list."""

DATE_LINE = lazy_pattern(
    r"[\W_]*+(?:(?:first |last )?(?:published|updated|posted|modified)|publicerad|uppdaterad|publisert|oppdatert|"
    r"veröffentlicht|aktualisiert|stand|publié|mis à jour|pubblicato|aggiornato|publicado|atualizado|actualizado|"
    r"gepubliceerd|bijgewerkt|offentliggjort|opdateret|julkaistu|päivitetty|opublikowano|aktualizacja|zaktualizowano|"
    r"publikováno|aktualizováno|опубликовано|обновлено|опубліковано|оновлено|giriş|güncelleme|güncellenme|yayınlanma|"
    r"diterbitkan|diperbarui)"
    r"\b[^!?]{0,12}\d[^!?]{0,90}(?<![.])|\d+ (?:minutes?|mins?|hours?|days?|weeks?) ago|\d+ min(?:ute)?s? read",
    re.I | re.S,
)
"""A whole line at the head or foot that tells when the page was published."""

_S = "[^。！？]"  # within a sentence: real sentences around the words keep a line from matching

FURNITURE_LINE = lazy_pattern(
    "|".join(
        (
            # notes of the house
            r"[（(*※]*(?:免责|特别|郑重|版权|法律)?声明[：:].*(?:观点|立场|转载|版权|侵权|投资建议|仅供参考|自担|本网|本站|法律责任).*",
            rf"[（(]?(?:本文|以上|文章|上述)(?:内容|观点)?(?:仅代表|仅为|不代表|只代表){_S}{{0,40}}"
            rf"(?:观点|立场|意见){_S}{{0,30}}[。）)]*",
            rf"[（(]?(?:本文|本稿|本作品|本报道)为?{_S}{{0,50}}(?:授权|原创|独家){_S}{{0,60}}(?:转载|出处){_S}{{0,20}}"
            rf"(?:。本文{_S}{{0,40}}立场)?[。）)]*",
            rf"[（(]?未经{_S}{{0,20}}(?:授权|许可|允许){_S}{{0,20}}(?:不得|禁止|严禁){_S}{{0,30}}转载{_S}{{0,10}}[。！）)]*",
            rf"[（(]?(?:如需)?转载[，,]?(?:请|需|须|务请|时){_S}{{0,30}}[。！）)]*",
            r"(?:投资|股市|市场|理财)有风险[，,\s]*(?:入市|投资|选择)?[需须]?(?:谨慎|审慎)[。！.!]*",
            # adverts: the outlet's app, brokers, codes to scan
            rf"海量资讯、?精准解读{_S}*",
            rf"(?:更多|最新|精彩){_S}{{0,20}}(?:资讯|新闻|内容|精彩|报道){_S}{{0,12}}(?:请|尽在|就在|点击){_S}{{0,40}}[。！>]*",
            rf"(?:炒股|开户|看研报|选基金){_S}{{0,30}}(?:就看|就来|就上|就用){_S}{{0,60}}[。！]*",
            rf"{_S}{{0,20}}(?:扫码|扫一扫|扫描|长按){_S}{{0,16}}(?:二维码|关注|下载|进群|入群|开户|领取){_S}{{0,30}}[。！]*",
            rf"(?:点击|打开|下载|安装){_S}{{0,20}}(?:客户端|APP){_S}{{0,30}}[。！>]*",
            rf"进入【?{_S}{{0,12}}股吧】?(?:讨论)?[>》]*",
            # around the text: ways back, pages, sharing, comments
            rf"(?:点击)?(?:返回|进入){_S}{{0,14}}(?:首页|频道|主页|搜狐){_S}{{0,10}}",
            r"(?:【\d{1,2}】\s*){2,}|[（(]?[\d\s/|]*(?:上一页|下一页)[\d\s/|]*(?:下一页)?[）)]?",
            r"[^。]{0,60}(?:会員登録|有料会員|無料会員|ログイン|購読)[^。]{0,40}(?:ください|できます|いただけます|こちら)[^。]{0,8}。?",
            r"分享(?:到|至)?[：:]?(?:微信|微博|新浪微博|朋友圈|QQ空间|人人网|[\s,，、|])*",
            r"(?:我要|发表|网友|查看|热门|最新|全部)?评论(?:[（(]\d+[）)])?|[（(]?\d*\s*人(?:参与|评论|跟[贴帖])[）)]?",
            r"(?:网友跟[贴帖])?\s*(?:(?:\d+\s*人(?:参与|评论|跟[贴帖])|手机发跟[贴帖]|登录|注册)[\s|｜]*)+|跟[贴帖]热词[：:].{0,40}",
            rf"(?:网友|用户)(?:评论|跟[贴帖]|发言)仅(?:供|代表){_S}{{0,20}}(?:观点|看法){_S}{{0,30}}[。]?",
            rf"点击(?:阅读|查看|进入|这里){_S}{{0,30}}",
            rf"[（(]?本文来自{_S}{{0,40}}(?:下载|客户端|APP){_S}{{0,30}}[）)]?",
            rf"[（(]?(?:责任)?编辑[：:]{_S}{{0,24}}返回搜狐[，,]?查看更多",
            r"第?\d+页[/\s]*共\d+页[\s<>|《》]*(?:上一页)?[\s<>|《》]*(?:下一页)?[\s<>|《》]*",
            r"(?:#[\w-]+#?\s*){2,}",
            r"(?:您的?)?(?:当前|现在|所在)的?位置\s*[：:].{0,80}|(?:音频|视频)\s*\d{1,2}:\d\d(?::\d\d)?",
            r"[^。]{0,100}。?[^。]{0,100}下载客户端(?:还能|可以?)?(?:获得|领取|享受?).{0,20}",
            r"点赞|收藏|举报|打印|纠错|赞|踩|字号[：:]?[大中小\s]*",
            r"[-—_=\s]*全文完[-—_=\s]*",
        )
    ),
    re.I | re.S,
)
"""A whole line that no article means, in Chinese."""

LATIN_FURNITURE_LINE = lazy_pattern(
    "|".join(
        (
            r"[-—_=\s]*(?:THE END|END)[-—_=\s]*",
            r"advertisement|sponsored(?: content)?|anzeige|werbung|publicité",
            r"(?:share|print|email)(?: (?:this|the) (?:article|story|page|post|video))?|share (?:on|via) [^.!?]{1,40}",
            r"follow us on [^.!?]{0,60}[.!]?",
            r"(?:follow|like|join|find) [^.!?]{1,50} on (?:twitter|facebook|instagram|linkedin|youtube|tiktok|whatsapp"
            r"|telegram|bluesky)\b[^.!?]{0,80}[.!]?",
            r"folg(?:st|en|e|t) (?:du|sie|ihr|uns)\b.{0,60}\b(?:whatsapp|instagram|facebook|twitter|tiktok|telegram"
            r"|youtube|google)\b.{0,60}",
            r"(?:síguenos|suivez[- ]nous|seguici|siga-nos|nos siga|volg ons|følg oss|följ oss|obserwuj nas|śledź nas"
            r"|ikuti kami|bizi takip)\b.{0,100}",
            r"(?:register|sign in|log in|create an account|(?:already|don[’']t) have an account)\b[^.!]{0,80}"
            r"\b(?:unlock|continue|reading|account|sign in|log in)\b[^.!?]{0,40}[.!]?",
            r"(?:like|enjoy(?:ed|ing)?) this (?:article|post|story|video)\?.{0,120}",
            r"hat (?:ihnen|dir) (?:dieser|der|unser) (?:artikel|beitrag|text) gefallen\?.{0,240}",
            r"mit (?:meiner|der|deiner|ihrer) anmeldung\b.{0,60}\bnewsletter.{0,160}",
            r"(?:sie können sich|du kannst dich) jederzeit (?:wieder )?abmelden.{0,180}|you can unsubscribe\b.{0,120}",
            r"(?:sign up|subscribe)(?: now| here)? (?:for|to) (?:our|the)\b[^.!?]{0,80}newsletter[^.!?]{0,40}[.!]?",
            r"(?:copyright )?(?:©|\(c\))[^.!?]{0,60}[.,]? *all rights reserved\.?",
            r"(?:image|photo|slide|page|bild|foto|seite|gambar) \d+ ?(?:of|/|von|sur|dari|de) ?/? ?\d+",
            r"\d+ (?:dari|of) \d+ (?:halaman|pages|slides|photos|images)",
            r"(?:\d\d\.\d\d\.\d{4} \| )?(?:video ?)?\d{1,2}:\d\d ?(?:/ ?\d{1,2}:\d\d|min)|video ?(?:\d{1,2}:\d\d ?)+",
            r"(?:click|tap) here (?:to|for) [^.!?]{2,90}[.!]?|(?:get|read more) [^.!?]{2,60} by clicking here[.!]?",
            r"(?:get|sign up|subscribe|for (?:the latest|more)|check out|want more)\b.{0,160}"
            r"\b(?:newsletters?|inbox)\b.{0,90}",
            r"privacy notice: .*",
            r"(?:listen to|subscribe to|follow) [^.!?]{1,60} on [^.!?]{0,60}"
            r"\b(?:spotify|(?:apple|google) podcasts?)\b.{0,80}",
            r"newsletter: .{0,80}|tell us what you think.{0,20}",
            r"(?:please|bitte|veuillez|por favor,?) (?:enable|turn on|activate|aktivieren|activer|activ[ea])\b.{0,40}"
            r"\b(?:javascript|cookies)\b.{0,120}",
            r"by (?:signing up|subscribing|registering|submitting|providing|entering|clicking)\b.{0,120}"
            r"\byou (?:agree|accept|consent|acknowledge|confirm|will receive)\b.{0,160}",
            r"(?:first|originally) (?:published|appeared) (?:in|on|at) [^.!?]{2,60}[.]?",
            r"this (?:story|article|post|piece) was (?:first |originally |previously )+(?:published|posted)\b.{0,120}",
            r"(?:the )?(?:views|opinions)(?: and \w+)? expressed\b.{0,100}\b(?:author|writer|columnist)s?\b.{0,140}",
            r"opinion articles reflect\b.{0,160}",
            r"(?:este|o) texto não reflete\b.{0,60}opinião\b.{0,60}|as opiniões (?:expressas|emitidas)\b.{0,200}",
            r"las opiniones (?:expresadas|vertidas|publicadas)\b.{0,200}|le opinioni espresse\b.{0,200}",
            r"les (?:opinions|propos|points de vue) exprimée?s\b.{0,200}|gastbeiträge\b.{0,120}\bmeinung\b.{0,120}",
            r"(?:e-?mail|reach|contact|follow) [^.!?]{2,80}(?:@|\btwitter\b|\bfacebook\b|\binstagram\b).{0,160}",
            r"(?:this (?:document|article|material) is subject to )?copyright\b.{0,60}|© ?\d{4}\b.{0,90}",
            r"all rights reserved\.?|tous droits réservés\.?",
            r"(?:artikel|seite|beitrag) (?:teilen|drucken)|(?:zurück )?zur startseite|newsletter abonnieren",
            r"(?:photo ?)?(?:slideshow|gallery|bildergalerie|diaporama) ?\(? ?\d+ "
            r"(?:images?|photos?|pictures?|bilder) ?\)?",
            r"in this article: [^.!?]{2,200}",
            r"(?:filed under|tagged (?:with|under|as)|posted (?:in|under)):? [^.!?]{2,120}",
            r"dies(?:er|e|es) (?:artikel|text|beitrag|interview|meldung) (?:ist|erschien|wurde) "
            r"(?:zuerst|zunächst|ursprünglich|erstmals) (?:in|im|bei|auf|am|veröffentlicht|erschienen)\b.{0,120}",
            r"artikel ini telah (?:tayang|terbit) di .{0,220}|© ?dpa-infocom.{0,60}",
            r"our website is (?:the|your) (?:place|destination) for .{0,260}",
            r"(?:[^?]{0,60}\? )?hier geht(?:[’']s| es) zu[rm]? .{0,60}\b(?:app|newsletter|podcast)\b.{0,60}",
            r"erhalten sie [^.!?]{0,90}\bper e-?mail\b[^.!?]{0,40}[.!]?",
            r"quellen? (?:ausblenden|einblenden)|youtube (?:embedded )?video player",
            r"partager (?:cet article|sur)[^.!?]{0,40}|s[’']abonner à la newsletter[^.!?]{0,30}",
        )
    ),
    re.I | re.S,
)
"""The same in English, German, French."""

COUNTED = lazy_pattern(r"(?:阅读|浏览|点击|访问)(?:次数|统计|量|数)?[：:]\s*\d")
"""What is found in a short Chinese line that counts a page's readers."""

LATIN_FURNITURE_WORDS = lazy_pattern(
    r"\bwe (?:may |might |can |could |will |sometimes )*(?:earn|receive|get) (?:an? |some )?"
    r"(?:small |affiliate )*(?:commission|compensation)"
    r"|\b(?:abonnier|folg|follow|join|subscribe).{0,40}\b(?:whatsapp|telegram)[- ](?:kanal|channel)\b"
)
"""What is found, in small letters, in a line of the outlet's, wherever in it: its links pay, its channels."""
