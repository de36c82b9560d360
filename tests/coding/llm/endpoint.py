"""A small server that speaks the protocol of chat completions, and fails in the ways that such servers do."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Coding = tuple[str, str, str]  # code, stance, quotation
Answerer = Callable[[str], Sequence[Coding]]


@dataclass
class Reply:
    """What the server does with one request."""

    status: int = 200
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    broken: bool = False  # say more bytes than are sent, and close
    late: bool = False  # send nothing until the client has gone
    dripping: bool = False  # send byte by byte, for as long as somebody reads


def completion(content: object, *, finish: str = "stop", usage: Any = (100, 10), **more: Any) -> Reply:
    """A completion with that content, as the protocol has it."""
    told = {"prompt_tokens": usage[0], "completion_tokens": usage[1]} if usage else None
    choices = [{"index": 0, "message": {"role": "assistant", "content": content}, "finish_reason": finish}]
    value = {"id": "x", "object": "chat.completion", "model": "served", "choices": choices, "usage": told}
    return Reply(body=json.dumps({**value, **more}).encode())


def error(status: int, message: str = "no", **headers: str) -> Reply:
    """An error as the protocol has it."""
    return Reply(status, json.dumps({"error": {"message": message, "type": "x"}}).encode(), headers)


def answers(passages: Sequence[str], answerer: Answerer) -> str:
    """The content in which a well-behaved model answers."""
    names = ("code", "stance", "quotation")
    return json.dumps(
        {
            "answers": [
                {
                    "passage": n,
                    "codings": [dict(zip(names, coding, strict=True)) for coding in answerer(text)],
                }
                for n, text in enumerate(passages, start=1)
            ]
        }
    )


@dataclass
class Endpoint:
    """The server: replies in `script` are given first, then `answerer` answers. It remembers what it was asked."""

    answerer: Answerer = lambda _: ()
    script: list[Reply | Callable[[dict[str, Any]], Reply]] = field(default_factory=list)
    asked: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)
    address: str = ""
    over: threading.Event = field(default_factory=threading.Event)

    def passages(self, number: int = -1) -> list[str]:
        """The passages of one of the requests."""
        return passages_of(self.asked[number])

    def codes(self, number: int = -1) -> list[str]:
        """The codes of one of the requests, as its instructions list them."""
        lines = self.asked[number]["messages"][0]["content"].partition("The codes:\n")[2].splitlines()
        return [json.loads(line)["id"] for line in lines]

    def reply(self, body: dict[str, Any]) -> Reply:
        if self.script:
            told = self.script.pop(0)
            return told if isinstance(told, Reply) else told(body)
        return completion(answers(passages_of(body), self.answerer))


def passages_of(body: dict[str, Any]) -> list[str]:
    return [p["text"] for p in json.loads(body["messages"][1]["content"])["passages"]]


@contextmanager
def running(endpoint: Endpoint) -> Iterator[Endpoint]:
    """The server while the block lasts, on a port of its own."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            endpoint.asked.append(body)
            endpoint.headers.append(dict(self.headers))
            endpoint.paths.append(self.path)
            self._send(endpoint.reply(body))

        def _send(self, reply: Reply) -> None:
            if reply.late:
                endpoint.over.wait(10)
                return
            self.send_response(reply.status)
            more = 10 if reply.broken or reply.dripping else 0
            headers = {"Content-Type": "application/json", "Content-Length": str(len(reply.body) + more)}
            for name, value in {**headers, **reply.headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(reply.body)
            self.close_connection = True

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    endpoint.address = f"http://127.0.0.1:{server.server_port}/v1"
    try:
        yield endpoint
    finally:
        endpoint.over.set()
        server.shutdown()
        server.server_close()
        thread.join()
