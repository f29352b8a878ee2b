"""The official Python SDK, with every answer checked strictly against its own types, and what its callers here have in common.

Reads BEEPER_BASE_URL and BEEPER_ACCESS_TOKEN. Prints one "METHOD /path" for each request; the test compares them with /v1/spec.
"""

import time

from beeper_desktop_api import APIStatusError, BeeperDesktop, DefaultHttpxClient

SANDBOX = "local-sandbox"


def print_request(request):
    print(request.method, request.url.raw_path.decode().partition("?")[0])


client = BeeperDesktop(
    _strict_response_validation=True,
    max_retries=0,
    http_client=DefaultHttpxClient(event_hooks={"request": [print_request]}),
)
sessions = client.bridges.login_sessions


def submit(session, **answers):
    step = session.current_step
    return sessions.steps.submit(
        step.step_id,
        bridge_id=session.bridge_id,
        login_session_id=session.login_session_id,
        type=step.type,
        **answers,
    )


def completed(session):
    assert session.status == "complete", session
    assert session.current_step is None, session
    assert session.account.account_id in session.login.account_ids, session
    assert session.account.user.is_self, session
    assert client.accounts.retrieve(session.account.account_id).login_id == session.login.login_id
    return session.account


def credentials(username):
    return {"username": username, "password": "any"}


def add_by_form(username):
    session = sessions.create(SANDBOX, flow_id="form")
    assert session.status == "waiting_for_input", session
    return completed(submit(session, fields=credentials(username)))


def until(what, probe, seconds=15):
    """Asks again until the answer is not None."""
    deadline = time.monotonic() + seconds
    while (found := probe()) is None:
        assert time.monotonic() < deadline, f"it did not come about that {what}"
        time.sleep(0.05)
    return found


def refused(kind, call, says=""):
    """Makes a call that must be refused with that kind of error; the SDK's errors begin with the status."""
    try:
        answer = call()
    except APIStatusError as error:
        assert isinstance(error, kind), repr(error)
        assert says in error.message.lower(), error.message
        return error
    raise AssertionError(f"{kind.__name__} did not come: {answer}")
