"""The columns of somebody else's table, which ``[columns.TABLE]`` of ``atlas.toml`` declares.

A table that is declared so keeps its own columns and words. What is said of it: which of its columns is which of ours,
the form of its dates, whether an interval holds its end, what our statuses are in its words, and what every record has
for which it has no column. `usual` finds such columns by the names that they bear elsewhere.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from mapper import dateforms, schema
from mapper.naming import DATES, LATITUDES, LONGITUDES, plain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

    from mapper.dates import Period
    from mapper.errors import Problems

ENDS = ("exclusive", "inclusive")  # whether an interval ends before the day or the year of its end, or with it
UNTIL = "until"  # the column of the end of an event that lasts
NAME = re.compile("name_[a-z]{2,3}")  # of land, in a further language
EXTRA = {"boundaries": (), "events": (UNTIL,)}  # columns of ours that can be declared and are not in the schema
DATED = {"boundaries": ("from", "to"), "events": ("date", UNTIL)}
LEADING = 60  # letters of a text that stand for a title that is missing

# the usual names of our columns beside those of `naming`, with _ for a space; of two the one named first counts
WORDS = {
    "boundaries": {
        "from": "from start start_date startdate date_start begin begins begin_date date_from from_date valid_from "
        "validfrom gwsdate year_from from_year start_year startyear year_start since od data_od od_dnia rok_od von ab "
        "beginn gueltig_ab gultig_ab von_jahr debut date_debut depuis de desde inicio fecha_inicio da dal dalla_data "
        "inizio fra vanaf datum_od data_s от",
        "to": "to end end_date enddate date_end ends until till date_to to_date valid_to valid_until validto gwedate "
        "year_to to_year end_year endyear year_end do data_do do_dnia rok_do bis ende gueltig_bis gultig_bis bis_jahr "
        "fin date_fin jusqu_a jusqua au hasta fecha_fin al alla_data fine tot datum_do po по до",
        "name": "name country_name cntry_name nazwa nom nombre nome bezeichnung naam nazev nimi namn navn nev title "
        "label land country state territory region admin kraj panstwo pays pais paese staat название имя страна "
        "名称 名前 国名",
        "controller": "controller controlled_by holder held_by owner occupier ruler ruled_by power polity empire "
        "wladza wladca posiadacz wlasciciel panstwo besitzer herrscher inhaber macht puissance detenteur "
        "possesseur poder dueno potencia potenza possessore country state staat pays pais paese владелец",
        "sovereign": "sovereign sovereignty sovereign_state de_jure suwerenna suweren souveran souveraen souverain "
        "soberano sovrano",
        "status": "status statut estatus stato_giuridico rechtsstatus",
        "source": "source sources zrodlo zrodla quelle quellen fuente fuentes fonte fonti bron reference references "
        "ref citation источник",
        "confidence": "confidence",
        "note": "note notes comment comments remark remarks uwaga uwagi bemerkung anmerkung remarque remarques nota "
        "notas osservazioni",
    },
    "events": {
        "id": "id",
        UNTIL: "until end end_date enddate date_end to till do bis fin hasta fine",
        "title": "title titel tytul titre titulo titolo headline event ereignis wydarzenie evenement evento name nazwa "
        "nom nombre nome naam label what название 名称",
        "place": "place location city town site ort stadt miejsce miejscowosc miasto lieu ville lugar ciudad luogo "
        "citta plaats место 場所 地点",
        "text": "text description desc opis beschreibung descripcion descrizione details summary tekst texte texto "
        "testo note notes comment uwagi bemerkung описание",
        "theme": "theme type category kind thema typ kategoria kategorie categorie categoria tema rodzaj art тип",
        "source": "source sources zrodlo zrodla quelle quellen fuente fonte bron reference ref citation url link "
        "источник",
        "confidence": "confidence",
    },
}


def _phrases(words: str) -> tuple[str, ...]:
    return tuple(word.replace("_", " ") for word in words.split())


NAMES = {table: {ours: _phrases(words) for ours, words in columns.items()} for table, columns in WORDS.items()}
NAMES["events"] |= {"date": DATES, "lon": LONGITUDES, "lat": LATITUDES}
# words of others for our statuses
STATUS_WORDS = {
    "sovereign": "independent state sovereign_state colony colonial part integral country niepodlegle unabhangig "
    "independant independiente indipendente kolonia kolonie colonie colonia",
    "annexed": "annexation incorporated anektowany wcielony annektiert annexe anexado annesso",
    "occupied": "occupation military_occupation okupowany okupacja besetzt occupe ocupado occupato",
    "puppet": "puppet_state client client_state marionetkowe marionettenstaat",
    "protectorate": "protected_state vassal dependency tributary protektorat protectorat protectorado protettorato",
    "leased": "lease concession dzierzawa pacht",
    "mandate": "mandated trust_territory mandat mandato",
    "autonomous": "autonomy dominion autonomiczny autonom autonome autonomo",
    "disputed": "contested claimed sporny umstritten dispute disputado conteso",
}


@dataclass(frozen=True)
class Declared:
    """How one table is read.

    ``named`` maps our columns to those of the file, '' to none; one that it lacks bears our name there. ``fixed`` maps
    ours to what every record has where the file has nothing, ``dates`` is the form of the dates (see
    `mapper.dateforms`), ``inclusive`` whether an interval holds its end, and ``statuses`` maps words of the file to
    statuses.
    """

    table: str
    named: Mapping[str, str]
    fixed: Mapping[str, str] = field(default_factory=dict)
    statuses: Mapping[str, str] = field(default_factory=dict)
    dates: str = ""
    inclusive: bool = False

    def text(self, raw: Mapping[str, Any], column: str) -> str:
        """Return what a record of the file has for a column of ours; '' where it has nothing."""
        value = raw.get(self.called(column))
        found = "" if value is None else str(value).strip()
        return found or self.fixed.get(column, "")

    def called(self, column: str) -> str:
        """Return the file's name of a column of ours."""
        return self.named.get(column, column)


