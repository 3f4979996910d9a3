"""Cells that say a longitude or a latitude, in degrees, as numbers.

Decimals have a point or a comma; degrees, minutes and seconds are read where a degree sign or a letter of the compass
says that they are such. EPSG:4326.
"""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from mapper.errors import EMPTY, Fault

if TYPE_CHECKING:
    from numpy.typing import NDArray

AXES = {"longitude": (180.0, "EW"), "latitude": (90.0, "NS")}  # how far it reaches, and its letters
DECIMAL = re.compile(r"[+-]?(\d+([.,]\d*)?|[.,]\d+)(e[+-]?\d+)?", re.ASCII | re.IGNORECASE)
POINTED = r"^-?[0-9]+(\.[0-9]+)?$"
_NUMBER = r"\d{1,3}(?:[.,]\d+)?"
COMPASS = re.compile(
    rf"(?P<before>[NSEW])?\s*(?P<sign>[+-])?\s*(?P<degrees>{_NUMBER})\s*(?:[°d]|deg)?"
    rf"(?:[\s:]*(?P<minutes>{_NUMBER})\s*(?:['m]|min)?)?"
    rf"(?:[\s:]*(?P<seconds>{_NUMBER})\s*(?:[\"s]|''|sec)?)?\s*(?P<after>[NSEW])?",
    re.ASCII | re.IGNORECASE,
)
SIGN = re.compile(r"[°NSEW]", re.IGNORECASE)
PLAIN = str.maketrans(
    {
        **dict.fromkeys(("\N{MINUS SIGN}", "\N{EN DASH}"), "-"),
        **dict.fromkeys(("\N{MASCULINE ORDINAL INDICATOR}", "\N{RING ABOVE}"), "°"),
        **dict.fromkeys(("\N{PRIME}", "\N{RIGHT SINGLE QUOTATION MARK}", "\N{MODIFIER LETTER PRIME}"), "'"),
        **dict.fromkeys(("\N{DOUBLE PRIME}", "\N{RIGHT DOUBLE QUOTATION MARK}"), '"'),
    }
)
FORM = "Write it such as 25.28, or 25°16'48\"E."
METRES = 400.0  # numbers beyond this are no degrees of any kind


def degrees_of(values: pd.Series[Any], axis: str) -> tuple[NDArray[np.float64], NDArray[np.object_]]:
    """Read a column of longitudes or latitudes; NaN and a fault where a cell says none.

    The range is not looked at: a column may be metres of a projection (see `range_faults`).
    """
    faults = np.full(len(values), None, dtype=object)
    if pd.api.types.is_numeric_dtype(values.dtype):
        numbers = values.to_numpy(dtype=float, na_value=np.nan)
    else:
        numbers = _plain(values)
        rest = np.flatnonzero(np.isnan(numbers))
        codes, uniques = pd.factorize(values.iloc[rest].astype(object))
        read = [_read(value, axis) for value in uniques]
        found = np.array([*(math.nan if isinstance(one, Fault) else one for one in read), math.nan])
        wrong = np.array([*(one if isinstance(one, Fault) else None for one in read), EMPTY], dtype=object)
        numbers[rest], faults[rest] = found[codes], wrong[codes]
    faults[~np.isfinite(numbers) & pd.isna(faults)] = EMPTY
    return np.where(np.isfinite(numbers), numbers, np.nan), faults


def _plain(values: pd.Series[Any]) -> NDArray[np.float64]:
    """Return the numbers of a column of text that are written with a point or none at all; NaN for all else."""
    try:
        texts = pa.array(values, type=pa.string(), from_pandas=True)
    except (pa.ArrowInvalid, pa.ArrowTypeError):
        return np.full(len(values), np.nan)
    good = pc.match_substring_regex(texts, POINTED)
    numbers = pc.cast(pc.if_else(good, texts, None), pa.float64())
    return np.array(numbers.to_numpy(zero_copy_only=False), dtype=float)


def has_comma(values: pd.Series[Any]) -> bool:
    """Whether a column of text has decimal commas."""
    texts = (value.strip() for value in values if isinstance(value, str))
    return any("," in text and DECIMAL.fullmatch(text) for text in texts)


def range_faults(lon: NDArray[np.float64], lat: NDArray[np.float64]) -> NDArray[np.object_]:
    """Return a fault for every place that is none on the globe, with its likely cause; None for the others."""
    faults = np.full(len(lon), None, dtype=object)
    for i in np.flatnonzero((np.abs(lon) > 180) | (np.abs(lat) > 90)):  # noqa: PLR2004  (degrees)
        faults[i] = _beyond(float(lon[i]), float(lat[i]))
    return faults


def _beyond(lon: float, lat: float) -> Fault:
    axis, value = ("longitude", lon) if abs(lon) > AXES["longitude"][0] else ("latitude", lat)
    limit = AXES[axis][0]
    kind, hint = axis, "Correct it."
    if max(abs(lon), abs(lat)) > METRES:
        kind, hint = "metres", "Numbers so large may be metres of a projection: name it, as in --crs EPSG:3857."
    elif axis == "latitude" and abs(lon) <= limit:
        kind, hint = "swapped", "Longitude and latitude seem to be swapped."
    return Fault(kind, f"{value:g} is no {axis}, which lies between -{limit:g} and {limit:g}", hint)


def _read(value: object, axis: str) -> float | Fault:
    if isinstance(value, (int, float, np.number)) and not isinstance(value, bool):
        return float(value) if math.isfinite(value) else EMPTY
    text = str(value).strip().translate(PLAIN)
    if not text:
        return EMPTY
    if DECIMAL.fullmatch(text):
        return float(text.replace(",", "."))
    found = COMPASS.fullmatch(text)
    if not found or not SIGN.search(text):
        return Fault("number", f"'{text[:40]}' is no {axis} in degrees", FORM)
    return _sexagesimal(text, found, axis)


def _sexagesimal(text: str, found: re.Match[str], axis: str) -> float | Fault:
    letters = ((found["before"] or "") + (found["after"] or "")).upper()
    parts = [float((found[part] or "0").replace(",", ".")) for part in ("degrees", "minutes", "seconds")]
    if len(letters) > 1 or (letters and found["sign"]) or max(parts[1:]) >= 60:  # noqa: PLR2004  (minutes, seconds)
        return Fault("number", f"'{text[:40]}' is no {axis} in degrees", FORM)
    if letters and letters not in AXES[axis][1]:
        other = "latitude" if axis == "longitude" else "longitude"
        return Fault("axis", f"'{text[:40]}' is a {other}, not a {axis}", f"Name the column of the {axis}.")
    size = parts[0] + parts[1] / 60 + parts[2] / 3600
    return -size if found["sign"] == "-" or letters in ("S", "W") else size
