"""As much of a browser as a measurement needs: one connection that is kept, cookies, forms."""

from __future__ import annotations

import re
from collections.abc import Mapping
from http.client import HTTPConnection, HTTPResponse
from http.cookies import SimpleCookie
from typing import NamedTuple
from urllib.parse import urlencode, urlsplit

TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


Statuses = tuple[int, ...]
OK, ELSEWHERE = (200,), (302, 303)


class Page(NamedTuple):
    status: int
    location: str
    text: str
    request: str = ""  # the number by which the house's history knows it


class Unexpected(SystemExit):
    """A page was not the one that was to be measured; the message says which came instead."""


class Browser:
    """`token` is that of the last page with a form; it is sent with every form."""

    def __init__(self, address: str) -> None:
        self.host = urlsplit(address).netloc
        self.connection = HTTPConnection(self.host)
        self.cookies: dict[str, str] = {}
        self.token = ""

    def get(self, path: str, *, wanted: Statuses = OK) -> Page:
        return self._ask("GET", path, None, wanted)

    def post(self, path: str, fields: Mapping[str, str], *, wanted: Statuses = ELSEWHERE) -> Page:
        body = urlencode({**fields, "csrfmiddlewaretoken": self.token})
        return self._ask("POST", path, body, wanted)

    def close(self) -> None:
        self.connection.close()

    def _ask(self, method: str, path: str, body: str | None, wanted: Statuses) -> Page:
        self.connection.request(method, path, body, self._headers(body is not None))
        answer = self.connection.getresponse()
        text = answer.read().decode()
        self._keep_cookies(answer)
        found = TOKEN.search(text)
        if found:
            self.token = found[1]
        if answer.status not in wanted:
            raise Unexpected(f"alongside: {method} {path} answered {answer.status} instead of {wanted[0]}.")
        return Page(
            answer.status, answer.headers.get("location", ""), text, answer.headers.get("x-request-id", "")
        )

    def _headers(self, form: bool) -> dict[str, str]:
        headers = {
            "Accept": "text/html",
            "Accept-Encoding": "identity",
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
            "User-Agent": "alongside-bench",
            "Sec-Fetch-Site": "same-origin",
        }
        if form:
            headers |= {
                "Content-Type": "application/x-www-form-urlencoded",
                "Origin": f"http://{self.host}",
                "Referer": f"http://{self.host}/",
            }
        return headers

    def _keep_cookies(self, answer: HTTPResponse) -> None:
        for line in answer.headers.get_all("set-cookie") or []:
            for name, morsel in SimpleCookie(line).items():
                if morsel["max-age"] == "0":
                    self.cookies.pop(name, None)
                else:
                    self.cookies[name] = morsel.value
