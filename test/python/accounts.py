"""Contract 3.1 to 3.3: accounts, contacts, bridges and every way to sign in."""

from beeper_desktop_api import NotFoundError, UnprocessableEntityError

from caller import SANDBOX, add_by_form, client, completed, credentials, refused, sessions, submit, until


def waited(session):
    """Submits what is displayed until the login ends; tells what was displayed."""
    displays = []
    while session.current_step is not None:
        displays.append(session.current_step.display)
        session = submit(session)
    return session, displays


def every_login_flow():
    add_by_form("form-user")

    session = submit(sessions.create(SANDBOX, flow_id="code"), fields=credentials("code-user"))
    assert session.status == "waiting_for_input", session
    again = submit(session, fields={"code": "000000"})
    assert again.current_step.step_id != session.current_step.step_id, again
    completed(submit(again, fields={"code": "123456"}))

    two = completed(submit(sessions.create(SANDBOX, flow_id="two-accounts"), fields=credentials("two")))
    assert len(client.bridges.logins.retrieve(two.login_id, bridge_id=SANDBOX).account_ids) == 2

    for flow, kind in (("qr", "qr"), ("pairing-code", "code"), ("emoji", "emoji"), ("nothing", "nothing")):
        session = sessions.create(SANDBOX, flow_id=flow)
        assert session.status == "waiting_for_display", session
        session, displays = waited(session)
        assert kind in [display.type for display in displays], displays
        completed(session)

    session = sessions.create(SANDBOX, flow_id="cookies")
    assert session.status == "waiting_for_cookies", session
    again = submit(session, fields={"session": "wrong"}, source="webview", last_url=session.current_step.url)
    assert again.status == "waiting_for_cookies", again
    completed(submit(again, fields={"session": "right", "csrf": "x", "device": "y"}, source="browser_extension"))

    session, _ = waited(submit(sessions.create(SANDBOX, flow_id="slow"), fields={"seconds": "0"}))
    completed(session)

    session = submit(sessions.create(SANDBOX, flow_id="fails"), fields={"code": "refused"})
    assert session.status == "failed" and session.error.code == "refused", session


def reading_cancelling_repairing():
    session = sessions.create(SANDBOX)
    read = sessions.retrieve(session.login_session_id, bridge_id=SANDBOX)
    assert read == session, (read, session)
    assert sessions.cancel(session.login_session_id, bridge_id=SANDBOX).status == "cancelled"
    assert sessions.retrieve(session.login_session_id, bridge_id=SANDBOX).status == "cancelled"

    account = add_by_form("repaired")
    for which in ({"login_id": account.login_id}, {"account_id": account.account_id}):
        session = sessions.create(SANDBOX, flow_id="form", **which)
        assert session.account_id == account.account_id, session
        assert completed(submit(session, fields=credentials("repaired"))).account_id == account.account_id


def bridges():
    for bridge in client.bridges.list().items:
        assert client.bridges.retrieve(bridge.id).display_name == bridge.display_name
        client.bridges.retrieve_capabilities(bridge.id)
        assert client.bridges.login_flows.list(bridge.id).items
        logins = client.bridges.logins.list(bridge.id).items
        assert bridge.active_account_count == len(bridge.accounts), bridge
        assert {account.login_id for account in bridge.accounts} == {login.login_id for login in logins}
        for login in logins:
            assert client.bridges.logins.retrieve(login.login_id, bridge_id=bridge.id).login_id == login.login_id


def contacts(account):
    # An address book is the network's: without a connection only people met in chats are found.
    until("the account is connected", lambda: client.accounts.retrieve(account.account_id).status == "connected" or None)
    found = client.accounts.contacts.search(account.account_id, query="echo").items
    assert "echo" in [contact.id for contact in found], found
    walked = [contact.id for contact in client.accounts.contacts.list(account.account_id, limit=2)]
    assert len(walked) == len(set(walked)) == 7, walked
    page = client.accounts.contacts.list(account.account_id, query="herald", direction="before")
    assert [contact.cannot_message for contact in page.items] == [True], page


def removing():
    account = add_by_form("removed")
    removed = client.bridges.logins.remove(account.login_id, bridge_id=SANDBOX, scope="current-device")
    assert removed.status == "removed" and removed.affected_account_ids == [account.account_id], removed
    refused(NotFoundError, lambda: client.accounts.retrieve(account.account_id), says="not found")


def errors():
    error = refused(UnprocessableEntityError, lambda: client.accounts.contacts.search("nobody", query="x" * 1001))
    assert error.body["details"]["issues"][0]["path"] == ["query", "query"], error.body


def every_account_operation():
    assert client.accounts.list() == []
    every_login_flow()
    reading_cancelling_repairing()
    removing()
    bridges()
    contacts(add_by_form("sociable"))
    errors()
    listed = client.accounts.list()
    assert [client.accounts.retrieve(account.account_id).account_id for account in listed] == [
        account.account_id for account in listed
    ]