def read_declared(
    raw: Mapping[str, Any], path: Path, statuses: Iterable[str], problems: Problems
) -> dict[str, Declared]:
    """Read the tables of ``[columns]``; what is wrong goes to the collector.

    Parameters
    ----------
    raw
        The tables as TOML has them, of the file ``path``.
    statuses
        The statuses of the atlas.
    """
    for name in raw.keys() - NAMES.keys():
        hint = f"Tables are {', '.join(NAMES)}."
        problems.add(path, f"columns.{name}", "", f"no columns of '{name}' can be declared", hint)
    return {name: _declared(name, raw[name], path, statuses, problems) for name in NAMES if name in raw}


def _declared(name: str, table: Mapping[str, Any], path: Path, statuses: Iterable[str], problems: Problems) -> Declared:
    """Read one table of ``[columns]``."""
    where = f"columns.{name}"
    columns = (*schema.TABLES[name].columns, *EXTRA[name])
    inner = {part: value if isinstance(value := table.get(part, {}), dict) else {} for part in ("fixed", "statuses")}
    said = {key: value for key, value in table.items() if key not in inner}
    hint = f"Keys are {', '.join(columns)}; dates, ends; and the tables fixed and statuses."
    columns += tuple(key for key in said if name == "boundaries" and NAME.fullmatch(key))
    for key in said.keys() - {*columns, "dates", "ends"}:
        problems.add(path, where, key, "no such key is known", hint)
    for key, value in ((key, value) for part in (said, *inner.values()) for key, value in part.items()):
        if not isinstance(value, str):
            problems.add(path, where, key, f"{value!r:.80} is no text", "Put it between quotes.")
    for word, status in inner["statuses"].items():
        if status not in statuses:
            message = f"{status!r:.80} is none of: {', '.join(sorted(statuses))}"
            problems.add(path, f"{where}.statuses", word, message, "Correct it.")
    texts = {key: str(value) for key, value in said.items()}
    ends = texts.get("ends", ENDS[0])
    if wrong := schema.Choice(ENDS)(ends):
        problems.add(path, where, "ends", wrong, "Correct it.")
    named = {key: value for key, value in texts.items() if key in columns}
    fixed, words = ({key: str(value) for key, value in part.items()} for part in inner.values())
    return Declared(name, named, fixed, words, texts.get("dates", ""), ends == "inclusive")


