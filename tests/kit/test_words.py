import pytest

from services.kit.words import Words, language


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        (None, "id"),
        ("", "id"),
        ("en", "en"),
        ("en-GB,en;q=0.9", "en"),
        ("id-ID, en;q=0.8", "id"),
        ("en;q=0.2, id;q=0.9", "id"),
        ("fr, en;q=0.5", "en"),
        ("fr", "id"),
        ("en;q=zzz", "id"),
    ],
)
def test_the_language_is_what_the_reader_prefers_and_indonesian_otherwise(header, expected):
    assert language(header) == expected


def test_both_languages_say_the_same_things():
    words = Words("services.kit")

    assert words.under("problem", "en").keys() == words.under("problem", "id").keys()


def test_a_sentence_with_a_missing_parameter_still_comes_out():
    words = Words("services.kit")

    assert "…" in words.say("problem.too-large.detail", "en")


def test_a_sentence_nobody_wrote_is_our_bug():
    with pytest.raises(KeyError):
        Words("services.kit").say("problem.nobody-wrote-this.title", "en")
