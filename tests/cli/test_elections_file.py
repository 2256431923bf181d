"""A file of elections is read as a whole, and each mistake is named with its line."""

from services.cli.elections import COLUMNS, read

HEAD = ",".join(COLUMNS)


def test_each_mistake_says_its_line_and_what_would_be_right() -> None:
    _, wrong = read(
        f"{HEAD}\n"
        "pilkades-2027-3508,pilcoba,35.08,Contoh,2027-01-10,2027-02-10,Perbup Contoh\n"
        "pilkades-2028-3508,pilkades,35.08,Contoh,2028-02-10,2028-01-10,Perbup Contoh\n"
    )

    assert len(wrong) == 2
    assert wrong[0].startswith("line 2: type: Input should be ")
    assert "'pilkades'" in wrong[0]
    assert wrong[1] == "line 3: the vote is before the determination"


def test_a_line_without_mistake_is_an_election() -> None:
    elections, wrong = read(
        f"{HEAD}\npilkades-2027-3508,pilkades,35.08,Contoh,2027-01-10,2027-02-10,Perbup Contoh\n"
    )

    assert (len(elections), wrong) == (1, [])
