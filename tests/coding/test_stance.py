"""Whether a sentence affirms, denies or reports, with the cues that ship, in five languages."""

from __future__ import annotations

import polars as pl
import pytest

from comity.coding.coded_texts import code_sentences
from comity.study.codebook import Code, Codebook, Phrase, shipped_cues

RESPONSIBILITY = {
    "en": "(shared|joint) responsibilit*",
    "es": "responsabilidad* (compartida*|comun*)",
    "fr": "responsabilite* (partagee*|commune*)",
    "de": "(gemeinsam*|geteilt*) verantwortung*",
    "pt": "responsabilidade* (partilhada*|compartilhada*)",
}
CUES, _TROUBLE = shipped_cues()


def test_the_cues_that_ship_are_read_without_complaint() -> None:
    assert _TROUBLE == []
    assert all(cue.tree for cue in (*CUES.rejects, *CUES.reports))


def coded(text: str, language: str = "en") -> dict[str, object]:
    phrases = tuple(Phrase(source, name) for name, source in RESPONSIBILITY.items())
    code = Code("responsibility", "Shared responsibility", patterns=phrases)
    frame = code_sentences([("s", language, text)], Codebook("b", codes={code.id: code}, cues=CUES))
    return frame.row(0, named=True) if frame.height else {}


AFFIRMED = {
    "en": [
        "Managing migration is a shared responsibility.",
        "This is not only a shared responsibility but a duty.",
        "The importance of joint responsibility cannot be overstated.",
        "We must not forget our shared responsibility.",
        "This is not charity but a shared responsibility.",
        "Nobody doubts it: the burden is heavy, and we will not rest; shared responsibility is the way.",
        "There is no alternative to shared responsibility.",
        "No country can succeed without shared responsibility.",
        "It is no longer only a European task but a shared responsibility.",
        "As I said last year, this is a shared responsibility.",
        "We said that this is a shared responsibility.",
    ],
    "es": [
        "La migración es una responsabilidad compartida.",
        "No es solo un reto, es una responsabilidad compartida.",
        "No es una carga sino una responsabilidad compartida.",
        "No debemos olvidar nuestra responsabilidad compartida.",
        "Sin duda es una responsabilidad común.",
    ],
    "fr": [
        "La migration est une responsabilité partagée.",
        "Ce n'est pas seulement une responsabilité partagée.",
        "Ce n'est pas une charge mais une responsabilité partagée.",
    ],
    "de": [
        "Migration ist eine gemeinsame Verantwortung.",
        "Das ist nicht nur eine gemeinsame Verantwortung.",
        "Das ist keine Last, sondern eine gemeinsame Verantwortung.",
    ],
    "pt": [
        "A migração é uma responsabilidade partilhada.",
        "Não é apenas uma responsabilidade partilhada.",
        "Não é um fardo, mas uma responsabilidade partilhada.",
    ],
}
REJECTED = {
    "en": [
        "This is not a shared responsibility.",
        "The Government does not accept any joint responsibility.",
        "We refuse to speak of shared responsibility.",
        "It is far from a shared responsibility.",
        "We reject the notion of joint responsibility.",
        "Shared responsibility is out of the question.",
        "There is no shared responsibility.",
        "It was imposed without joint responsibility.",
        "Shared responsibility remains an empty slogan.",
    ],
    "es": [
        "No es una responsabilidad compartida.",
        "Rechazamos la idea de una responsabilidad compartida.",
        "Está lejos de ser una responsabilidad compartida.",
    ],
    "fr": [
        "Ce n'est pas une responsabilité partagée.",
        "Nous refusons l'idée d'une responsabilité partagée.",
        "On est loin d'une responsabilité partagée.",
    ],
    "de": [
        "Das ist keine gemeinsame Verantwortung.",
        "Wir lehnen eine gemeinsame Verantwortung ab.",
        "Eine gemeinsame Verantwortung wurde abgelehnt.",
    ],
    "pt": ["Não é uma responsabilidade partilhada.", "Recusamos a ideia de uma responsabilidade partilhada."],
}
REPORTED = {
    "en": [
        ("According to the European Commission, this is a shared responsibility.", "European Commission"),
        ("Morocco claims that it is a shared responsibility.", "Morocco"),
        ("Critics say it is a shared responsibility.", None),
        ("“It is a joint responsibility”, said President Fox.", "President Fox"),
        (
            "The Minister of the Interior stated that this is a joint responsibility.",
            "Minister of the Interior",
        ),
        ("The so-called shared responsibility came later.", None),
    ],
    "es": [
        ("Según la Comisión Europea, es una responsabilidad compartida.", "Comisión Europea"),
        ("Marruecos afirma que es una responsabilidad compartida.", "Marruecos"),
    ],
    "fr": [("Selon la Commission, c'est une responsabilité partagée.", "Commission")],
    "de": [("Marokko behauptet, dass es eine gemeinsame Verantwortung ist.", "Marokko")],
    "pt": [("Segundo a Comissão Europeia, é uma responsabilidade partilhada.", "Comissão Europeia")],
}


