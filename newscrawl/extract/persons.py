"""What is a name: bylines split into persons, and outlets told from them."""

from __future__ import annotations

import html
import re

from newscrawl.extract.document import fold
from newscrawl.extract.people_vocabulary import (
    ARTICLE,
    DESK,
    DOUBLE_SURNAMES,
    JOB,
    NAME_NOISE,
    NO_PERSON,
    OUTLET,
    REPORTING,
    ROLE,
    SEPARATORS,
    SURNAMES,
    TITLED,
)
from newscrawl.patterns import lazy_pattern

__all__ = [
    "CAPITAL",
    "full_names_in",
    "is_chinese_name",
    "is_full_name",
    "is_outlet",
    "names_in",
    "names_outlet",
    "signers_in",
]

MAX_NAME = 40
"""Characters of the longest name."""

MAX_SIGNER = 5
"""Characters of the longest piece of a line that signs; sentences have longer ones."""

CHINESE = lazy_pattern(r"[\u4e00-\u9fff]")
JAPANESE = lazy_pattern(r"[\u3040-\u30ff]")
NOT_A_NAME = lazy_pattern(r"[\d\W]+|[A-Z]{2,4}\d+|.*[。！？!?：:=“”<>{}《》]")
BY_WORD = lazy_pattern(
    r"(?:(?:opinion|analysis|commentary|comment|perspective|review|essay|interview|story|text|words|reporting"
    r"|(?:co-?)?authored|written|compiled|posted|published|presented) by|by|von|par|por)\s+(?=\w)",
    re.I,
)
"""What announces names where they are declared."""

TAIL = lazy_pattern(r" ?(?:인턴 ?)?(?:기자|記者|\((?:dpa|ap|afp|reuters)\))$", re.I)
"""What stands glued behind a name."""

AGENCY = lazy_pattern(
    r"(\S+ \S.*) (?:for )?(?:Bloomberg|Reuters|AFP|AP|dpa|EFE|ANSA|(?:The )?Associated Press)(?: News)?$"
)
"""A full name with an agency behind it."""

UPPER = r"[^\W\d_a-zà-ÿ][\w.'’-]*"
CAPITAL = lazy_pattern(rf"{UPPER}(?: (?:{UPPER}|v[ao]n|d[aeiou]s?|del|der|den|la|le|el|al|bin|ter|ten|zu|y|e))*$")
"""A person's name in letters that have capitals."""

PLACE = lazy_pattern(r"(?:em|in|aus|en|à) (?=[^\W\da-z_])")
"""How a place begins behind the names."""

ABBREVIATED = lazy_pattern(r"(?:^|\s)(?:[JS]r|[JS]R)$")
"""What keeps its point at the end of a name."""


def names_in(text: str, *, spaced: bool = False) -> tuple[str, ...]:
    """Split a byline into names; what is no name is left out.

    :param spaced: Chinese characters with a space between them are one name, as in Japanese

    >>> names_in("石佳、王一")
    ('石佳', '王一')
    >>> names_in("Ann Lee, Staff Writer and Bo Chan")
    ('Ann Lee', 'Bo Chan')
    """
    text = fold(html.unescape(text[:600]))
    chinese = not spaced and bool(CHINESE.search(text)) and not JAPANESE.search(text)
    names = _chinese(text) if chinese else _western(text)
    return tuple(dict.fromkeys(names))


def _western(text: str) -> list[str]:
    names: list[str] = []
    for part in SEPARATORS.split(BY_WORD.sub("", text, count=1) if BY_WORD.match(text) else text):
        name = AGENCY.sub(r"\1", TAIL.sub("", part.strip()).strip(" .:·()[]\"“”'"))
        if names and (JOB.search(name) or PLACE.match(name)):
            # a title or a place, behind the name it belongs to
            continue
        if ABBREVIATED.search(name):
            name += "."
        if 2 <= len(name) <= MAX_NAME and not NOT_A_NAME.fullmatch(name) and not NAME_NOISE.search(name):
            names.append(name)
    return names


def _chinese(text: str) -> list[str]:
    names = []
    if (role := ROLE.search(text[:24])) and not re.search(r"[\s、，,]$|^$", text[: role.start()]):
        # an outlet glued to its reporter
        text = text[role.end() :]
    for part in re.split(r"[,，、;；|｜/／&\n\u3000]", ROLE.sub("、", text)):
        words = part.strip(" .:：·()（）[]【】").split()
        # the same once more in Latin letters
        for name in _joined([word for word in words if CHINESE.search(word)] or words):
            name = _bare(name.strip(" .:：·()（）[]【】"))
            if len(name) > 4 and (title := TITLED.match(name)):
                name = name[title.end() :]
            if (
                2 <= len(name) <= MAX_NAME // (2 if CHINESE.search(name) else 1)
                and not NOT_A_NAME.fullmatch(name)
                and not NAME_NOISE.search(name)
                and not is_outlet(name)
            ):
                names.append(name)
    return names


