"""The visits of one run: posted articles that are looked at again, and what became of each."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from newscrawl.store import Validator, Visit, next_visit

if TYPE_CHECKING:
    from collections.abc import Callable

    from newscrawl.items import Link
    from newscrawl.sites import Site
    from newscrawl.store import State

__all__ = ["Look", "Revisiting"]

FUTURE = timedelta(days=1)
"""How far a list's times may lie in the future, by a wrong zone or clock; beyond that nothing is believed."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Look:
    """One article that is looked at, for the first time or again."""

    visit: Visit
    """What is known of it; of a first look, what will be remembered."""
    site: Site
    """Its site, whose policy says when it is looked at next."""
    moment: datetime
    """When this look began, in UTC."""
    validators: dict[str, Validator] = field(default_factory=dict)
    """What its page gave, by address; kept once the look is over."""
    reader: str = ""
    """Who reads the page, see :meth:`newscrawl.store.Validators.keep`."""


class Revisiting:
    """Knows which articles of a run are looked at again.

    :param tell: called with address and outcome of each look that is over
    """

    def __init__(self, state: State, tell: Callable[[str, str], None]) -> None:
        self._state = state
        self._tell = tell
        self._looks: dict[str, Look] = {}
        self._by_link: dict[str, Look] = {}
        self._first: dict[str, Look] = {}

    def due(self, site: Site, channels: set[str]) -> list[Visit]:
        """Return the articles of these channels that are to be looked at by now.

        :raises StoreError: when the state cannot be read
        """
        if not site.policy.revisit:
            return []
        return [visit for visit in self._state.visits.due(site.id, _now()) if visit.channel in channels]

    def announced(self, url: str, modified: datetime, site: Site) -> Visit | None:
        """Return a posted article that its list calls changed since it was looked at, if the site's policy looks again.

        :raises StoreError: when the state cannot be read
        """
        if not site.policy.revisit or url in self._looks or modified > _now() + FUTURE:
            return None
        return self._state.visits.announced(url, modified)

    def begin(self, visit: Visit, link: Link, site: Site, reader: str) -> None:
        """Begin to look at a posted article again; :meth:`settle` must follow."""
        look = Look(visit=visit, site=site, moment=_now(), reader=reader)
        self._looks[visit.url] = self._by_link[link.url] = look

    def of(self, url: str) -> Look | None:
        """Return the look at the article of a canonical address; ``None``: it is not looked at again."""
        return self._looks.get(url)

    def of_link(self, link: Link) -> Look | None:
        """Return the look that asked for a link."""
        return self._by_link.get(link.url)

    def settle(self, look: Look, outcome: str, meaning: str = "") -> None:
        """End a look, and plan the next one.

        :param outcome: an :data:`newscrawl.store.Edition`, ``withdrawn``, or ``failed: `` and a reason
        :param meaning: what the article says now, when that is something else
        :raises StoreError: when it cannot be remembered
        """
        visit = look.visit
        self._looks.pop(visit.url, None)
        if outcome == "withdrawn":
            self._state.visits.withdraw(visit.url, look.moment)
        else:
            schedule = () if outcome == "deleted" else look.site.policy.revisit
            due = next_visit(visit.posted, schedule, look.moment)
            self._state.visits.plan(replace(visit, meaning=meaning or visit.meaning), look.moment, due)
            if not outcome.startswith("failed"):
                self._state.validators.keep(look.validators, look.reader)
        self._tell(visit.url, outcome)

    def leave(self, look: Look, reason: str) -> None:
        """End a look that was not taken; it stays due."""
        self._looks.pop(look.visit.url, None)
        self._tell(look.visit.url, f"left: {reason}")

    def expect(self, url: str, link: Link, site: Site, channel: str) -> None:
        """Note that an article is to be looked at again once it is posted, if the site's policy says so."""
        if site.policy.revisit:
            moment = _now()
            visit = Visit(url=url, site=site.id, channel=channel, link=link.to_json(), meaning="", posted=moment)
            self._first[url] = Look(visit=visit, site=site, moment=moment)

    def expects(self, url: str) -> bool:
        """Tell whether :meth:`posted` is to be told of an article."""
        return url in self._first

    def posted(self, url: str, meaning: str) -> None:
        """Plan the first visit of an article that is posted now.

        :raises StoreError: when it cannot be remembered
        """
        look = self._first.pop(url)
        due = next_visit(look.visit.posted, look.site.policy.revisit, look.moment)
        self._state.visits.plan(replace(look.visit, meaning=meaning), look.moment, due)


def _now() -> datetime:
    return datetime.now(UTC)
