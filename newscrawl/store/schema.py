"""The state's tables. Data only.

A change raises :data:`VERSION`; a state of a newer version is refused, since an older newscrawl might break its
promises.
"""

from __future__ import annotations

__all__ = ["APPLICATION_ID", "CHANGES", "TABLES", "VERSION"]

VERSION = 3
"""Kept in the file as ``PRAGMA user_version``."""

APPLICATION_ID = 0x6E637277
"""``ncrw``, kept in the file as ``PRAGMA application_id``: tells our database from anybody else's."""

PICTURES = """
    CREATE TABLE pictures (
        url TEXT PRIMARY KEY,
        -- relative to the folder of the pictures
        path TEXT NOT NULL
    )
    """

TEXTS = (
    """
    CREATE TABLE texts (
        id INTEGER PRIMARY KEY,
        url TEXT NOT NULL UNIQUE,
        -- seconds since the epoch
        published INTEGER NOT NULL,
        seen INTEGER NOT NULL,
        -- what it looks like, see newscrawl.extract.Likeness
        text BLOB NOT NULL
    )
    """,
    """
    CREATE INDEX texts_by_age ON texts (seen)
    """,
    """
    CREATE TABLE text_keys (
        key INTEGER NOT NULL,
        text INTEGER NOT NULL,
        PRIMARY KEY (key, text)
    ) WITHOUT ROWID
    """,
    """
    CREATE INDEX text_keys_by_text ON text_keys (text)
    """,
)

HOSTS = (
    """
    CREATE TABLE robots (
        -- such as https://news.example
        origin TEXT PRIMARY KEY,
        body BLOB NOT NULL,
        etag TEXT NOT NULL,
        last_modified TEXT NOT NULL,
        -- seconds since the epoch
        fetched INTEGER NOT NULL
    )
    """,
    """
    CREATE TABLE pauses (
        host TEXT PRIMARY KEY,
        -- seconds since the epoch
        until INTEGER NOT NULL,
        times INTEGER NOT NULL,
        reason TEXT NOT NULL
    )
    """,
)

VALIDATORS = (
    """
    CREATE TABLE validators (
        url TEXT PRIMARY KEY,
        -- what made something of the page
        reader TEXT NOT NULL,
        etag TEXT NOT NULL,
        last_modified TEXT NOT NULL
    )
    """,
)

MEASURES = (
    """
    CREATE TABLE measures (
        site TEXT NOT NULL,
        run INTEGER NOT NULL,
        started TEXT NOT NULL,
        ended TEXT NOT NULL,
        finished TEXT NOT NULL,
        -- whether it ended by itself and every list could be read
        good INTEGER NOT NULL,
        pages INTEGER NOT NULL,
        -- names, one a line
        channels TEXT NOT NULL,
        counts TEXT NOT NULL,
        -- what was measured, see newscrawl.health.Measure
        data TEXT NOT NULL,
        PRIMARY KEY (site, run)
    )
    """,
    """
    CREATE TABLE alarms (
        site TEXT NOT NULL,
        key TEXT NOT NULL,
        data TEXT NOT NULL,
        seen TEXT NOT NULL,
        -- whether the webhook was told of it
        told INTEGER NOT NULL DEFAULT 0,
        -- normal again, and the webhook is to be told of that too
        gone INTEGER NOT NULL DEFAULT 0,
        PRIMARY KEY (site, key)
    )
    """,
)

RETENTION = (
    """
    CREATE TABLE ages (
        -- of an article; there before its post is
        url TEXT PRIMARY KEY,
        site TEXT NOT NULL,
        published TEXT NOT NULL
    )
    """,
    """
    CREATE TABLE tags (
        tag TEXT NOT NULL,
        -- of the article whose post has it
        url TEXT NOT NULL,
        PRIMARY KEY (url, tag)
    ) WITHOUT ROWID
    """,
    """
    CREATE TABLE waste (
        -- of a downloaded picture that perhaps no post shows any more
        path TEXT PRIMARY KEY
    )
    """,
)