def land_record(
    declared: Declared,
    raw: Mapping[str, Any],
    columns: Iterable[str],
    period: Period,
    resolve: Callable[[str, str], str],
) -> tuple[dict[str, str], list[tuple[str, str]]]:
    """Return one record of somebody's polygons with the ``columns`` of ``boundaries``, and what is wrong with it.

    An end that is open, or a beginning '..', is that of the period; a land without a holder holds itself, and is its
    holder's in law. ``resolve`` turns the name of a polity or a source into its id. What is wrong is the file's
    column, and the message.
    """
    record = {column: declared.text(raw, column) for column in columns}
    wrong = []
    limits = {"from": period.first, "to": period.after}
    for column, limit in limits.items():
        text, record[column] = record[column], limit
        try:
            record[column] = boundary_day(declared, column, text) or limit
        except ValueError as error:
            wrong.append((declared.called(column), str(error)))
    record["name"] = record["name"] or record["controller"]
    record["controller"] = record["controller"] or record["name"]
    record["sovereign"] = record["sovereign"] or record["controller"]
    record["status"] = declared.statuses.get(record["status"], record["status"] or "sovereign")
    for column, table in (("controller", "polities"), ("sovereign", "polities"), ("source", "sources")):
        record[column] = resolve(table, record[column])
    return record, wrong


def boundary_day(declared: Declared, column: str, text: str) -> str:
    """Return the day that an interval begins on, or the first day after it; '' where it is open.

    Raises
    ------
    ValueError
        If the text is no date, or there is none of the beginning.
    """
    if text == dateforms.ALWAYS or (column == "to" and dateforms.is_open(text)):
        return ""
    if dateforms.is_open(text):
        raise ValueError("it has no first date")
    if column == "from":
        return dateforms.days(text, declared.dates)[0]
    return dateforms.end_of(text, declared.dates, inclusive=declared.inclusive)


def event_record(
    declared: Declared,
    raw: Mapping[str, Any],
    number: int,
    resolve: Callable[[str, str], str],
    themes: Mapping[str, str],
) -> tuple[dict[str, str], list[tuple[str, str]]]:
    """Return one record of somebody's events as ``events`` of the schema has it, and what is wrong with it.

    A title that is missing is the place, or the beginning of the text; ``number`` makes an id where there is none, and
    ``themes`` maps the names of themes to ids.
    """
    record = {column: declared.text(raw, column) for column in schema.TABLES["events"].columns}
    wrong = []
    try:
        record["date"] = event_date(declared, raw)
    except ValueError as error:
        wrong.append((declared.called("date"), str(error)))
        record["date"] = ""
    for column in ("lon", "lat"):
        record[column] = decimal(record[column])
    record["title"] = record["title"] or record["place"] or record["text"][:LEADING] or f"Event {number}"
    record["id"] = schema.slug(record["id"], "") or f"event-{number}"
    record["theme"] = themes.get(record["theme"], record["theme"])
    record["source"] = resolve("sources", record["source"])
    return record, wrong


def event_date(declared: Declared, raw: Mapping[str, Any]) -> str:
    """Return when an event happened, in EDTF, an interval if it has an end; raise ValueError if it is no date."""
    first = dateforms.edtf(declared.text(raw, "date"), declared.dates)
    end = declared.text(raw, UNTIL)
    last = first if not end else dateforms.edtf(end, declared.dates)
    return first if last == first else f"{first}/{last}"


def decimal(text: str) -> str:
    """Return a number with a point, though it was written with a comma."""
    return text.replace(",", ".") if re.fullmatch(r"-?\d+,\d+", text) else text


def usual(table: str, columns: Iterable[str], given: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return the columns of a file by those of ours whose usual names they bear, each once.

    ``given`` names some outright.
    """
    by_name: dict[str, str] = {}
    for column in columns:
        by_name.setdefault(plain(column), column)
    found = {ours: theirs for ours, theirs in (given or {}).items() if theirs}
    for ours, names in NAMES[table].items():
        if ours not in (given or {}):
            free = (by_name[name] for name in names if by_name.get(name) not in (None, *found.values()))
            if theirs := next(free, None):
                found[ours] = theirs
    order = [*schema.TABLES[table].columns, *EXTRA[table]]
    return {ours: found[ours] for ours in order if ours in found}


def usual_status(word: str, statuses: Iterable[str] = schema.STATUSES) -> str:
    """Return the status that a word of somebody else stands for; 'sovereign' where none is known."""
    name = plain(word)
    own = {plain(status): status for status in statuses}
    return own.get(name) or next((s for s, words in STATUS_WORDS.items() if name in _phrases(words)), "sovereign")
