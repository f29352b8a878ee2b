"""Contract 3.8: files up and down."""

import base64

from beeper_desktop_api import APIStatusError, NotFoundError, UnprocessableEntityError

from caller import client, refused

# The smallest PNG: one pixel.
PICTURE = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg=="
)


def assets():
    uploaded = client.assets.upload(file=("Grüße.txt", b"hello"), mime_type="text/markdown")
    assert (uploaded.file_name, uploaded.file_size, uploaded.mime_type) == ("Grüße.txt", 5, "text/markdown"), uploaded
    encoded = client.assets.upload_base64(content=base64.b64encode(b"hello again").decode(), file_name="again.txt")
    for asset, content in ((uploaded, b"hello"), (encoded, b"hello again")):
        url = f"localmxc://partyline/{asset.upload_id}"
        assert client.assets.serve(url=url).read() == content
        assert client.assets.download(url=url).src_url == asset.src_url
    assert "not found" in client.assets.download(url="mxc://elsewhere.example/x").error


def streaming():
    content = bytes(range(256)) * 20_000
    uploaded = client.assets.upload(file=("big.bin", content))
    url = f"localmxc://partyline/{uploaded.upload_id}"
    with client.assets.with_streaming_response.serve(url=url) as response:
        assert response.headers["content-length"] == str(len(content)), response.headers
        chunks = list(response.iter_bytes(65_536))
    assert len(chunks) > 10 and b"".join(chunks) == content, len(chunks)
    part = client.assets.with_raw_response.serve(url=url, extra_headers={"Range": "bytes=256-259"})
    assert (part.status_code, part.http_response.read()) == (206, bytes(range(4))), part.headers
    error = refused(
        APIStatusError, lambda: client.assets.serve(url=url, extra_headers={"Range": f"bytes={len(content)}-"})
    )
    assert error.status_code == 416, error
    refused(NotFoundError, lambda: client.assets.serve(url="localmxc://partyline/none"), says="not found")


def errors():
    refused(UnprocessableEntityError, lambda: client.assets.upload_base64(content="no base64!"))
    refused(UnprocessableEntityError, lambda: client.assets.upload(file=b"x", mime_type="nonsense"))


def every_asset_operation():
    assets()
    streaming()
    errors()
