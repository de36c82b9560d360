"""In which language each passage of a word index is.

Passages vote with their function words, with letters and word endings that belong to one language, and with
their script. A passage that says too little for itself (a heading, a table cell, a list of names) is in the
language of its document. The languages of the shipped codebook are told apart with care; others are known so
far that they are not taken for one of these.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache

import numpy as np
from numpy.typing import NDArray

from comity.documents.words import WordIndex, index_words
from comity.study.languages import is_language

# Folded, as the index holds them. A word that several languages share counts for each of them, but less.
_FUNCTION_WORDS = {
    "en": "the of and to in is that for it as with was be by on not he his this are or at from have an they which "
    "their has been were will would there we our all its but more can should must these who shall than also other "
    "between through into such no any only may us do does what when i you your my about a if so she her him every most "
    "much same among own could up out how where while who whose both each very many some under over before after",
    "es": "de la el que en y los las del un una por con para se su sus es al lo como mas no pero este esta estos "
    "estas ha han son ser sin sobre entre tambien nuestro nuestra nuestros nuestras todos todas muy nos hemos debe "
    "deben cuando donde desde hasta a o e porque ya si fue era hay esa ese eso",
    "fr": "de la le les des et en un une du que qui dans pour par sur est au aux ne pas plus ce cette ces se son sa "
    "ses leur leurs nous notre nos vous avec sont a ont ete etre d l n qu s y ou mais comme tout tous toutes entre "
    "sans doit doivent il elle ils elles je afin ainsi c j",
    "de": "der die und das den dem des von zu in mit sich auf fur ist im nicht ein eine einer eines einem einen als "
    "auch es an werden aus er hat dass sie nach wird bei um am sind noch wie uber zum zur war haben wir unsere "
    "unser ihre ihrer oder aber vor durch man sein kann muss mussen soll sollen diese dieser dieses zwischen gegen",
    "pt": "de a o que e do da em um para com nao uma os no se na por mais as dos das como mas ao ele foi sao seu sua "
    "seus suas ou quando muito nos ja tambem so pelo pela pelos pelas ate isso entre era depois sem mesmo aos ser "
    "tem nosso nossa nossos nossas num numa deve devem esta este ha lhe foram",
    "it": "di che la il e un a per una in sono del della dei delle con non si le da come al nel nella gli lo piu anche "
    "ha alla ai dal dalla questo questa tra essere nostro nostra nostri sul sulla loro degli dello o ma cui ci noi "
    "suo sua suoi l d all dell nell hanno stato stati deve devono",
    "nl": "de het een van en in is dat op te zijn met voor niet die aan er om hij ook als maar bij nog dan naar uit "
    "wordt worden door over we wij ons onze hun heeft hebben deze dit tot tussen of kan moet moeten zal geen meer "
    "was werd",
    "pl": "w i na z do sie nie to ze jest o jak za od przez dla po co czy ale tak oraz jego jej ich tym tego ktore "
    "ktory ktora sa byc moze a by przy panstw naszych",
    "ro": "de si in la a cu pe care din pentru nu este sa un o ce mai sunt fi prin ca au al ale lor sau dar noi intre "
    "acest aceasta fost va unei unui asupra dintre",
    "ca": "de la el i que en els les del un una per amb es al dels ha no com mes aquest aquesta son entre seva seu "
    "seus nostre nostra tambe pel pels als l d hi han ser sobre",
    "sv": "och att det i en som pa ar av for den till med har inte om ett de var vi sig fran kan men ska vara vid "
    "eller mellan alla vara oss mot under",
    "da": "og at det i en som pa er af for den til med har ikke om et de var vi sig fra kan men skal vaere ved eller "
    "mellem alle os mod under blev efter",
    "fi": "ja on ei se etta ovat oli myos kuin joka mutta ole tai han sen jotka kun niin vain sita olla voi meidan "
    "tama mukaan seka",
    "cs": "a se v na je ze s z do o k i to ve pro za by jsou od po jako ale ktere ktery ktera jeho jejich byl bylo "
    "nebo pri mezi nasi tak",
    "hu": "a az es hogy nem is egy ez van meg mint de csak ha vagy volt azt kell minden mar ki amely el lesz altal "
    "kozott",
    "tr": "ve bir bu da de icin ile olarak olan daha cok ne gibi en kadar sonra ancak veya ki ya her olan degil bizim "
    "arasinda tarafindan",
    "hr": "i je u se na da su za od s o koji koja koje ne te iz kao to ili ali sa bi do svi nas nase biti izmedu",
    "sq": "te dhe ne e i nje per me se qe nga ka eshte do si kete jane nuk ky kjo mund duke mes",
    "id": "yang dan di untuk dengan dari dalam pada ini itu tidak adalah akan oleh sebagai juga kami kita telah atau "
    "bagi antara",
    "sw": "ya na wa kwa ni katika za la kuwa hii hiyo cha watu yetu sisi pia au lakini",
}  # fmt: skip
_ENDINGS = {
    "en": "ing ings ness ful ship ships ally", "es": "cion ciones dad dades miento mientos iendo anza",
    "fr": "eux euse aient ement ements ations ite ites",
    "de": "ung ungen heit heiten keit keiten lich liche lichen schaft isch ische ischen",
    "pt": "cao coes dade dades mente ncia ncias agem", "it": "zione zioni mento menti ezza",
    "nl": "ijk ijke heid heden ingen", "pl": "osci owych owanie ych", "ro": "ilor elor atii tiei", "ca": "cio cions itat",
    "sv": "ningen heten", "da": "ningen erne", "fi": "ssa sta iset inen", "cs": "nich ych osti", "hu": "sag seg nak nek",
    "tr": "lar ler lari leri", "hr": "osti anja",
}  # fmt: skip
_LETTERS = {
    "ñ": "es", "¿": "es", "ß": "de", "ä": "de sv fi", "ö": "de sv fi tr hu", "ü": "de tr hu", "ã": "pt", "õ": "pt",
    "ê": "fr pt", "è": "fr it ca", "ç": "fr pt ca tr sq", "œ": "fr", "ł": "pl", "ą": "pl", "ę": "pl", "ż": "pl",
    "ș": "ro", "ț": "ro", "ă": "ro", "å": "sv da", "ø": "da", "æ": "da", "ě": "cs", "ř": "cs", "ů": "cs", "ő": "hu",
    "ű": "hu", "ş": "tr ro", "ı": "tr", "ğ": "tr", "đ": "hr", "ë": "sq nl", "í": "es pt cs hu", "ó": "es pt pl hu",
    "á": "es pt cs hu", "é": "es fr pt hu cs", "ú": "es pt", "ì": "it", "ò": "it ca", "ù": "it fr", "û": "fr", "î": "fr ro",
}  # fmt: skip
_SCRIPTS = (
    (0x370, 0x3FF, "el"), (0x400, 0x52F, "ru"), (0x531, 0x58F, "hy"), (0x590, 0x5FF, "he"), (0x600, 0x6FF, "ar"),
    (0x900, 0x97F, "hi"), (0x980, 0x9FF, "bn"), (0xE00, 0xE7F, "th"), (0x10A0, 0x10FF, "ka"), (0x1200, 0x137F, "am"),
    (0x1F00, 0x1FFF, "el"), (0x3040, 0x30FF, "ja"), (0x3400, 0x9FFF, "zh"), (0xAC00, 0xD7AF, "ko"),
)  # fmt: skip
_OTHER_LETTERS = {"і": "uk", "ї": "uk", "є": "uk", "ґ": "uk", "پ": "fa", "چ": "fa", "گ": "fa", "ژ": "fa"}

LANGUAGES = tuple(sorted({*_FUNCTION_WORDS, *(s[2] for s in _SCRIPTS), *_OTHER_LETTERS.values()}))
_ENOUGH = 1.6  # votes that a passage needs to speak for itself
_CLEARLY = 1.4  # times as many votes as for its document's language
_COVERED = 0.1  # votes a word that a whole document needs for its language to be told

Votes = NDArray[np.float64]
Numbers = NDArray[np.int64]


def language_of(text: str, *, declared: str | None = None) -> str | None:
    """The language most of a text is in (ISO 639-1), or null where that cannot be told."""
    index = index_words(text, [0], [len(text)])
    _, languages = languages_of(index, np.zeros(1, dtype=np.int64), [declared])
    return languages[0]


def function_words(language: str) -> frozenset[str]:
    """The words of a language that bind others together, folded."""
    return frozenset(_FUNCTION_WORDS.get(language, "").split())


def likely_language(text: str) -> str | None:
    """A quick guess from the first words of a text, enough to tell which abbreviations it uses."""
    words, _, _ = _tables()
    votes: dict[int, float] = {}
    for word in text[:800].lower().split():
        for language, weight in words.get(word, ()):
            votes[language] = votes.get(language, 0.0) + weight
    return LANGUAGES[max(votes, key=lambda number: (votes[number], -number))] if votes else None


def languages_of(
    index: WordIndex, documents: Numbers, declared: Sequence[str | None]
) -> tuple[list[str | None], list[str | None]]:
    """The language of each passage and of each document, null where it cannot be told.

    `documents` gives for each passage the number of its document; `declared` for each document the language it
    is said to be in, which holds for the document, but not for a passage that plainly is in another.
    """
    votes = _votes(index)
    words = np.diff(index.passages)
    whole = np.zeros((len(declared), len(LANGUAGES)))
    for language in np.flatnonzero(votes.any(axis=0)).tolist():
        whole[:, language] = np.bincount(documents, weights=votes[:, language], minlength=len(declared))
    spoken = np.bincount(documents, weights=words, minlength=len(declared))
    own = [_declared(given) for given in declared]
    main = np.where(whole.max(axis=1) >= np.maximum(_COVERED * spoken, 1.0), whole.argmax(axis=1), -1)
    main = np.asarray(
        [m if given is None else given for m, given in zip(main.tolist(), own, strict=True)], dtype=np.int64
    )
    chosen = _by_passage(votes, main[documents])
    told: list[str | None] = [*LANGUAGES, None]
    named = [_code(given) or told[number] for given, number in zip(declared, main.tolist(), strict=True)]
    # A declared language that is none of ours (LANGUAGES) is kept for the passages that say nothing else.
    unknown = [named[document] for document in documents.tolist()] if -2 in own else None
    if unknown is None:
        return [told[number] for number in chosen.tolist()], named
    return [unknown[p] if number < 0 else told[number] for p, number in enumerate(chosen.tolist())], named


def _by_passage(votes: Votes, main: Numbers) -> Numbers:
    """The language of each passage: its own where it is plain, else that of its document."""
    if not len(votes):
        return main
    best = votes.argmax(axis=1)
    rows = np.arange(len(votes))
    most = votes[rows, best]
    expected = np.where(main >= 0, votes[rows, main], 0.0)
    second = np.partition(votes, -2, axis=1)[:, -2]
    plain = (most >= _ENOUGH) & (most >= _CLEARLY * np.maximum(expected, second))
    return np.where(plain, best, main)


def _code(declared: str | None) -> str | None:
    code = (declared or "").strip().lower().replace("_", "-").split("-")[0]
    return code if is_language(code) else None


def _declared(given: str | None) -> int | None:
    """The number of a declared language; -2 for one that we know no words of."""
    code = _code(given)
    if code is None:
        return None
    return LANGUAGES.index(code) if code in LANGUAGES else -2


def _votes(index: WordIndex) -> Votes:
    """What each passage's words speak for, shape (passages, languages)."""
    passages = len(index.passages) - 1
    place = np.repeat(np.arange(passages), np.diff(index.passages))
    entries: dict[int, list[tuple[int, float]]] = {}
    for form, word in enumerate(index.folded):
        for language, weight in _weights(word, index.vocabulary[form]):
            entries.setdefault(language, []).append((form, weight))
    votes = np.zeros((passages, len(LANGUAGES)))
    for language, pairs in entries.items():
        forms = np.asarray([form for form, _ in pairs])
        sizes = index.first[forms + 1] - index.first[forms]
        offset = np.cumsum(sizes) - sizes
        chosen = np.arange(int(sizes.sum())) + np.repeat(index.first[forms] - offset, sizes)
        weights = np.repeat([weight for _, weight in pairs], sizes)
        votes[:, language] = np.bincount(place[index.positions[chosen]], weights=weights, minlength=passages)
    return votes


