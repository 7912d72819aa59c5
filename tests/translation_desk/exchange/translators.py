"""A machine of the tests' own."""

from collections.abc import Sequence

from translation_desk.exchange.machine import MachineTranslator


class Shouting(MachineTranslator):
    """Says the source in capitals, tags as they are; drops the tags of what begins with “Sans”."""

    def translate(self, texts: Sequence[str], source: str, target: str) -> Sequence[str]:
        return [text.replace("<b>", "") if text.startswith("Sans") else text.replace("mot", "WORD") for text in texts]


class Silent(MachineTranslator):
    def translate(self, texts: Sequence[str], source: str, target: str) -> Sequence[str]:
        raise OSError("no answer")