FRONTIER = (
    """
    CREATE TABLE frontier (
        id INTEGER PRIMARY KEY,
        site TEXT NOT NULL,
        -- canonical
        url TEXT NOT NULL,
        channel TEXT NOT NULL,
        -- what the list said of it, as JSON
        payload TEXT NOT NULL,
        priority INTEGER NOT NULL,
        -- the run that holds it; empty: nobody does
        owner TEXT NOT NULL,
        -- how often it failed, and why the last time
        tries INTEGER NOT NULL DEFAULT 0,
        reason TEXT NOT NULL DEFAULT '',
        -- seconds since the epoch
        added INTEGER NOT NULL,
        UNIQUE (site, url)
    )
    """,
)

LOCKS = (
    """
    CREATE TABLE locks (
        site TEXT PRIMARY KEY,
        owner TEXT NOT NULL,
        host TEXT NOT NULL,
        -- what tells a started machine from others
        machine TEXT NOT NULL,
        pid INTEGER NOT NULL,
        -- seconds since the epoch
        since INTEGER NOT NULL,
        beat INTEGER NOT NULL
    )
    """,
)

EDITIONS = (
    """
    CREATE TABLE visits (
        url TEXT PRIMARY KEY,
        site TEXT NOT NULL,
        channel TEXT NOT NULL,
        link TEXT NOT NULL,
        meaning TEXT NOT NULL,
        -- seconds since the epoch; due: NULL when there is nothing more to look for
        posted INTEGER NOT NULL,
        looked INTEGER NOT NULL,
        due INTEGER,
        -- when the publisher's server said that it is gone
        withdrawn INTEGER
    )
    """,
    """
    CREATE INDEX visits_by_due ON visits (site, due) WHERE due IS NOT NULL
    """,
    """
    CREATE TABLE updates (
        url TEXT PRIMARY KEY,
        -- of what is about to be written
        digest TEXT NOT NULL,
        fingerprint TEXT NOT NULL,
        change BLOB NOT NULL,
        -- when its publisher changed the article, in seconds since the epoch; NULL: he did not
        revised INTEGER
    )
    """,
    """
    CREATE TABLE revisions (
        url TEXT PRIMARY KEY,
        -- when the edition that is posted was looked at, in seconds since the epoch
        at INTEGER NOT NULL
    )
    """,
    """
    CREATE TABLE changes (
        id INTEGER PRIMARY KEY,
        url TEXT NOT NULL,
        at TEXT NOT NULL,
        edition TEXT NOT NULL,
        -- unified diff, compressed
        change BLOB NOT NULL
    )
    """,
)

TABLES = (
    """
    CREATE TABLE articles (
        url TEXT PRIMARY KEY,
        -- 'reserved' until the post is on disk; then one of newscrawl.store.OUTCOMES
        outcome TEXT NOT NULL,
        path TEXT NOT NULL DEFAULT '',
        -- what the path is on a disk that takes A.md and a.md for the same; NULL when the article owns no path
        path_key TEXT UNIQUE,
        digest TEXT NOT NULL DEFAULT '',
        fingerprint TEXT NOT NULL DEFAULT '',
        title TEXT NOT NULL DEFAULT '',
        reason TEXT NOT NULL DEFAULT '',
        first_seen TEXT NOT NULL,
        version TEXT NOT NULL
    )
    """,
    """
    CREATE INDEX articles_by_text ON articles (fingerprint) WHERE fingerprint != ''
    """,
    """
    CREATE TABLE aliases (
        url TEXT PRIMARY KEY,
        of TEXT NOT NULL
    )
    """,
    """
    CREATE TABLE runs (
        id INTEGER PRIMARY KEY,
        sites TEXT NOT NULL,
        started TEXT NOT NULL,
        ended TEXT,
        finished TEXT NOT NULL DEFAULT '',
        counts TEXT NOT NULL DEFAULT '{}'
    )
    """,
    PICTURES,
    *TEXTS,
    *HOSTS,
    *VALIDATORS,
    *MEASURES,
    *RETENTION,
    *FRONTIER,
    *LOCKS,
    *EDITIONS,
)
"""What makes a new state."""

CHANGES: dict[int, tuple[str, ...]] = {
    2: (PICTURES,),
    3: (*TEXTS, *HOSTS, *VALIDATORS, *MEASURES, *RETENTION, *FRONTIER, *LOCKS, *EDITIONS),
}
"""Version -> what makes it of the one before."""
