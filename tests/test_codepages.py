"""A text that does not say its encoding is read in the one in which it makes words."""

import pytest

from mapper.codepages import likeliest

TEXTS = {
    "cp1252": (
        "lon,lat,date",
        "Köln Düsseldorf Straße Größe",
        "Besançon, élève, là-bas, forêt, Noël, œuvre, près de l\N{RIGHT SINGLE QUOTATION MARK}église",
        "Málaga España niño Logroño",
        "São Paulo coração lições",
        "perché città però Forlì",
        "København Ærø Århus Tromsø",
        "Köln; Besançon; København; Málaga; São; £5; 12 m³; Tomáš",
        "d'où vient le garçon?",
    ),
    "cp1250": (
        "Miejscowość;Długość;Szerokość",
        "Łódź",
        "Brześć",
        "Białystok Gdańsk Kraków Przemyśl Częstochowa",
        "Gdańsk Toruń Poznań",
        "Dvořák Příbram Čáslav",
        "Székesfehérvár Szőny Győr",
        "Timişoara Braşov Constanţa",
        "Županja Čačak Niš Đakovo",
    ),
    "iso8859-2": ("Łódź Brześć Białystok Śląsk",),
    "cp1257": ("Šiauliai Panevėžys Kėdainiai Vilkaviškis", "Rīga Rēzekne Jēkabpils Aknīste", "Võru Põltsamaa Pärnu"),
    "cp1251": ("Москва Київ Харків", "Брест", "долгота;широта;дата"),
}


@pytest.mark.parametrize(("page", "text"), [(page, text) for page, texts in TEXTS.items() for text in texts])
def test_a_text_is_read_in_the_encoding_that_makes_words_of_it(page: str, text: str) -> None:
    assert text.encode(page).decode(likeliest(text.encode(page))) == text
