"""Which of the old encodings of one byte a letter a text is in: the one that makes most of it words.

Nothing in such a file says it, and nearly every file can be read in each of them: 'Białystok' of Central Europe is
'Bia³ystok' in the encoding of the West. The West is taken where no other makes more of the words.
"""

from __future__ import annotations

import re

PAGES = {  # what an encoding is called, and the letters beside a to z of languages that are written in it
    "cp1252": (
        "Windows-1252 (Western Europe)",
        (
            *("äöüß", "àâçéèêëîïôœùû", "áéíñóúü", "àáâãçéêíóôõúü", "àèéìîòóù", "åæéèêòóøäö"),
            "áâäçéëíîóôöúüýšž",  # the same bytes in Central Europe
        ),
    ),
    "cp1257": ("Windows-1257 (Baltic)", ("ąčęėįšųūž", "āčēģīķļņšūž", "äöõüšž", "äöüß")),
    "cp1250": (
        "Windows-1250 (Central Europe)",
        (
            *("ąćęłńóśźż", "áčďéěíňóřšťúůýž", "áäčďéíĺľňóôŕšťúýž", "áéíóöőúüű", "ăâîşţ", "čćđšž", "äöüß"),
            "áâäçéëíîóôöúüýšž",
        ),
    ),
    "iso8859-2": ("ISO 8859-2 (Central Europe)", ("ąćęłńóśźż", "áčďéěíňóřšťúůýž", "áäčďéíĺľňóôŕšťúýž", "čćđšž")),
    "cp1251": ("Windows-1251 (Cyrillic)", ("абвгдежзийклмнопрстуфхцчшщъыьэюяёіїєґўђјљњћџ",)),
}
NOWHERE = {  # what no word of those languages holds
    "cp1252": re.compile("[çñ](?![aàáâãeéèêiíoóôõuúü])|õ(?!e)|œ(?![distu])"),
    "cp1250": re.compile("đ(?![aeiou])"),
    "cp1251": re.compile("[a-z]"),
}
# runs of letters; the bytes between them are signs in all these encodings
WORD = re.compile(
    rb"[A-Za-z\x80\x81\x83\x8a\x8c-\x90\x98\x9a\x9c-\x9f\xa1-\xa6\xa8-\xaa\xac-\xaf\xb1-\xb6\xb8-\xba\xbc-\xff]{3,}"
)


def likeliest(text: bytes) -> str:
    """Return the encoding that makes the most words of a text; the West where several do, or none."""
    words = {word for word in WORD.findall(text) if not word.isascii()}
    return max(PAGES, key=lambda page: sum(_is_word(word, page) for word in words))


def _is_word(word: bytes, page: str) -> bool:
    """Whether a word is one of a language that is written in an encoding, by its letters."""
    text = word.decode(page, errors="replace").lower()
    beyond = {letter for letter in text if not letter.isascii()}
    odd = page in NOWHERE and NOWHERE[page].search(text)
    return not odd and any(beyond <= set(language) for language in PAGES[page][1])
