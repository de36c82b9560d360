from collections.abc import Callable

from comity.study.sources import read_sources_text


def test_a_source_is_told_by_author_year_and_title_without_latex() -> None:
    text = "\n@article{c-1996, author = {Casta{\\~n}eda, Jorge}, title = {La {Encrucijada} 1--2}, year = {1996}}\n"
    sources, wrong = read_sources_text(text)
    assert not wrong
    assert sources.rows() == [("c-1996", "article", "Castañeda (1996): La Encrucijada 1–2", 2)]


def test_a_key_given_twice_is_told_with_both_lines() -> None:
    sources, wrong = read_sources_text("@book{a, title={x}}\n\n@book{a, title={y}}\n")
    assert sources.select("id", "line").rows() == [("a", 1)]
    assert [str(d) for d in wrong] == [
        "sources.bib:3: key = 'a' stands on line 1 already. Give one of them another key."
    ]


def test_broken_braces_are_told_with_their_line_and_the_rest_is_read() -> None:
    sources, wrong = read_sources_text("@book{a, title={x}\n\n@book{b, title={y}}\n")
    assert sources["id"].to_list() == ["a", "b"]
    assert [(d.code, d.line) for d in wrong] == [("bad-bibtex", 3)]


def test_a_row_that_names_a_key_that_is_not_there_is_warned_of(told: Callable[..., list[str]]) -> None:
    files = {
        "sources.bib": "@book{un-2004, title={x}}\n@book{iom-2003, title={y}}\n",
        "documents.csv": "id,file,date,context,source\n"
        "a,a.txt,2007,eu,sources.bib: un-2004; iom-2033\nb,,2007,eu,sources.bib: un-2004; p. 3\n",
    }
    assert [t for t in told(files) if "sources.bib" in t] == [
        (
            "documents.csv:2: source = 'sources.bib: un-2004; iom-2033' names the key 'iom-2033', which sources.bib "
            "has not. Did you mean 'iom-2003'?"
        )
    ]
