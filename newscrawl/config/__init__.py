"""``newscrawl.yaml``, the one configuration file, and the blog it stands beside.

Three levels, no more: site file < ``newscrawl.yaml`` < command line. Relative paths in the file count from its folder,
so that a scheduled crawl finds them wherever it was started.
"""

from __future__ import annotations

from newscrawl.config.model import Config
from newscrawl.config.pictures import pictures_of
from newscrawl.config.reader import CONFIG_NAME, check_keys, find_upwards, read_config

__all__ = ["CONFIG_NAME", "Config", "check_keys", "find_upwards", "pictures_of", "read_config"]
