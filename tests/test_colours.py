"""The palette: neighbours can be told apart by every eye, and dark text can be read on every fill."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
import shapely

if TYPE_CHECKING:
    from mapper.atlas import Atlas

LEAST = 2.6  # OKLab times 100; bands of both colours and a line lie between two powers as well
INK = "#26241f"
# Machado, Oliveira and Fernandes 2009, severity 1.0, for linear light
EYES = {
    "usual": np.eye(3),
    "protan": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    ),
    "deutan": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.01182, 0.04294, 0.968881]]
    ),
    "tritan": np.array(
        [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.3039]]
    ),
}
LMS = np.array(
    [
        [0.4122214708, 0.5363325363, 0.0514459929],
        [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
    ]
)
OKLAB = np.array(
    [
        [0.2104542553, 0.793617785, -0.0040720468],
        [1.9779984951, -2.428592205, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.808675766],
    ]
)


def linear(colour: str) -> np.ndarray:
    channels = np.array([int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)])
    return np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)


def oklab(light: np.ndarray) -> np.ndarray:
    return OKLAB @ np.cbrt(LMS @ np.clip(light, 0, 1))


def luminance(colour: str) -> float:
    return float(np.array([0.2126, 0.7152, 0.0722]) @ linear(colour))


@pytest.fixture(scope="module")
def neighbours(atlas: Atlas) -> set[tuple[str, str]]:
    """Return every pair of powers whose lands met at a border on some day."""
    shapes = atlas.territories.geometry.to_numpy()
    ids = list(atlas.territories.index)
    one, other = shapely.STRtree(shapes).query(shapes, predicate="intersects")
    one, other = one[one < other], other[one < other]
    shared = shapely.length(shapely.intersection(shapely.boundary(shapes[one]), shapely.boundary(shapes[other])))
    columns = ["from", "to", "controller"]
    chains = {land: rows[columns].to_numpy().tolist() for land, rows in atlas.spells.groupby("territory")}
    return {
        (min(a, b), max(a, b))
        for left, right in zip(one[shared > 0], other[shared > 0], strict=True)
        for start, end, a in chains[ids[left]]
        for begin, stop, b in chains[ids[right]]
        if a != b and max(start, begin) < min(end, stop)
    }


@pytest.mark.parametrize("eye", EYES)
def test_powers_that_meet_at_a_border_differ(atlas: Atlas, neighbours: set[tuple[str, str]], eye: str) -> None:
    colours = atlas.polities["colour"]
    seen = {polity: oklab(EYES[eye] @ linear(colours[polity])) for pair in neighbours for polity in pair}
    distances = {pair: 100 * float(np.linalg.norm(seen[pair[0]] - seen[pair[1]])) for pair in neighbours}
    assert len(distances) > 100
    assert {pair: round(far, 2) for pair, far in distances.items() if far < LEAST} == {}


def test_fills_are_light_and_quiet_and_carry_dark_text(atlas: Atlas) -> None:
    for polity, colour in atlas.polities["colour"].items():
        lightness, *hue = oklab(linear(colour))
        assert 0.68 <= lightness <= 0.905, polity
        assert np.hypot(*hue) <= 0.13, polity
        assert (luminance(colour) + 0.05) / (luminance(INK) + 0.05) >= 4.5, polity
