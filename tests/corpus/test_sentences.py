"""Where sentences begin: a bar in these texts stands where one is promised to, and is taken out before."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.sentences import sentence_breaks
from corpus.text import sentences


def cut(text):
    """The text with a bar before every sentence but the first."""
    return "|".join(text[span.start : span.stop] for span in sentences(text))


def is_cut_at_the_bars(text):
    assert cut(text.replace("|", "")) == text


@pytest.mark.parametrize(
    "text",
    [
        "The U.S. army came at dawn. |Nobody slept.",
        "The U.S. Army came at dawn. |Nobody slept.",
        "He had lived in the U.S. |He came back in May.",
        "My cousin worked for the U.N. in Geneva. |He never wrote.",
        "He is from Washington, D.C. and tired. |He sleeps.",
        "I spoke to Yusuf B. about it. |He was calm.",
        "It was Yusuf B. |Then the door was shut.",
        "J. R. Karim wrote it. |A. Karim did not.",
        "Dr. Salem treated him. |Mr. and Mrs. Haddad paid.",
        "Gen. Aziz and Lt. Col. Omar fled. |Sgt. Ali stayed.",
        "He took things, e.g. cars and oil. |Nobody stopped him.",
        "Some fled, i.e. those with money. |The rest stayed.",
        "We lived at No. 5 in that street. |It was cold.",
        "See Vol. 3, pp. 12–14, and Fig. 2 for this. |It is long.",
        "It was 3 a.m. when they came. |We ran.",
        "They came at 3 a.m. |We ran.",
        "In Sept. 2014 he left. |In Oct. he came back.",
        "He took the cars, the oil, etc. and left. |We stayed.",
        "The Smith v. Jones case ended. |He won.",
        "It was in St. Louis. |He met St. John there.",
    ],
)
def test_abbreviations_and_initials_end_no_sentence(text):
    is_cut_at_the_bars(text)


@pytest.mark.parametrize(
    "text",
    [
        "Did he come? |No. |He stayed.",
        "It wasn't. |Then he left.",
        "It was the group’s. |Then he left.",
        "So did I. |Then we ran.",
        "It is in appendix A). |Then comes B.",
        "the emir lied. |he always lied. |we left.",
    ],
)
def test_short_words_at_an_end_are_no_abbreviations(text):
    is_cut_at_the_bars(text)


@pytest.mark.parametrize(
    "text",
    [
        "“We knew,” she said. |“Nobody asked us.” |Then she left.",
        "“Did you know?” he asked. |“No.” |“Then go!” she cried.",
        "He said: “It is over.” |We went home.",
        "'It is wrong,' he said. |'It isn't allowed.' |He wept.",
        "‘You can go,’ he said, ‘but not with the car.’ |So I walked.",
        "‘The pay was good. |The food was not.’ |So he said.",
        "«Wir gehen.» |Dann schwieg er.",
        "She said “I won’t go.” and stayed. |That was all.",
        "(They came by night.) |We hid.",
        "They came by night (see note 4). |We hid.",
        "He left (in 2014). |They came (in 2015). |We hid.",
        "*They came.* |**Then** we left.",
    ],
)
def test_closing_marks_stay_with_their_sentence(text):
    is_cut_at_the_bars(text)


@pytest.mark.parametrize(
    "text",
    [
        "I waited ... and waited. |Nobody came.",
        "I left... |Nobody knew.",
        "I left... I had to.",
        "I left... because I had to.",
        "He was … well, different. |We all were.",
        "I don't know … |Maybe he lied.",
        "Um… I – I don’t know. |It was dark.",
        "He never said … ",
        "“…and then we ran.” |He stopped.",
    ],
)
def test_an_ellipsis_ends_a_sentence_only_before_a_capital(text):
    is_cut_at_the_bars(text)


@pytest.mark.parametrize(
    "text",
    [
        "You did what?! |I said nothing.",
        "What?! |No!! |Why?? |Tell me.",
        "It was over‼️ |Then they left.",
        "It was over. 😢",
    ],
)
def test_several_marks_are_one_end(text):
    is_cut_at_the_bars(text)


@pytest.mark.parametrize(
    "text",
    [
        "متى غادرت؟ |غادرت في الشتاء. |كان البرد شديداً.",
        "هل رأيته؟ |لا، لم أره؛ كان غائباً.",
        "قال د. سالم إنه مريض. |ثم رحل!",
        "سألته: لماذا؟ |قال: «لا أعرف.» |وسكت.",
        "ہم چلے گئے۔ |وہ رہ گیا۔",
        "他们来了。|我们走了。|你呢？|我不知道！",
        "他说：“我们走吧。”|然后他走了。",
        "Bu doğru değil. |Neden gittin? |Çünkü korktum.",
        "Мы ушли ночью. |Было холодно. |Почему?",
        "¿Por qué? |No lo sé. |¡Vámonos!",
        "Il s’est enfui. |« Pourquoi ? » demanda-t-elle. |Personne ne répondit.",
    ],
)
def test_other_languages_have_marks_of_their_own(text):
    is_cut_at_the_bars(text)


@pytest.mark.parametrize(
    "text",
    [
        "Q: When did you leave?\n|A: In May. |It was hot.",
        "INTERVIEWER: And then?\n|SPEAKER 2: Nothing. |I waited.",
        "INTERVIEWER: And then? |SPEAKER 2: Nothing.",
        "[00:12:31] Omar: We left. |It was dark.",
        "I left. |[crying] I had no choice. |Nobody had.",
        "س: متى غادرت؟\n|ج: في الربيع.",
    ],
)
def test_an_interview_turn_begins_a_sentence(text):
    is_cut_at_the_bars(text)


@pytest.mark.parametrize(
    "text",
    [
        "The state failed.3 |Nobody was surprised.",
        "It was over.[4] |Then they left.",
        "It was his idea.”7 |The others agreed.",
        "He wrote to us every week. 3\n|Then it stopped.",
        "He paid 3.50 for it. |Bread was 1.200 lira.",
        "Visit www.example.org or write to a.b@example.org today. |Thanks.",
    ],
)
def test_a_footnote_stays_with_what_it_is_about(text):
    is_cut_at_the_bars(text)


@pytest.mark.parametrize(
    "text",
    [
        "1. They lied to us. |They stole.",
        "4) They lied to us. |They stole. |5) We left. |We ran.",
        "a) They lied to us. |They stole. |b) We left. |We ran.",
        "(1) They lied to us. |They stole. |(2) We left. |We ran.",
        "• They lied to us. |They stole.\n|• We left. |We ran.",
        "# They lied. |They stole.",
    ],
)
def test_a_number_or_bullet_hides_no_sentence_and_is_none(text):
    is_cut_at_the_bars(text)


@pytest.mark.parametrize("mark", ["'", '"', "“", "‘", "(", "[", "«", "*", "_", "#", "•", "”", ")", "1)", "(a)", "{"])
@pytest.mark.parametrize("place", ["{} We left the town. ", "We {}left the town. ", "We left {} the town. "])
def test_one_stray_mark_does_not_swallow_the_paragraph(mark, place):
    text = place.format(mark) + "Nobody came to see us. " * 5 + place.format(mark) + "It was late. " * 5
    assert len(sentences(text)) == 12


def test_a_line_end_inside_a_paragraph_ends_no_sentence():
    is_cut_at_the_bars("We left the town\nbefore dawn. |It was\ncold.")


def test_blanks_belong_to_the_sentence_before_them():
    is_cut_at_the_bars("  We left.  \n\n|   It was cold.\n\n")
    is_cut_at_the_bars("We left.  |It was cold. \t")


def test_a_part_is_cut_as_it_is_in_the_whole():
    text = "We left at night. It was cold. Nobody came."
    assert sentences(text, 8, 35) == [(8, 18), (18, 31), (31, 35)]


def test_sentences_of_a_long_line_are_those_of_its_beginning_said_again():
    line = "We left with Yusuf B. at 3 a.m. “Why?” he asked (in 2014). I don't know … Maybe he lied. "
    once = sentences(line)
    again = sentences(line * 200)
    assert [(a % len(line), b - a) for a, b in again] == [(a, b - a) for a, b in once] * 200


BLANKS = "\u0085\u00a0\u1680\u2003\u2009\u2028\u2029\u202f\u205f\u3000 \t\x0c\x1c"
ODD = [*"aAM. .?!1é中ا", *BLANKS, "Dr.", "No.", "e.g.", "U.S.", "\u0301", "😢", "\u200d", "\ufe0f", "…", "’", "(", "•"]


@given(st.lists(st.sampled_from(ODD), max_size=25).map("".join))
@settings(deadline=None, max_examples=300)
def test_no_text_is_too_odd_to_be_cut(text):
    breaks = list(sentence_breaks(text))
    assert breaks == sorted(set(breaks))
    assert all(0 < at < len(text) for at in breaks)


@pytest.mark.parametrize("blank", BLANKS)
def test_every_blank_is_one_also_before_a_full_stop(blank):
    is_cut_at_the_bars(f"He met M{blank}. Haddad.{blank}|Then he left.")
