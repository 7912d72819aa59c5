"""The XLIFF 2.0 core schema of OASIS, as Debian's package php-symfony-translation has it."""

from pathlib import Path
from typing import Any

from lxml import etree

from tests.machine import require_or_fail

FOLDER = Path("/usr/share/php/Symfony/Component/Translation/Resources/schemas")


class Beside(etree.Resolver):
    """Finds the schema of xml:space beside the other, wherever that one looks for it."""

    def resolve(self, url: str, public_id: Any, context: Any) -> Any:
        return self.resolve_filename(str(FOLDER / Path(url).name), context)


def load_schema() -> etree.XMLSchema:
    path = FOLDER / "xliff-core-2.0.xsd"
    require_or_fail("The XLIFF 2.0 schema (Debian package php-symfony-translation)", path.is_file())
    parser = etree.XMLParser(no_network=True)
    parser.resolvers.add(Beside())
    return etree.XMLSchema(etree.parse(str(path), parser))