@pytest.mark.parametrize(("language", "text"), [(n, t) for n, texts in AFFIRMED.items() for t in texts])
def test_what_only_looks_like_a_denial_affirms(language: str, text: str) -> None:
    assert coded(text, language)["stance"] == "affirms"


@pytest.mark.parametrize(("language", "text"), [(n, t) for n, texts in REJECTED.items() for t in texts])
def test_a_denial_that_reaches_the_words_rejects(language: str, text: str) -> None:
    found = coded(text, language)
    assert (found["stance"], found["speaker"]) == ("rejects", None)


@pytest.mark.parametrize(
    ("language", "text", "speaker"), [(n, t, s) for n, texts in REPORTED.items() for t, s in texts]
)
def test_what_another_says_is_reported_with_the_name_in_the_text(
    language: str, text: str, speaker: str | None
) -> None:
    found = coded(text, language)
    assert (found["stance"], found["speaker"]) == ("reports", speaker)


def test_a_denial_in_a_named_mouth_is_that_speakers_rejection() -> None:
    found = coded("Mexico said that this is not a shared responsibility.")
    assert (found["stance"], found["speaker"]) == ("rejects", "Mexico")


def test_an_affirming_hit_wins_in_its_passage_and_places_are_counted_once() -> None:
    found = coded(
        "It is not a joint responsibility, and yet a shared responsibility, a joint responsibility."
    )
    assert (found["stance"], found["hits"]) == ("affirms", 2)
    assert found["hit_start"] == 44


def test_patterns_of_another_language_do_not_apply() -> None:
    assert coded("Managing migration is a shared responsibility.", "fr") == {}


def test_confidence_falls_with_proximity_and_with_a_cue() -> None:
    code = Code("aid", "Aid", patterns=(Phrase("aid ~3 reform", "en"), Phrase("aid package", "en")))
    book = Codebook("b", codes={"aid": code}, cues=CUES)
    texts = ["Aid for reform.", "An aid package.", "No aid package.", "An aid package brings reform."]
    frame = code_sentences([(str(n), "en", text) for n, text in enumerate(texts)], book)
    assert frame["confidence"].round(2).to_list() == pytest.approx([0.8, 1.0, 0.9, 1.0])
    assert frame["pattern"].to_list() == ["aid ~3 reform", "aid package", "aid package", "aid package"]


def test_an_exception_takes_the_hits_that_it_overlaps() -> None:
    code = Code(
        "partner",
        "Partner",
        patterns=(Phrase("partner*", "en"),),
        exceptions=(Phrase("sparring partner*", "en"),),
    )
    book = Codebook("b", codes={"partner": code})
    frame = code_sentences(
        [("a", "en", "A sparring partner."), ("b", "en", "A sparring partner, a partner.")], book
    )
    assert frame.select("document", "hits").rows() == [("b", 1)]
    assert isinstance(frame, pl.DataFrame)
