"""What a file really is: by its first bytes, then by its name."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass

from comity.documents.reader import READERS, UnreadableDocument


@dataclass(frozen=True, slots=True)
class Recognised:
    """The id of the reader, and a warning where the name says something else."""

    reader: str
    notes: tuple[str, ...] = ()


HEAD = 4096
NAMES = {
    "pdf": "a PDF", "docx": "a Word document (DOCX)", "odt": "an OpenDocument text (ODT)",
    "rtf": "an RTF document",
    "html": "a web page (HTML)", "epub": "an e-book (EPUB)", "eml": "an e-mail (EML)",
    "treaty": "a treaty in XML",
    "markdown": "a Markdown text", "text": "a plain text",
}  # fmt: skip
_READABLE = "PDF, DOCX, ODT, RTF, HTML, EPUB, EML, Markdown and plain text"

# (first bytes, what the file is, what to do)
_REFUSED: tuple[tuple[bytes, str, str], ...] = (
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Word, Excel or Outlook file (.doc, .xls, .msg)",
     "Open it in its program, save it as DOCX or PDF, and add that copy."),
    (b"\x89PNG", "a picture (PNG)", "If it is a scan, run text recognition on it and add the result."),
    (b"\xff\xd8\xff", "a picture (JPEG)", "If it is a scan, run text recognition on it and add the result."),
    (b"GIF8", "a picture (GIF)", "If it is a scan, run text recognition on it and add the result."),
    (b"II*\x00", "a picture (TIFF)", "If it is a scan, run text recognition on it and add the result."),
    (b"MM\x00*", "a picture (TIFF)", "If it is a scan, run text recognition on it and add the result."),
    (b"%!PS", "a PostScript file", "Convert it to PDF, and add that."),
    (b"\x1f\x8b", "a compressed file (gzip)", "Unpack it and add what is inside."),
    (b"7z\xbc\xaf", "an archive (7z)", "Unpack it and add what is inside."),
    (b"Rar!", "an archive (RAR)", "Unpack it and add what is inside."),
    (b"BZh", "a compressed file (bzip2)", "Unpack it and add what is inside."),
    (b"\xfd7zXZ", "a compressed file (xz)", "Unpack it and add what is inside."),
    (b"\x7fELF", "a program", "Add a document instead."),
    (b"MZ\x90", "a program", "Add a document instead."),
    (b"SQLite format 3", "a database", "Export its texts, and add those."),
    (b"PAR1", "a Parquet table", "Export its texts, and add those."),
    (b"ID3", "a sound file", "Transcribe it, and add the transcript."),
    (b"OggS", "a sound file", "Transcribe it, and add the transcript."),
)  # fmt: skip

_HTML = re.compile(rb"<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
_TREATY = re.compile(rb"\s*(?:<\?xml[^>]*\?>)?\s*<treaty>\s*<meta>")
_FLAT_ODF = re.compile(rb"<office:document\s")
_XML = re.compile(rb"\s*<\?xml\s|\s*<(?:\w+:)?\w+[^<>]*\sxmlns")
_HEADER = re.compile(rb"(?:[A-Za-z][A-Za-z0-9-]*:[ \t]?[^\r\n]*\r?\n(?:[ \t][^\r\n]*\r?\n)*)+\r?\n")
_MAIL_FIELDS = re.compile(
    rb"^(?:from|to|date|subject|mime-version|received|message-id|return-path|content-type):",
    re.IGNORECASE | re.MULTILINE,
)


def recognise(data: bytes, name: str) -> Recognised:
    """The reader for a file, or :class:`UnreadableDocument` for what no reader can read."""
    if not data.strip(b"\0 \t\r\n\f"):
        raise UnreadableDocument(
            "empty-file", "The file is empty.", "Fetch it again from where it came from."
        )
    named = _by_name(name)
    found = _by_content(data)
    if found is None:
        if named in {"pdf", "docx", "odt", "rtf", "epub"}:
            if _is_binary(data):
                raise UnreadableDocument(
                    "corrupt-file",
                    f"The file is called {_extension(name)} but is not {NAMES[named]}: its beginning "
                    f"is damaged.",
                    "Fetch it again from where it came from, or open it in its program and save it anew.",
                )
            found = "text"
        elif _is_binary(data):
            raise UnreadableDocument(
                "unknown-format",
                "The file is in a format that is not known here.",
                f"Save it as one of {_READABLE}.",
            )
        else:
            found = named or "text"
    if named is None or named == found or {named, found} <= {"text", "markdown"}:
        return Recognised(found)
    said = f"The file is called {_extension(name)} but is {NAMES.get(found, found)}; it was read as that."
    return Recognised(found, (said,))


def _extension(name: str) -> str:
    stem, dot, ending = name.replace("\\", "/").rsplit("/", 1)[-1].rpartition(".")
    return dot + ending.lower() if stem else ""


def _by_name(name: str) -> str | None:
    ending = _extension(name)
    return next((r.id for r in READERS.all().values() if ending and ending in r.extensions), None)


def _by_content(data: bytes) -> str | None:
    if b"%PDF-" in data[:1024]:  # the standard's readers look for it within the first kilobyte
        return "pdf"
    head = data[:HEAD]
    if head.startswith(b"PK"):
        return _by_archive(data)
    _refuse(head)
    head = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if head.startswith(b"{\\rtf"):
        return "rtf"
    if head.startswith(b"<"):
        return _by_tags(head)
    header = _HEADER.match(head)
    fields = {field.lower() for field in _MAIL_FIELDS.findall(header.group())} if header else set()
    return "eml" if len(fields) >= 2 else None


def _refuse(head: bytes) -> None:
    """Raises for pictures, sounds, programs, archives and old office files."""
    for magic, what, fix in _REFUSED:
        if head.startswith(magic):
            raise UnreadableDocument("wrong-format", f"The file is {what}, which cannot be read here.", fix)
    if head.startswith(b"RIFF") or head[4:8] == b"ftyp":
        raise UnreadableDocument(
            "wrong-format",
            "The file is a picture, sound or film, which cannot be read here.",
            "If it is speech, transcribe it and add the transcript.",
        )


def _by_tags(head: bytes) -> str | None:
    if _TREATY.match(head):
        return "treaty"
    if _FLAT_ODF.search(head):
        return "odt"
    if _HTML.search(head):
        return "html"
    if _XML.match(head):
        raise UnreadableDocument(
            "wrong-format",
            "The file is XML of a kind that is not known here.",
            "Save the document as HTML, DOCX or PDF, and add that.",
        )
    return None


def _by_archive(data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
            kind = archive.read("mimetype")[:100].strip().decode("latin-1") if "mimetype" in names else ""
    except Exception as error:  # zipfile raises a dozen kinds at broken archives
        raise UnreadableDocument(
            "corrupt-file", "The file is damaged: the archive that it is breaks off or contradicts itself.",
            "Fetch it again from where it came from, or open it in its program and save it anew.",
        ) from error  # fmt: skip
    if "opendocument.text" in kind or (not kind and "content.xml" in names):
        return "odt"
    if "epub" in kind or "META-INF/container.xml" in names:
        return "epub"
    if any(n.startswith("word/") for n in names):
        return "docx"
    spreadsheet = any(n.startswith("xl/") for n in names) or "spreadsheet" in kind
    slides = any(n.startswith("ppt/") for n in names) or "presentation" in kind
    if "[Content_Types].xml" in names and not spreadsheet and not slides:
        return "docx"
    if spreadsheet:
        what, fix = (
            "a spreadsheet",
            "Save the sheet that holds texts as DOCX or PDF, or use it as a registry table.",
        )
    elif slides:
        what, fix = "a slide show", "Save it as PDF, and add that."
    else:
        what, fix = "an archive of files (ZIP)", "Unpack it and add the documents inside."
    raise UnreadableDocument(
        "wrong-format", f"The file is {what}, which cannot be read here as a document.", fix
    )


def _is_binary(data: bytes) -> bool:
    """Whether the beginning holds what no text does (UTF-16 and UTF-32 have marks or a pattern)."""
    head = data[:HEAD]
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return False
    zeros = head.count(0)
    if zeros and (head[::2].count(0) == zeros or head[1::2].count(0) == zeros) and zeros > len(head) // 4:
        return False
    controls = sum(head.count(bytes([c])) for c in (*range(9), *range(14, 27), *range(28, 32)))
    return controls > len(head) // 50
