"""What is answered before there is a request: bytes that are no HTTP get a problem document too."""

import json

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from services.kit.errors import EdgeRefusal
from services.kit.problems import MEDIA_TYPE, document
from services.kit.words import Words, language

NOT_HTTP = EdgeRefusal("not-http", 400)


class ProblemProtocol(HttpToolsProtocol):
    """uvicorn's own protocol, whose one answer of its own is a problem document."""

    def send_400_response(self, msg: str) -> None:
        """Say that it is no request, and close: nothing after it can be trusted to be one."""
        del msg
        # Nothing was read, so nobody has said in which language.
        lang = language(None)
        body = json.dumps(document(NOT_HTTP, Words("services.kit"), lang)).encode()
        self.transport.write(
            b"HTTP/1.1 400 Bad Request\r\n"
            b"content-type: %b\r\ncontent-language: %b\r\ncontent-length: %d\r\n"
            b"connection: close\r\n\r\n%b" % (MEDIA_TYPE.encode(), lang.encode(), len(body), body)
        )
        self.transport.close()
