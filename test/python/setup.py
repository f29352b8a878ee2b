"""Contract 3.10: signing in by a code, and verification, of which there is nothing as long as there are no Matrix accounts."""

from beeper_desktop_api import APIStatusError

from caller import client, refused

setup = client.app.setup


def signing_in():
    assert setup.retrieve().state, setup.retrieve()
    request = setup.start().setup_request_id
    setup.email(email="owner@example.org", setup_request_id=request)
    # The code is told on the console of the server, which nobody reads here.
    refused(APIStatusError, lambda: setup.response(response="000000", setup_request_id=request))
    refused(
        APIStatusError,
        lambda: setup.register(accept_terms=True, lead_token="none", setup_request_id=request, username="owner"),
    )


def verification():
    assert setup.verifications.list().items == []
    of_none = setup.verifications
    for call in (
        lambda: of_none.create(),
        lambda: of_none.retrieve("none"),
        lambda: of_none.accept("none"),
        lambda: of_none.cancel("none"),
        lambda: of_none.qr.scan(data="none"),
        lambda: of_none.qr.confirm_scanned("none"),
        lambda: of_none.sas.start("none"),
        lambda: of_none.sas.confirm("none"),
        lambda: setup.recovery_key.verify(recovery_key="none"),
        lambda: setup.recovery_key.reset.create(),
        lambda: setup.recovery_key.reset.confirm(recovery_key="none"),
    ):
        error = refused(APIStatusError, call)
        assert error.status_code in (404, 409), error


def every_setup_operation():
    signing_in()
    verification()
