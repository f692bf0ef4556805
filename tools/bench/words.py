"""What is written on the panels that are made to be measured: plain sentences, dealt out so that no two panels are equal."""

from __future__ import annotations

SENTENCES = (
    "A board that travels is lifted by its edges, and its corners are the first to show it.",
    "Whoever hangs it has a tape, a pencil and an hour before the doors open.",
    "People read standing, often with somebody at their elbow who has finished already.",
    "Most of them begin with the picture, go to the caption, and then decide about the rest.",
    "A line of some fifty letters lets the eye find its way back without a finger.",
    "The middle of the board hangs a little below the eyes of a tall person.",
    "In a church hall the light comes from one side and moves across the wall in the afternoon.",
    "In a library it comes from above, and the lowest line is the darkest.",
    "The van takes twenty boards, packed in pairs with the printed sides together.",
    "Between them lies a sheet of foam, cut once and used for the whole tour.",
    "Every crate has a list on the inside of its lid, and the list is signed at each end.",
    "When a board is torn, another like it must be there before the next opening.",
    "So the file it was printed from is kept, with the name of the press and of the paper.",
    "Colours that were agreed once are measured again when the shop changes its ink.",
    "A photograph loses something at every step, and the last step is the light of the room.",
    "Black that looks full on the screen can be grey on paper that drinks.",
    "The words are set before the boards are ordered, and read aloud once by two people.",
    "One of them has not seen the text before, and says where she had to stop.",
    "Names are spelled as their owners spell them, even where the dictionary disagrees.",
    "Dates are written in one way from the first board to the last.",
    "What is known for certain stands first, and what is only said is marked as such.",
    "A caption says who took the picture, when, and what cannot be seen in it.",
    "The second language has the same size and the same weight as the first.",
    "At the end somebody walks through with a stick, a pram and a child by the hand.",
    "What they bump into is moved, and what they cannot read is set again.",
    "The visitors' book tells more about the order of the boards than any plan does.",
    "Two schools came on the first morning, and both copied the same three lines.",
    "A board without a seat near it is read half as long as one with a bench.",
    "When the tour ends the boards go to those who lent the pictures.",
    "What remains is the book, which has to do without the room.",
)
TITLES = ("Hung by two", "Read standing", "Light from above", "Packed in pairs", "Said aloud", "Kept for later")
LEADS = (
    "An exhibition that travels is made twice, once on paper by those who write it and again in every hall by those who hang it.",
    "A board has the length of a breath to say what it is about, and the rest of its text to keep that promise.",
    "Nothing on a board is accidental, least of all what was left out of it for the sake of one line more of white.",
)
_A_PARAGRAPH, _PARAGRAPHS = 3, 3


def title(number: int) -> str:
    """Return a panel's title."""
    return f"{TITLES[number % len(TITLES)]}, {number}"


def lead(number: int) -> str:
    """Return a panel's big idea."""
    return LEADS[number % len(LEADS)]


def paragraphs(number: int) -> tuple[str, ...]:
    """Return a panel's text, about 130 words."""
    step = 1 + number // len(SENTENCES) % (len(SENTENCES) - 1)
    dealt = [SENTENCES[(7 * number + step * i) % len(SENTENCES)] for i in range(_A_PARAGRAPH * _PARAGRAPHS)]
    dealt = list(dict.fromkeys(dealt))
    return tuple(" ".join(dealt[at : at + _A_PARAGRAPH]) for at in range(0, len(dealt), _A_PARAGRAPH))
