"""HTML as tests compare it: without the line breaks and indentation of templates, which no reader sees."""

import re


def squeeze(html: str) -> str:
    """Return `html` with one space for each run of them, and none beside a tag or at either end."""
    return re.sub(r" ?(<[^<>]*>) ?", r"\1", re.sub(r"[ \n\t]+", " ", html)).strip()
