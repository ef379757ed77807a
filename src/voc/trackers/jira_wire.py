"""How requests get to a Jira: through the session of the ``jira`` package, with its retries off.

Of the package only the session is used, with the account it signs requests for. Its calls ask again by themselves
after a create (and so file twice), follow redirects, and make errors out of answers that hold whole payloads; which
interface a Jira has is asked by ourselves (``jira.py``), so the package needs not.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from http.cookiejar import DefaultCookiePolicy
from typing import Any

import jira
import requests
from urllib3.exceptions import HTTPError

from voc.config.schema import TrackerSettings
from voc.config.secrets import Secret
from voc.net.address import Address
from voc.net.exchange import Failure, NoReplyError, Reply, Wire
from voc.trackers.rest import LARGEST

CONNECT_SECONDS = 5.0
MAX_RETRIES = 0
"""The package's own default is 3, for every method: a create whose answer is lost would be sent up to four times."""
_REASONS = ("AUTHENTICATED_FAILED", "AUTHENTICATION_DENIED")
_HEADERS = {"User-Agent": "voc", "Accept": "application/json", "Accept-Encoding": "identity"}


class JiraWire(Wire):
    """Requests to one Jira; each write goes over a connection of its own.

    Args:
        to: the Jira.
        settings: timeout, and whose token it is.
        token: API token or personal access token.
    """

    def __init__(self, to: Address, settings: TrackerSettings, token: Secret) -> None:
        super().__init__(to, None, settings.timeout, LARGEST)
        email = settings.jira.email
        self._account: dict[str, Any] = (
            {"token_auth": token.value} if email is None else {"basic_auth": (email.encode(), token.value.encode())}
        )

    def _session(self) -> requests.Session:
        client = jira.JIRA(
            self._to.url,
            options={"check_update": False, "headers": _HEADERS},
            max_retries=MAX_RETRIES,
            timeout=(min(CONNECT_SECONDS, self._timeout), self._timeout),
            get_server_info=False,
            logging=False,
            **self._account,
        )
        session = client._session
        session.max_redirects = 0
        session.trust_env = not self._to.loopback
        session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
        return session

    def _reply(self, session: requests.Session, method: str, path: str, **what: Any) -> Reply:
        """What Jira answers; what the package makes of an answer is passed over."""
        answers: list[Reply] = []

        def note(response: requests.Response, **_: Any) -> None:
            answers.append(self._read(response))

        url = self._to.url + path
        try:
            session.request(method, url, allow_redirects=False, stream=True, hooks={"response": note}, **what)
        except Exception as error:
            broken = isinstance(error, requests.RequestException) and not isinstance(error, requests.TooManyRedirects)
            if broken or not answers:
                raise
        return answers[-1]

    def _read(self, response: requests.Response) -> Reply:
        """The answer within bounds; the package, which wants to read it too, finds it read."""
        try:
            body = response.raw.read(self._largest + 1, decode_content=True)
        except HTTPError:
            raise requests.exceptions.ChunkedEncodingError() from None
        if len(body) > self._largest:
            response.close()
            raise NoReplyError(Failure.LARGE, sent=True)
        response.raw.close()
        response.raw = io.BytesIO(body)
        headers = response.headers
        if response.request.method == "GET" and _denied(headers):
            raise NoReplyError(Failure.DENIED, sent=True)
        return Reply(response.status_code, body, headers.get("Retry-After"), headers.get("Date"))


def _denied(headers: Mapping[str, str]) -> bool:
    """Whether Jira took us for nobody: it says so in a header, and answers as to nobody, with 404 and empty lists."""
    reason = headers.get("X-Seraph-LoginReason", "")
    return "X-Authentication-Denied-Reason" in headers or any(each in reason for each in _REASONS)
