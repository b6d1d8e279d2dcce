"""Sites are read when they are asked for, and that changes nothing of who owns an address."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from newscrawl.sites import DATA, Overrides, Site, load_sites, read_site, shelf

if TYPE_CHECKING:
    from pathlib import Path

SHIPPED = sorted(path.stem for path in DATA.glob("*.yaml"))


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The files that are read, in order."""
    names: list[str] = []

    def noting(path: Path, over: Overrides | None = None) -> Site:
        names.append(path.stem)
        return read_site(path, over)

    monkeypatch.setattr(shelf, "read_site", noting)
    return names


@pytest.fixture
def own(tmp_path: Path) -> Path:
    (tmp_path / "wsj.yaml").write_text("like: sina_finance\nname: 我的\ndomains: [mine.example]\n", "utf-8")
    return tmp_path


@pytest.mark.parametrize("name", SHIPPED)
def test_a_site_that_nobody_has_read_is_found_by_each_of_its_domains(name: str) -> None:
    for domain in read_site(DATA / f"{name}.yaml").domains:
        for host in (domain, f"a.b.{domain}", domain.upper()):
            owners = [site.id for site in load_sites().owners(f"https://{host}:8080/a?b=c")]
            assert name in owners, f"{name}.yaml must spell {domain} out under domains, as a key of its own"


def test_names_are_known_without_reading(read: list[str]) -> None:
    sites = load_sites()
    assert (sorted(sites), len(sites), "sina_finance" in sites, "nobody" in sites) == (
        SHIPPED,
        len(SHIPPED),
        True,
        False,
    )
    assert read == []


def test_a_file_is_read_once_and_only_when_it_is_asked_for(read: list[str]) -> None:
    sites = load_sites()
    for _ in range(2):
        assert sites["wsj"].id == "wsj"
        assert sites.owner_of("https://finance.sina.com.cn/a") is sites["sina_finance"]
    assert read == ["wsj", "sina_finance"]


@pytest.mark.parametrize(
    "url", ["https://nobody.example/", "", "finance.sina.com.cn", "ftp://sina.com.cn/", "http://[x/"]
)
def test_an_address_of_nobody(url: str) -> None:
    assert load_sites().owner_of(url) is None


def test_a_stranger_s_address_costs_no_file(read: list[str]) -> None:
    assert load_sites().owner_of("https://example.com.cn/sina.com.cn") is None
    assert read == []


def test_what_the_user_wrote_is_read_at_once(own: Path, read: list[str]) -> None:
    sites = load_sites(own, over=Overrides(place="x", by_site={"cnbc": {"domains": ["other.example"]}}))
    assert read == ["cnbc", "wsj"]
    assert sites["wsj"].name == "我的"
    owners = [sites.owner_of(f"https://{host}/") for host in ("mine.example", "other.example", "wsj.com", "cnbc.com")]
    assert [site.id if site else None for site in owners] == ["wsj", "cnbc", None, None]


def test_the_first_owner_counts(own: Path) -> None:
    (own / "zz.yaml").write_text("like: wsj\nname: 又\n", "utf-8")
    assert [site.id for site in load_sites(own).owners("https://www.mine.example/")] == ["wsj", "zz"]
