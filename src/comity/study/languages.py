"""Language codes: which there are, and what somebody meant who wrote another."""

from __future__ import annotations

import difflib

from comity.diagnostics import did_you_mean
from comity.study.tables import LANGUAGES

# ISO 639-1. Texts in other languages than LANGUAGES are read and can be coded by people and by own codebooks.
CODES = frozenset(
    # A word list reads better in lines than in brackets.
    """
    aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de
    dv dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id
    ie ig ii ik io is it iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu
    lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu
    rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st su sv sw ta te tg th ti tk tl tn to tr
    ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu
    """.split()  # noqa: SIM905
)
_NAMES = {
    name: code
    for code, names in {
        "en": "english inglés ingles anglais englisch inglês eng",
        "es": "spanish español espanol espagnol spanisch espanhol spa",
        "fr": "french français francais francés französisch francês fra fre",
        "de": "german deutsch alemán allemand alemão deu ger",
        "pt": "portuguese português portugues portugués portugais portugiesisch por",
        "it": "italian italiano",
        "ar": "arabic",
        "ru": "russian",
    }.items()
    for name in names.split()
}


def is_language(code: str) -> bool:
    """Whether it is a two-letter language code (ISO 639-1), written small."""
    return code in CODES


def language_meant(text: str) -> str:
    """The sentence that ends a complaint about an unknown language: ``Did you mean 'en'?``."""
    word = text.casefold().strip()
    codes = (c for c in (word, word.replace("_", "-").split("-")[0]) if c in CODES)
    near = difflib.get_close_matches(word, _NAMES, n=1, cutoff=0.75)
    meant = next(codes, None) or next((_NAMES[name] for name in near), None)
    return f"Did you mean {meant!r}?" if meant else did_you_mean(text, LANGUAGES)
