"""How easily a text is read, from the length of its sentences and words.

English: Flesch, A new readability yardstick, Journal of Applied Psychology 32 (1948). Spanish: Szigriszt Pazos, Sistemas
predictivos de legilibilidad del mensaje escrito (1993), known as the INFLESZ scale. Both run from 0 (hard) to 100 (easy);
60 and more is plain language for most adults. Names of places and organisations cost a text more than they cost its readers.
"""

from __future__ import annotations

import re

_ENGLISH = re.compile(r"[aeiouy]+")
_SPANISH = re.compile(r"[aeoáéíóúü]|[iuy]+(?![aeoáéíóúiuy])")
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")


def syllables(word: str, language: str) -> int:
    """Return about how many syllables a word has, at least one."""
    word = word.casefold()
    if language.startswith("es"):
        return max(1, len(_SPANISH.findall(word)))
    found = len(_ENGLISH.findall(word))
    if word.endswith(("e", "es", "ed")) and not word.endswith(("le", "les", "ted", "ded", "ie", "ee")) and found > 1:
        found -= 1  # a silent ending
    return max(1, found)


def reading_ease(sentences: list[str], language: str) -> float | None:
    """Return the reading ease of a text, 0 to 100; None where it has no sentence of words."""
    words = [word for sentence in sentences for word in _WORD.findall(sentence)]
    if not sentences or not words:
        return None
    per_sentence = len(words) / len(sentences)
    per_word = sum(syllables(word, language) for word in words) / len(words)
    if language.startswith("es"):
        ease = 206.835 - 62.3 * per_word - per_sentence
    else:
        ease = 206.835 - 1.015 * per_sentence - 84.6 * per_word
    return min(100.0, max(0.0, ease))
