"""Configuration files of blogs, read without executing anything."""

from __future__ import annotations

import ast
import json
import tomllib
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from newscrawl.errors import SiteError
from newscrawl.sites.table import read_yaml

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

__all__ = ["below", "check_timezone", "depends_on", "read_mapping", "read_python", "text_at"]


def read_mapping(path: Path) -> dict[str, Any]:
    """Return the mapping of a YAML, TOML or JSON file.

    :raises SiteError: when it cannot be read
    """
    if path.suffix in (".yaml", ".yml"):
        return read_yaml(path)
    try:
        text = path.read_text("utf-8")
        data = tomllib.loads(text) if path.suffix == ".toml" else json.loads(text)
    except OSError as error:
        raise SiteError(str(path), error.strerror or "cannot be read") from None
    except ValueError as error:
        raise SiteError(str(path), f"is not valid {path.suffix[1:].upper()}: {error}") from None
    if not isinstance(data, dict):
        raise SiteError(str(path), "must be a mapping of keys")
    return data


def read_python(path: Path) -> dict[str, str]:
    """Return the names that a Python file sets to a plain text; it is parsed, never run.

    :raises SiteError: when it cannot be read
    """
    try:
        tree = ast.parse(path.read_bytes())
    except OSError as error:
        raise SiteError(str(path), error.strerror or "cannot be read") from None
    except (SyntaxError, ValueError) as error:
        raise SiteError(str(path), f"is not valid Python: {error}") from None
    return {
        target.id: node.value.value
        for node in tree.body
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)
        for target in node.targets
        if isinstance(target, ast.Name)
    }


def below(data: Mapping[str, Any], *names: str) -> Any:
    """Return what stands below these keys, whatever their case, as Hugo reads them; ``None`` where nothing does.

    >>> below({"Markup": {"goldmark": {"x": 1}}}, "markup", "goldmark", "x")
    1
    """
    found: Any = data
    for name in names:
        if not isinstance(found, dict):
            return None
        found = next((value for key, value in found.items() if str(key).lower() == name.lower()), None)
    return found


def text_at(data: Mapping[str, Any], name: str, path: Path, default: str = "") -> str:
    """Return a text, or raise :class:`SiteError` when something else stands there."""
    value = below(data, name)
    if value is None:
        return default
    if not isinstance(value, str):
        raise SiteError(f"{path}: {name}", "must be text")
    return value


def check_timezone(name: str, place: str) -> str:
    """Return an IANA time zone's name, or an empty one, as it is, or raise :class:`SiteError`."""
    try:
        if name:
            ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise SiteError(place, f"{name!r} is no IANA time zone, such as Asia/Shanghai") from None
    return name


def depends_on(package: Path, name: str) -> bool:
    """Tell whether a ``package.json`` asks for a package."""
    try:
        data = json.loads(package.read_text("utf-8"))
    except (OSError, ValueError):
        return False
    asked = [data.get(key) for key in ("dependencies", "devDependencies")] if isinstance(data, dict) else []
    return any(isinstance(packages, dict) and name in packages for packages in asked)
