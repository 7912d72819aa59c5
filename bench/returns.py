"""How returned mails are judged, over samples in the dialects of mail servers: part of `make bench`.

A mailbox wrongly called gone loses its subscription: none may be. One wrongly spared costs some letters more.
"""

import sys
from collections import Counter
from email import message_from_string

import django

RIGHT, HARD, SOFT, NOT_UNDERSTOOD = "right", "wrongly hard", "wrongly soft", "not understood"
COLUMNS = [RIGHT, HARD, SOFT, NOT_UNDERSTOOD]
MOST_SPARED = 0.05  # of all samples


def judge_samples() -> dict[str, Counter[str]]:
    """Return by dialect how many samples were judged how."""
    from newsletter.bounces.returned_mail import Verdict, judge
    from tests.newsletter.returned_mails import GONE, build, list_samples
    from tests.newsletter.returned_mails_blind import list_blind_samples
    from tests.newsletter.returned_mails_blind_second import list_second_samples

    counts: dict[str, Counter[str]] = {}
    for sample in (*list_samples(), *list_blind_samples(), *list_second_samples()):
        verdict = judge(message_from_string(build(sample, "lettre@exemple.fr")))
        expected = Verdict.HARD if sample.meaning == GONE else Verdict.SOFT
        wrong = {Verdict.HARD: HARD, Verdict.SOFT: SOFT}.get(verdict, NOT_UNDERSTOOD) if verdict else NOT_UNDERSTOOD
        counts.setdefault(sample.dialect, Counter())[RIGHT if verdict is expected else wrong] += 1
    return counts


def main() -> int:
    django.setup()
    counts = judge_samples()
    total = sum(counts.values(), Counter())
    print(f"{'Returned mails':<16}" + "".join(f"{name:>16}" for name in COLUMNS))  # noqa: T201
    for dialect, judged in {**counts, "all": total}.items():
        print(f"{dialect:<16}" + "".join(f"{judged[name]:>16}" for name in COLUMNS))  # noqa: T201
    return int(bool(total[HARD]) or total[SOFT] + total[NOT_UNDERSTOOD] > MOST_SPARED * total.total())


if __name__ == "__main__":
    sys.exit(main())
