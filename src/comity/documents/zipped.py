"""Documents that are zip archives of XML, opened so that a hostile one does no harm."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

from comity.documents.reader import UnreadableDocument

if TYPE_CHECKING:
    from lxml.etree import _Element

LARGEST = 512 << 20  # bytes of one part when unpacked: XML of some 100,000 pages
RATIO = 400  # text packs 5 to 30 times; a bomb a thousand times
SMALL = 8 << 20


class Package:
    """The parts of a zipped document by name."""

    def __init__(self, data: bytes) -> None:
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(data))
            self._sizes = {
                i.filename: (i.file_size, i.compress_size, i.flag_bits) for i in self._archive.infolist()
            }
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, EOFError) as error:
            raise damaged() from error
        self.names = tuple(self._sizes)

    def bytes(self, name: str) -> bytes:
        """The unpacked part; b"" where there is none."""
        if name not in self._sizes:
            return b""
        size, packed, flags = self._sizes[name]
        if flags & 1:
            raise encrypted()
        if size > LARGEST or (size > SMALL and size > RATIO * max(packed, 1)):
            raise UnreadableDocument(
                "too-large",
                f"Unpacked, the file would fill {size >> 20:,} MB, which no real document does.",
                "Do not open it unless you know who made it; save its text as plain text and add that.",
            )
        try:
            with self._archive.open(name) as part:
                content = part.read(size + 1)
        except Exception as error:  # zlib, bzip2 and lzma raise each their own at spoilt data
            raise damaged() from error
        return content

    def xml(self, name: str) -> _Element | None:
        """The root of an XML part; none where the part is not there or holds nothing."""
        content = self.bytes(name)
        return parse_xml(content) if content.strip() else None


def parse_xml(content: bytes) -> _Element | None:
    """The root element; entities are never resolved, nothing is fetched, small breaks are mended."""
    from lxml import etree

    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, huge_tree=False,
        remove_comments=True, remove_pis=True, recover=True, attribute_defaults=False,
    )  # fmt: skip
    try:
        return etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise damaged() from error


def damaged() -> UnreadableDocument:
    """The sentence for an archive or an XML part that breaks off."""
    return UnreadableDocument(
        "corrupt-file",
        "The file is damaged: it breaks off or contradicts itself.",
        "Fetch it again from where it came from, or open it in its program and save it anew.",
    )


def encrypted() -> UnreadableDocument:
    """The sentence for a document that is locked."""
    return UnreadableDocument(
        "encrypted-file",
        "The file is locked with a password.",
        "Open it with the password, save it without one, and add that copy.",
    )
