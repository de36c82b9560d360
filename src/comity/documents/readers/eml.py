"""E-mails: the subject as title, the body as text, attachments named."""

from __future__ import annotations

import email
import email.policy
import email.utils
import re
from collections.abc import Iterator
from email.message import EmailMessage

from comity.documents.decoding import decode
from comity.documents.markup import declared_encoding, page_content
from comity.documents.plain import plain_blocks
from comity.documents.reader import Block, Metadata, Reader, Reading

_QUOTED = re.compile(r"^>.*\n?", re.MULTILINE)
_SIGNATURE = re.compile(r"^-- \n", re.MULTILINE)


def read(data: bytes, _name: str) -> Reading:
    """The body of an e-mail (its plain text if it has one worth reading, else its HTML) under the subject."""
    message = email.message_from_bytes(
        data.removeprefix(b"\xef\xbb\xbf").lstrip(), policy=email.policy.default
    )
    subject = _header(message, "subject")
    blocks = [Block("heading", subject, 1)] if subject else []
    blocks += _body(message)
    names = list(_attachments(message))
    notes = (
        (f"The e-mail has attachments that were not read: {', '.join(names)}. Add them as files.",)
        if names
        else ()
    )
    metadata = Metadata(subject, _date(message), _sender(message), _header(message, "content-language"))
    return Reading(tuple(blocks), metadata=metadata, notes=notes)


def _header(message: EmailMessage, name: str) -> str | None:
    try:
        value = message[name]
    except Exception:  # noqa: BLE001 - the standard library raises anything at malformed headers
        return None
    return str(value).strip() or None if value is not None else None


def _date(message: EmailMessage) -> str | None:
    try:
        return email.utils.parsedate_to_datetime(_header(message, "date") or "").date().isoformat()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _sender(message: EmailMessage) -> str | None:
    name, address = email.utils.parseaddr(_header(message, "from") or "")
    return name or address or None


def _body(message: EmailMessage) -> list[Block]:
    parts = list(_texts(message))
    plain = next((words for kind, words in parts if kind == "plain" and words.strip()), None)
    page = next((words for kind, words in parts if kind == "html" and words.strip()), None)
    if plain is not None and (page is None or len(plain) > 200 or len(page) < 400):
        words = _SIGNATURE.split(plain.replace("\r\n", "\n").replace("\f", "\n"))[0]
        # what is quoted was written by somebody else; a mail that only quotes is a forwarded one
        own = _QUOTED.sub("", words)
        return plain_blocks(own if any(map(str.isalpha, own)) else words)[0]
    return page_content(page, whole=True)[0] if page is not None else []


def _texts(message: EmailMessage) -> Iterator[tuple[str, str]]:
    for part in message.walk():
        if (
            part.is_multipart()
            or part.get_content_maintype() != "text"
            or part.get_content_disposition() == "attachment"
        ):
            continue
        payload = part.get_payload(decode=True)
        if not isinstance(payload, bytes):
            continue
        declared = part.get_content_charset() or declared_encoding(payload)
        yield part.get_content_subtype(), decode(payload, declared)[0]


def _attachments(message: EmailMessage) -> Iterator[str]:
    for part in message.walk():
        if part.get_content_disposition() == "attachment":
            try:
                yield part.get_filename() or part.get_content_type()
            except Exception:  # noqa: BLE001 - as above
                yield part.get_content_type()


EML = Reader("eml", (".eml", ".mht", ".mhtml"), read)
