"""HTML of a user's popups: what it says stays, what could run or fetch does not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapper import markup


def texts(nodes: list[markup.Node]) -> str:
    """Return all text of a tree."""
    return "".join(node if isinstance(node, str) else texts(node[2:]) for node in nodes)


def elements(nodes: list[markup.Node]) -> list[tuple[str, dict[str, str]]]:
    """Return every element of a tree: its name and attributes."""
    found = []
    for node in nodes:
        if not isinstance(node, str):
            found += [(node[0], node[1]), *elements(node[2:])]
    return found


def test_what_formats_stays() -> None:
    tree, left_out = markup.parse('<b style="color: red">War&amp;saw</b><br>held <i class=x>by</i> <td colspan="2">me')
    assert tree == [
        ["b", {"style": "color: red"}, "War&saw"],
        ["br", {}],
        "held ",
        ["i", {"class": "x"}, "by"],
        " ",
        ["td", {"colspan": "2"}, "me"],
    ]
    assert left_out == []


def test_links_open_elsewhere_and_images_travel_inside() -> None:
    picture = "data:image/png;base64,AAAA"
    tree, left_out = markup.parse(f'<a href="https://a.example/">x</a><img src="{picture}"><a href="#here">y</a>')
    assert tree == [
        ["a", {"href": "https://a.example/", "target": "_blank", "rel": "noopener"}, "x"],
        ["img", {"src": picture}],
        ["a", {"href": "#here"}, "y"],
    ]
    assert left_out == []


@pytest.mark.parametrize(
    ("text", "left_out", "stays"),
    [
        ("a<script>alert(1)</script>b", ["<script>"], "ab"),
        ("a<style>b{}</style>c", ["<style>"], "ac"),
        ("<b onclick=alert(1)>a</b>", ["onclick"], "a"),
        ("<img src=x onerror=alert(1)>", ["src=x", "onerror"], ""),
        ("<img src=https://a.example/x.png>", ["src=https://a.example/x.png"], ""),
        ("<a href=' javascript:alert(1)'>a</a>", ["href= javascript:alert(1)"], "a"),
        ("<b style='background: url(https://a.example)'>a</b>", ["style=background: url(https://a.example)"], "a"),
        ("<form action=x><input value=1>a</form>", ["<form>", "<input>"], "a"),
        ("<iframe src=x>a</iframe>b", ["<iframe>"], "b"),
        ("<svg><a href='javascript:1'>a</a><script>b</script></svg>", ["href=javascript:1", "<script>"], "a"),
        ("<math><mi>a</mi></math>", ["<math>", "<mi>"], "a"),
    ],
)
def test_what_runs_or_fetches_is_left_out_and_named(text: str, left_out: list[str], stays: str) -> None:
    tree, found = markup.parse(text)
    assert found == left_out
    assert texts(tree) == stays


def test_ends_without_a_beginning_and_beginnings_without_an_end() -> None:
    tree, _ = markup.parse("</i><b>a<i>b</b>c</p>")
    assert tree == [["b", {}, "a", ["i", {}, "b"]], "c"]
    drawn, _ = markup.parse('<svg viewBox="0 0 1 1"><path d="M0 0"/><g/></svg>z')
    assert drawn == [["svg", {"viewBox": "0 0 1 1"}, ["path", {"d": "M0 0"}], ["g", {}]], "z"]


@given(st.text(alphabet="<>/=\"' &;abcdeimnoprsvgx", max_size=60) | st.text(max_size=60))
def test_whatever_is_read_no_attribute_runs_and_no_element_is_strange(text: str) -> None:
    tree, _ = markup.parse(text)
    for name, attributes in elements(tree):
        assert name in markup.TEXT or name in markup.DRAWING
        assert not [key for key in attributes if key.startswith("on")]
        assert markup.LINK.match(attributes.get("href", "#"))
    again, left_out = markup.parse(markup.written(tree))
    assert texts(again) == texts(tree)
    assert left_out == []
