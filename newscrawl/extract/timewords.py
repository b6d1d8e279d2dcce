"""Words and patterns that say when: months, labels, metadata. Data only."""

from __future__ import annotations

import re

from newscrawl.patterns import lazy_pattern

__all__ = [
    "AFTERNOON",
    "AGO_AFTER",
    "AGO_BEFORE",
    "DAYS_BACK",
    "DAY_FIRST_ENGLISH",
    "MODIFIED_LABEL",
    "MODIFIED_META",
    "MONTHS",
    "PUBLISHED_LABEL",
    "PUBLISHED_META",
    "SCRIPT_KEYS",
    "SECONDS",
    "WEEKDAYS",
]

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan january januar jänner janvier janv enero ene gennaio gen janeiro januari jänn ocak stycznia styczeń"
            " января январь янв січня ιανουαρίου ianuarie leden ledna siječnja siječanj január január tammikuuta"
            " يناير كانون ינואר"
            " gener janar януари јануар јануари januára sausio janvāris janvārī jaanuar yanvar қаңтар ιαν"
            " ιανουάριος janúar urtarrila xaneiro ژانویه جنوری հունվար հունվարի იანვარი იანვარს студзеня"
            " जनवरी",
            "feb february februar feber février fevrier févr fév febrero febbraio fevereiro fev februari şubat lutego"
            " luty февраля февраль фев лютого φεβρουαρίου februarie února únor veljače veljača február helmikuuta"
            " فبراير شباط פברואר"
            " febrer shkurt февруари фебруар februára vasario februāris februārī veebruar fevral ақпан φεβ"
            " φεβρουάριος febrúar otsaila febreiro فوریه فروری փետրվար փետրվարի თებერვალი თებერვალს лютага"
            " फरवरी फ़रवरी pebrero",
            "mar march märz maerz mär mrz mars marzo março maart mrt mart marca marzec марта март мар березня μαρτίου"
            " martie března březen ožujka ožujak március maaliskuuta maret مارس آذار מרץ"
            " març marts märts kovo martā наурыз μαρ μάρτιος martxoa مارچ մարտ մարտի მარტი მარტს сакавіка"
            " मार्च mac marso machi",
            "apr april avril avr abril abr aprile avr nisan kwietnia kwiecień апреля апрель апр квітня απριλίου aprilie"
            " dubna duben travnja travanj április huhtikuuta أبريل ابريل نيسان אפריל"
            " prill април апрели apríla balandžio aprīlis aprīlī aprill aprel сәуір απρ απρίλιος apirila"
            " آوریل اپریل ապրիլ ապրիլի აპრილი აპრილს красавіка"
            " अप्रैल aprili",
            "may mai mayo maggio mag maio mei mayıs maja maj мая май травня μαΐου μαίου května květen svibnja svibanj"
            " május toukokuuta مايو أيار مאי מאי"
            " maig маја мај gegužės maijs maijā мамыр μάιος maí maiatza مئی մայիս մայիսի მაისი მაისს"
            " траўня máj mája",
            "jun june juni juin junio giugno giu junho haziran czerwca czerwiec июня июнь июн червня ιουνίου iunie"
            " června červen lipnja lipanj június kesäkuuta يونيو حزيران יוני"
            " juny qershor юни јуни јун júna birželio jūnijs jūnijā juuni iyun маусым ιουν ιούνιος júní"
            " ekaina xuño ژوئن جون հունիս հունիսի ივნისი ივნისს чэрвеня"
            " जून hunyo",
            "jul july juli juillet juil julio luglio lug julho temmuz lipca lipiec июля июль июл липня ιουλίου iulie"
            " července červenec srpnja srpanj július heinäkuuta يوليو تموز יולי"
            " juliol korrik юли јули јул júla liepos jūlijs jūlijā juuli iyul шілде ιουλ ιούλιος júlí"
            " uztaila xullo ژوئیه جولائی հուլիս հուլիսի ივლისი ივლისს ліпеня"
            " जुलाई julai hulyo juill júl",
            "aug august août aout agosto ago ağustos sierpnia sierpień augustus августа август авг серпня αυγούστου"
            " srpna srpen kolovoza kolovoz augusztus elokuuta agustus augusti أغسطس اغسطس آب אוגוסט"
            " agost gusht avgust avgusta rugpjūčio augusts augustā тамыз αυγ αύγουστος ágúst abuztua اگست"
            " օգոստոս օգոստոսի აგვისტო აგვისტოს жніўня augusta"
            " अगस्त ogos agosti",
            "sep sept september septembre septiembre settembre set setembro eylül września wrzesień сентября сентябрь"
            " сен сент вересня σεπτεμβρίου septembrie září rujna rujan szeptember syyskuuta سبتمبر أيلول ספטמבר"
            " setembre shtator септември септембар rugsėjo septembris septembrī sentyabr қыркүйек σεπ"
            " σεπτέμβριος septembra iraila سپتامبر ستمبر սեպտեմբեր սեպտեմբերի სექტემბერი სექტემბერს"
            " верасня"
            " सितंबर सितम्बर setyembre septemba",
            "oct october oktober okt octobre octubre ottobre ott outubro out ekim października październik октября"
            " октябрь окт жовтня οκτωβρίου octombrie října říjen október lokakuuta أكتوبر اكتوبر אוקטובר"
            " tetor октомври октобар spalio oktobris oktobrī oktoober oktyabr қазан οκτ οκτώβριος októbra"
            " oktobra urria اکتبر اکتوبر հոկտեմբեր հոկտեմբերի ოქტომბერი ოქტომბერს кастрычніка"
            " अक्टूबर अक्तूबर oktubre oktoba",
            "nov november novembre noviembre novembro kasım listopad listopada ноября ноябрь ноя листопада"
            " νοεμβρίου noiembrie studenoga studenog studeni listopadu marraskuuta نوفمبر נובמבר"
            " nëntor ноември новембар lapkričio novembris novembrī noyabr қараша νοε νοέμβριος nóvember"
            " novembra azaroa نوامبر نومبر նոյեմբեր նոյեմբերի ნოემბერი ნოემბერს лістапада"
            " नवंबर नवम्बर nobyembre novemba",
            "dec december dezember dez décembre decembre déc diciembre dic dicembre dezembro aralık grudnia grudzień"
            " декабря декабрь дек грудня δεκεμβρίου decembrie prosince prosinec prosinca prosinac joulukuuta desember"
            " ديسمبر דצמבר"
            " desembre dhjetor декември децембар gruodžio decembris decembrī detsember dekabr желтоқсан"
            " δεκ δεκέμβριος decembra abendua دسامبر دسمبر դեկտեմբեր դեկտեմբերի დეკემბერი დეკემბერს снежня"
            " दिसंबर दिसम्बर disyembre disember desemba",
        ),
        1,
    )
    for name in names.split()
}
"""Name of a month in lower case -> its number. "listopada" is read in Polish, in Croatian it is October."""
# capitals lose the difference between the Turkish letters
MONTHS |= {name.replace("ı", "i").replace("ğ", "g"): number for name, number in MONTHS.items()}

