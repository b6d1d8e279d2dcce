"""Brings the pipelines to any Scrapy project with one setting.

::

    ADDONS = {"newscrawl.addon.NewscrawlAddon": 300}

A spider's callback is then one line, ``yield page_from(response)`` (:func:`newscrawl.spiders.page_from`); it may yield
articles of its own as well, and items of other types pass untouched. What the project has set itself stays as it is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy.utils.misc import load_object

from newscrawl import settings as ours

if TYPE_CHECKING:
    from scrapy.settings import BaseSettings

__all__ = ["NewscrawlAddon"]


class NewscrawlAddon:
    """The pipelines, the run's log, and their settings; how the project fetches is its own business."""

    def update_settings(self, settings: BaseSettings) -> None:
        """Add what is missing."""
        for name in ("ITEM_PIPELINES", "EXTENSIONS"):
            for component, order in getattr(ours, name).items():
                if order is not None:
                    settings.setdefault_in_component_priority_dict(name, load_object(component), order)
        for name in (
            "NEWSCRAWL_OUTPUT",
            "NEWSCRAWL_OUTPUT_OPTIONS",
            "NEWSCRAWL_STATE",
            "NEWSCRAWL_DURABILITY",
            "NEWSCRAWL_POST",
            "NEWSCRAWL_IMAGES",
            "NEWSCRAWL_SITES",
            "NEWSCRAWL_OVERRIDES",
            "NEWSCRAWL_WEBHOOK",
            "NEWSCRAWL_METRICS",
        ):
            if name not in settings:
                settings.set(name, getattr(ours, name), priority="addon")
        settings.set("FEED_EXPORT_ENCODING", ours.FEED_EXPORT_ENCODING, priority="addon")