def _bare(name: str) -> str:
    """Return a name without the place and the verb glued behind it: 石佳北京报道."""
    if (end := REPORTING.search(name)) is None:
        return name
    rest = name[: end.start()]
    return rest if len(rest) < 4 or not end.group().endswith("报道") else rest[:-2]


def signers_in(text: str) -> tuple[str, ...]:
    """Return the names of a text that holds nothing but names, else none.

    >>> signers_in("石佳 王一 北京报道"), signers_in("近日走访发现")
    (('石佳', '王一'), ())
    """
    words = [_bare(word) for word in re.split(r"[\s、，,/:：]+", ROLE.sub("、", fold(text)))]
    names = [name for name in _joined([word for word in words if word]) if len(name) > 1]
    if len(names) > 1 and REPORTING.search(text):
        # the place they report from
        names = [name for name in names if name != words[-1] or is_chinese_name(name)]
    if any(len(name) > MAX_SIGNER for name in names):
        return ()
    return tuple(dict.fromkeys(filter(is_chinese_name, names)))


def _joined(words: list[str]) -> list[str]:
    """Return the names of a line without separators: 李 明 is one, and so is Ann Lee."""
    if len(words) == 2 and all(len(word) == 1 for word in words):
        return ["".join(words)]
    if words and not any(CHINESE.search(word) for word in words):
        return [" ".join(words)]
    names: list[str] = []
    for word in words:
        if names and len(word) == 1 and len(names[-1]) == 1:
            names[-1] += word
        else:
            names.append(word)
    return names


def is_chinese_name(text: str) -> bool:
    """Return whether a text is a Chinese person's name and nothing else.

    >>> is_chinese_name("石佳"), is_chinese_name("分享"), is_chinese_name("经济晨报")
    (True, False, False)
    """
    known = text[:1] in SURNAMES or text[:2] in DOUBLE_SURNAMES
    return known and 2 <= len(text) <= 4 and not is_outlet(text) and not NAME_NOISE.search(text)


def is_full_name(text: str) -> bool:
    """Return whether a text is written as a person's full name, without words of sections, places, outlets and jobs.

    >>> is_full_name("Ann T. Lee"), is_full_name("Ann"), is_full_name("World News"), is_full_name("Senior Writer")
    (True, False, False, False)
    """
    spaces = text.count(" ")
    return 0 < spaces < 4 and bool(CAPITAL.match(text)) and not (NO_PERSON.search(text) or JOB.search(text))


def full_names_in(text: str, *, spaced: bool = False) -> tuple[str, ...]:
    """Return the names of a byline that holds nothing but full names, else none.

    >>> full_names_in("Ann Lee and Bo Chan"), full_names_in("Ann Lee and World News")
    (('Ann Lee', 'Bo Chan'), ())
    """
    names = names_in(text, spaced=spaced)
    return names if all(map(is_full_name, names)) else ()


def is_outlet(name: str) -> bool:
    """Return whether a Chinese name is an outlet's, an office's or a company's.

    >>> is_outlet("经济晨报"), is_outlet("王网"), is_outlet("石佳")
    (True, False, False)
    """
    return len(name) > 2 and bool(OUTLET.search(name))


def names_outlet(name: str, outlet: str) -> bool:
    """Return whether a name is an outlet's, or that of one of its desks or of somebody there without a name.

    >>> names_outlet("example-news", "Example News"), names_outlet("Example News meteorologist", "Example News")
    (True, True)
    >>> names_outlet("The Example Post", "Example Post"), names_outlet("Example Post", "The Example Post")
    (True, True)
    >>> names_outlet("El Sol de Ejemplo", "El Sol de Ejemplo"), names_outlet("Ann Example", "Example")
    (True, False)
    """
    own = _plain(ARTICLE.sub("", outlet.strip()))
    if not own:
        return False
    words = ARTICLE.sub("", name.rpartition(" for ")[2]).split()
    rest = next((words[at:] for at in range(1, len(words) + 1) if _plain("".join(words[:at])) == own), None)
    return rest is not None and all(word[0].islower() or DESK.fullmatch(word) for word in rest)


def _plain(name: str) -> str:
    return "".join(filter(str.isalnum, name)).casefold()
