"""Remembers the validators of pages, so that a server can say that nothing changed instead of sending all of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newscrawl.store.records import Validator

if TYPE_CHECKING:
    from collections.abc import Mapping

    from newscrawl.store.database import Database

__all__ = ["Validators"]


class Validators:
    """The validators of a state's pages, by the address that was asked for."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of(self, url: str, reader: str) -> Validator | None:
        """Return the validator that an address gave last time; ``None`` when another reader read it.

        :param reader: see :meth:`keep`
        """
        rows = self._database.rows(
            "SELECT etag, last_modified FROM validators WHERE url = ? AND reader = ?", url, reader
        )
        return next((Validator(etag=etag, last_modified=modified) for etag, modified in rows), None)

    def keep(self, validators: Mapping[str, Validator], reader: str) -> None:
        """Remember validators by address, once everything that the pages said is settled.

        :param reader: what made something of the pages; to another one, an unchanged page may say something new
        """
        with self._database.transaction() as run:
            for url, validator in validators.items():
                run(
                    "INSERT OR REPLACE INTO validators (url, reader, etag, last_modified) VALUES (?, ?, ?, ?)",
                    *(url, reader, validator.etag, validator.last_modified),
                )
