"""Files and memory: what is written, and what the next crawl must know.

:mod:`~newscrawl.store.files` says which files of a folder are posts and which may be replaced;
:mod:`~newscrawl.store.state` remembers what became of every address. :mod:`~newscrawl.store.batches` makes posts, one
by one or many at once, in three steps, so that a process killed between any two of them neither loses nor doubles one:

1. :meth:`State.reserve` gives the article its path and notes the digest of what is going to be written;
2. :func:`write_posts` lets the folder write it, whole or not at all;
3. :meth:`State.all_posted` makes the promise final.

Until the third step the article is unknown to the next run, which fetches it again, gets the same path and finds there
nothing or its own file.
"""

from __future__ import annotations

from newscrawl.store.batches import LONGEST, Batch, Reserved
from newscrawl.store.database import DATABASE, Database
from newscrawl.store.files import (
    digest_of,
    keep_file,
    may_take,
    post_files,
    read_post,
    write_post,
    write_posts,
    write_shared,
)
from newscrawl.store.locks import sole
from newscrawl.store.measures import Alarm, Measured, Measures, SiteRun
from newscrawl.store.publishing import keep_unsafe, publish, quarantine, quarantine_path
from newscrawl.store.records import OUTCOMES, Change, Outcome, Pause, Record, RobotsCopy, Run, Validator, Visit
from newscrawl.store.retention import OldPost, pictures_in, posts_in
from newscrawl.store.schema import VERSION
from newscrawl.store.site_locks import BEAT, SiteLock
from newscrawl.store.state import State, free_state, in_use
from newscrawl.store.updates import Edition, beside, finish_updates, update, withdraw
from newscrawl.store.visits import next_visit

__all__ = [
    "BEAT",
    "DATABASE",
    "LONGEST",
    "OUTCOMES",
    "VERSION",
    "Alarm",
    "Batch",
    "Change",
    "Database",
    "Edition",
    "Measured",
    "Measures",
    "OldPost",
    "Outcome",
    "Pause",
    "Record",
    "Reserved",
    "RobotsCopy",
    "Run",
    "SiteLock",
    "SiteRun",
    "State",
    "Validator",
    "Visit",
    "beside",
    "digest_of",
    "finish_updates",
    "free_state",
    "in_use",
    "keep_file",
    "keep_unsafe",
    "may_take",
    "next_visit",
    "pictures_in",
    "post_files",
    "posts_in",
    "publish",
    "quarantine",
    "quarantine_path",
    "read_post",
    "sole",
    "update",
    "withdraw",
    "write_post",
    "write_posts",
    "write_shared",
]