WEEKDAYS = (
    "mon|tue|wed|thu|fri|sat|sun|die|mit|don|fre|sam|son|lun|mar|mi[eé]|mer|jue|jeu|gio|vie|ven|s[aá]b|dom|dim|seg"
    "|ter|qua|qui|sex|maa|din|woe|vri|zat|zon|mån|tis|ons|tor|lör|sön|pon|wto|śro|czw|pią|sob|nie|пон|вто|сре|чет|пят"
    "|суб|вос|нед|hét|ked|sze|csü|pén|szo|vas|paz|sal|çar|per|cum"
)
"""First letters of weekdays that stand between a clock and its day."""

AFTERNOON = frozenset("下午 晚上 傍晚 午後 夜间 夜間 晚間 오후".split())
"""Words before a clock that counts to twelve."""

SECONDS = {
    unit: seconds
    for units, seconds in (
        ("秒 s sec secs second seconds sekunden secondes segundos", 1),
        (
            "分钟 分鐘 分 분 m min mins minute minutes minuten minuti minutos minuto minut minuty minuut"
            " minutter minuter dakika минут минуты минуту",
            60,
        ),
        (
            "小时 小時 时 時間 个小时 個小時 시간 h hr hrs hour hours stunde stunden heure heures hora horas ora ore"
            " uur saat godzin godziny godzinę час часа часов timer timmar",
            3600,
        ),
        (
            "天 日 일 d day days tag tage tagen jour jours día días dia dias giorno giorni dag dagen dager dagar gün"
            " dni dzień день дня дней",
            86_400,
        ),
        (
            "周 週 주 w week weeks woche wochen semaine semaines semana semanas settimana settimane weken hafta недели"
            " неделю недель",
            604_800,
        ),
        ("个月 個月 月 개월 month months monat monaten mois mes meses mese mesi", 2_592_000),
    )
    for unit in units.split()
}
"""Unit of a relative time, in lower case -> seconds."""