@lru_cache(maxsize=1 << 16)
def _weights(folded: str, form: str) -> Sequence[tuple[int, float]]:
    """For which languages a word speaks, and how much."""
    words, endings, letters = _tables()
    found = words.get(folded)
    if found is None and len(folded) > 4:
        found = endings.get(folded[-5:]) or endings.get(folded[-4:]) or endings.get(folded[-3:])
        found = found or (endings.get(folded[-6:]) if len(folded) > 6 else None)
    if form.isascii():
        return found or ()
    if form[0] > "ͯ":
        return _of_script(form)
    signs = [pair for letter in form.lower() if letter in letters for pair in letters[letter]]
    return [*(found or ()), *signs]


def _of_script(form: str) -> Sequence[tuple[int, float]]:
    other = next((_OTHER_LETTERS[letter] for letter in form if letter in _OTHER_LETTERS), None)
    if other is not None:
        return [(LANGUAGES.index(other), 2.0)]
    code = ord(form[0])
    return [(LANGUAGES.index(name), 1.0) for low, high, name in _SCRIPTS if low <= code <= high]


@cache
def _tables() -> tuple[dict[str, list[tuple[int, float]]], ...]:
    spread = [
        _shared({language: text.split() for language, text in _FUNCTION_WORDS.items()}, 1.0),
        _shared({language: text.split() for language, text in _ENDINGS.items()}, 0.5),
    ]
    letters = {
        letter: [(LANGUAGES.index(name), 0.8 / len(names.split())) for name in names.split()]
        for letter, names in _LETTERS.items()
    }
    return *spread, letters


def _shared(lists: dict[str, list[str]], weight: float) -> dict[str, list[tuple[int, float]]]:
    """Each word with the languages that have it; the more they are, the less it says for each."""
    owners: dict[str, set[str]] = {}
    for language, words in lists.items():
        for word in words:
            owners.setdefault(word, set()).add(language)
    return {
        word: [(LANGUAGES.index(name), weight / len(names) ** 0.5) for name in sorted(names)]
        for word, names in owners.items()
    }
