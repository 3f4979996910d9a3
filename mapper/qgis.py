"""What QGIS finds in a GeoPackage: a style of the land, one colour a power, and the days on which each polygon holds.

The style is stored in the file (table ``layer_styles``), and QGIS takes it when it opens the layer. Its temporal
properties turn the columns ``from`` and ``to`` into times, the first included and the second not, so that the temporal
controller shows one state a day. The columns themselves will not do: QGIS 3.22 takes a date for earlier than its own
midnight, and shows two states on the day before a change.
"""

from __future__ import annotations

from xml.sax.saxutils import quoteattr

import pandas as pd

STYLES = "layer_styles"
EXPRESSIONS = 4  # of Qgis.VectorTemporalMode: start and end from expressions
HALF_OPEN = 0  # of Qgis.VectorTemporalLimitMode: the begin included, the end not
BEGIN, END = 'to_datetime("from")', 'to_datetime("to")'
OTHER = "#cccccc"


def styles(layer: str, polities: list[tuple[str, str, str]], clock: str) -> pd.DataFrame:
    """Return the table of styles, as QGIS makes it, with one of the land.

    Parameters
    ----------
    layer
        The layer of the land.
    polities
        Id, name and colour of each.
    clock
        The time of writing.
    """
    row = {
        "f_table_catalog": "",
        "f_table_schema": "",
        "f_table_name": layer,
        "f_geometry_column": "geom",
        "styleName": "powers",
        "styleQML": style(polities),
        "styleSLD": "",
        "useAsDefault": True,
        "description": "Who held the land; one state a day in the temporal controller",
        "owner": "",
        "ui": "",
        "update_time": clock,
    }
    return pd.DataFrame([row])


def style(polities: list[tuple[str, str, str]]) -> str:
    """Return the style of the land in QGIS's own words: categories by controller, and the days of each polygon."""
    shown = [*polities, ("", "Others", OTHER)]
    categories = "".join(
        f'<category value={quoteattr(name)} label={quoteattr(label)} symbol="{number}" type="string" render="true"/>'
        for number, (name, label, _) in enumerate(shown)
    )
    symbols = "".join(_symbol(str(number), colour) for number, (_, _, colour) in enumerate(shown))
    return (
        "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>"
        '<qgis version="3.22.0" styleCategories="Symbology|Temporal">'
        f'<temporal enabled="1" mode="{EXPRESSIONS}" limitMode="{HALF_OPEN}" startField="from" endField="to" '
        f"startExpression={quoteattr(BEGIN)} endExpression={quoteattr(END)} "
        'durationField="" durationUnit="min" fixedDuration="0" accumulate="0">'
        "<fixedRange><start></start><end></end></fixedRange></temporal>"
        '<renderer-v2 type="categorizedSymbol" attr="controller" symbollevels="0" forceraster="0" enableorderby="0">'
        f"<categories>{categories}</categories><symbols>{symbols}</symbols></renderer-v2>"
        "<layerOpacity>1</layerOpacity><layerGeometryType>2</layerGeometryType></qgis>"
    )


def _symbol(name: str, colour: str) -> str:
    red, green, blue = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
    options = {
        "color": f"{red},{green},{blue},255",
        "style": "solid",
        "outline_color": "90,90,90,255",
        "outline_style": "solid",
        "outline_width": "0.1",
        "outline_width_unit": "MM",
    }
    said = "".join(f'<Option type="QString" name="{key}" value="{value}"/>' for key, value in options.items())
    return (
        f'<symbol type="fill" name="{name}" alpha="1" clip_to_extent="1" force_rhr="0">'
        f'<layer class="SimpleFill" enabled="1" locked="0" pass="0"><Option type="Map">{said}</Option></layer></symbol>'
    )
