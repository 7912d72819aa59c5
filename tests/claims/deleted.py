"""Deleting claims that bear a mark, as the operator alone may."""

from claims.decisions.deleting import delete_claim, list_marked


def delete_marked(page):
    """Delete `page`, if it is a claim, or the claims with marks that are below it."""
    for claim in list_marked([page]):
        delete_claim(claim=claim, reason={"fr": "Décision de justice."})
