"""A short walk of a reader who does anything; `monkey.py` takes a long one."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

from monkey import Monkey, differences

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Page

Go = "Callable[..., Visit]"


def test_after_any_actions_map_table_and_address_agree(visit: Go, site: Path) -> None:
    map_page = site / "spanish-civil-war.html"
    walk = visit(map_page)
    monkey = Monkey(walk.page, random.Random(1936))  # noqa: S311

    def fresh(fragment: str, size: dict[str, int]) -> Page:
        return visit(map_page, fragment, size=size).page

    for _ in range(2):
        for _ in range(30):
            monkey.act()
        found = differences(walk.page, fresh)
        assert not found, "\n".join([*found, *monkey.told])
    walk.assert_quiet()