AGO_AFTER = r"以?前|ago|geleden|önce|назад|temu|siden|sedan|atrás|fa|전"
"""Words behind a number and its unit."""

AGO_BEFORE = r"vor|il y a|hace|há|il y’a"
"""Words before a number and its unit."""

DAYS_BACK = {
    "刚刚": 0,
    "剛剛": 0,
    "今天": 0,
    "今日": 0,
    "昨天": 1,
    "昨日": 1,
    "前天": 2,
    "today": 0,
    "yesterday": 1,
    "heute": 0,
    "gestern": 1,
    "aujourd'hui": 0,
    "hier": 1,
    "hoy": 0,
    "ayer": 1,
    "oggi": 0,
    "ieri": 1,
    "сегодня": 0,
    "вчера": 1,
    "bugün": 0,
    "dün": 1,
    "어제": 1,
}
"""Word for a day -> how many days ago it was."""

PUBLISHED_LABEL = lazy_pattern(
    r"发[布表佈]|發[布佈表]|刊[发登]|(?:时间|時間|日期)\s*[:：]|posted|publi|pubbl|veröff|erstellt|\bstand\b|eingestellt|geplaatst"
    r"|опубл|yayın|opubl|dodan|objavlj|lagt ut|\bposté|掲載|公開|投稿|등록|입력|نشر|submitted|created|written|filed"
    r"|\b(?:date|data|fecha|datum|dato|tarih|дата)\b",
    re.I,
)
"""What stands before a publish time."""

MODIFIED_LABEL = lazy_pattern(
    r"更新|修改|修订|最后|最新推荐|updat|modif|last (?:edit|change)|edited|aktualis|geändert|mise? à jour|\bm[aà]j\b"
    r"|actuali|aggiorn|bijgewerkt|gewijzigd|обновл|güncel|zaktual|atuali|oppdater|uppdater|opdater|수정|تحديث",
    re.I,
)
"""What stands before the time of a change."""

SCRIPT_KEYS = (
    "datePublished",
    "publishedAt",
    "published_at",
    "publishDate",
    "publish_date",
    "publishTime",
    "publish_time",
    "pubDate",
    "pub_date",
    "publicationDate",
    "publishedDate",
    "published_time",
    "publishedTime",
    "firstPublished",
    "firstPublishedAt",
    "first_published_at",
    "date_published",
    "publication_date",
    "publishTimeMillis",
    "publishedOn",
    "published_on",
    "data-publishtime",
    "var ct",
    "schema:dateCreated",
    "dc:created",
    "dc:date",
)
"""Names of a publish time in the data of scripts, best first."""

PUBLISHED_META = (
    "article:published_time",
    "og:published_time",
    "og:article:published_time",
    "datepublished",
    "publishdate",
    "pubdate",
    "publish_date",
    "publish-date",
    "published-date",
    "publish_time",
    "publication_date",
    "publication-date",
    "date.published",
    "article.published",
    "article_date_original",
    "article:published",
    "article:publicationdate",
    "published_time",
    "published_at",
    "parsely-pub-date",
    "sailthru.date",
    "cxenseparse:recs:publishtime",
    "cxenseparse:publishtime",
    "bt:pubdate",
    "rnews:datepublished",
    "apub:time",
    "dc.date.issued",
    "dcterms.issued",
    "dc.date.created",
    "dcterms.created",
    "dc.created",
    "dcterms.date",
    "dc.date",
    "citation_publication_date",
    "citation_date",
    "og:release_date",
    "originalpublicationdate",
    "firstpublishedtime",
    "weibo: article:create_at",
    "date",
)
"""``meta`` names and properties of the publish time, in lower case, best first."""

MODIFIED_META = (
    "article:modified_time",
    "og:updated_time",
    "og:modified_time",
    "datemodified",
    "dateupdate",
    "last-modified",
    "lastmod",
    "dcterms.modified",
    "dc.date.modified",
    "weibo: article:update_at",
)
"""``meta`` names and properties of the last change."""

DAY_FIRST_ENGLISH = frozenset("uk au nz in ie za ng ke sg my hk pk gh mt eu".split())
"""Countries whose English puts the day before the month, by the end of a language's tag or of a host."""
