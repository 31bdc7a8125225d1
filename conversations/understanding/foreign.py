"""What is no language of ours: gibberish, and other languages than English and a student's Spanish.

Owns that judgement. Knows no occupation: whether the rest is clear is told to it.
"""

from __future__ import annotations

import re

from knowledge.text import wordset

# Words that only other languages use: two of them say that the text is not English.
_FOREIGN = wordset(
    """
    como que est ca va je suis tu es moi toi il elle nous vous ils sont une des les du au aux avec pour dans sur pas mais ou quoi
    comment pourquoi quand bonjour merci salut oui ich bin du bist er sie wir ihr und der die das ein eine nicht mit fur auf wie geht
    dir mir was ist ni hao wo ai xie nihao konnichiwa arigato watashi desu anata annyeong saranghae namaste kya hai main tum aap kaise
    ho nahi ola voce obrigado obrigada eu sou nao muito bem tudo bom ciao come stai grazie io sono che cosa perche privet kak dela
    spasibo yo soy tengo quiero hola gracias donde esta estas tienes puedes hablas espanol porque cuando mi tu los las el la una unos
    y es por favor se me te le lo pero muy mas buenas noches dias adios magandang umaga salamat kumusta ako ikaw xin chao cam on
    merhaba nasilsin selam marhaba habibi salam shukran kamusta kumusta po opo heisst heisse dein deine wer bist ja nein
    guten tag morgen gehts gut danke bitte schon wo ai
    apa kabar sayang terima kasih selamat pagi annyeonghaseyo kamsahamnida sawadee namaskar shukriya dhanyavaad bhai yaar ahlan
    kayf halak sabah inshallah wallahi yalla zdravstvuyte ka ma ba dobry den dobre czesc jak masz hej hur mar tack hvordan gar det
    goedemorgen hoe gaat multumesc buna ziua yia sou efharisto buongiorno prego arrivederci sou aloha mahalo paumanhin
    """
)
_ENGLISH = wordset(
    """
    the a an and i is are to in of my me for with like love job jobs what how do does you it that this on at be was have has want
    wanna im dont can will would about not so but if or from work school people help make money get really just they we them who why
    when where which am been being good best great pay much many into some any all things stuff kind
    """
)
_VOWEL = re.compile(r"[aeiouy]")
_MASH = re.compile(r"[bcdfghjklmnpqrstvwxz]{5,}|(?:asd|sdf|dfg|fgh|ghj|hjk|jkl|qwe|wer|ert|zxc|xcv|cvb){2}|(.{2,3})\1{2,}|^(.)\2{3,}$")


def other_language(words: list[str]) -> bool:
    count = sum(word in _FOREIGN and word not in _ENGLISH for word in words)
    english = sum(word in _ENGLISH for word in words)
    return (count >= 2 and count > english) or (bool(words) and count == len(words))


def only_other_language(words: list[str]) -> bool:
    """No word that English or a student's Spanish has."""
    return len(words) > 1 and _FOREIGN.issuperset(words)


def gibberish(words: list[str], unknown: tuple[str, ...]) -> bool:
    """No word that anyone would look up, and some that nobody could say."""
    if not words:
        return True
    strange = [word for word in unknown if _MASH.search(word) or not _VOWEL.search(word) or not word.isascii()]
    return bool(strange) and len(unknown) >= len([word for word in words if len(word) > 2])
