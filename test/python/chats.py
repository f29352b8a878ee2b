"""Contract 3.4 and 3.6: chats, drafts, reminders and labels."""

from datetime import datetime, timedelta, timezone

from beeper_desktop_api import ConflictError, NotFoundError, UnprocessableEntityError

from caller import client, refused, until
from files import PICTURE


def beginning(account_id):
    chat = client.chats.create(account_id=account_id, type="single", participant_ids=["silent"])
    assert (chat.status, chat.chat_id, chat.type) == ("created", chat.id, "single"), chat
    again = client.chats.create(account_id=account_id, type="single", participant_ids=["silent"])
    assert (again.status, again.id) == ("existing", chat.id), again
    for user in ({"id": "silent"}, {"email": "silent@sandbox.invalid", "full_name": "Silent"}):
        assert client.chats.start(account_id=account_id, user=user, allow_invite=False).id == chat.id
    refused(NotFoundError, lambda: client.chats.start(account_id=account_id, user={"username": "nobody"}))

    group = client.chats.create(
        account_id=account_id, type="group", participant_ids=["silent", "fan"], title="Friends", message_text="Welcome"
    )
    assert (group.title, group.type) == ("Friends", "group"), group
    assert {person.id for person in group.participants.items} >= {"silent", "fan"}, group
    return chat, group


def reading(chat, group):
    few = client.chats.retrieve(group.id, max_participant_count=0)
    assert few.participants.items == [] and few.participants.has_more and few.participants.total == 3, few
    assert client.chats.retrieve(chat.local_chat_id, max_participant_count=-1).id == chat.id
    refused(NotFoundError, lambda: client.chats.retrieve("two words/and a slash"), says="not found")

    listed = list(client.chats.list(account_ids=[chat.account_id]))
    assert {chat.id, group.id} < {item.id for item in listed}, listed
    assert [item for item in listed if item.preview and "Welcome" in item.preview.text], listed
    for direction in ("before", "after"):
        walked = [item.id for item in client.chats.list(direction=direction, extra_query={"limit": 1})]
        assert len(walked) == len(set(walked)) and set(walked) >= {item.id for item in listed}, (direction, walked)


def searching(chat, group):
    def found(**filters):
        return {item.id for item in client.chats.search(account_ids=[chat.account_id], **filters)}

    long_ago, soon = datetime(2000, 1, 1, tzinfo=timezone.utc), datetime.now(timezone.utc) + timedelta(days=1)
    assert found(query="FRIENDS") == {group.id}
    assert found(query="friends sandbox", scope="titles") == {group.id}
    assert {chat.id, group.id} <= found(query="silent", scope="participants", type="any", limit=1)
    assert found(query="silent", scope="participants", type="single") == {chat.id}
    assert group.id in found(type="group", include_muted=True, last_activity_after=long_ago, last_activity_before=soon)
    assert found(last_activity_before=long_ago) == set()
    assert found(query="nothing of that name", direction="after") == set()

    client.chats.update(group.id, is_muted=True)
    assert group.id not in found(include_muted=False)
    client.chats.archive(group.id)
    assert found(inbox="archive") == {group.id}
    assert group.id not in found(inbox="primary")
    client.chats.archive(group.id, archived=False)
    client.chats.update(group.id, is_muted=False, is_low_priority=True)
    assert found(inbox="low-priority") == {group.id}
    client.chats.update(group.id, is_low_priority=False)

    assert client.chats.mark_unread(chat.id).is_marked_unread
    assert chat.id in found(unread_only=True)
    assert not client.chats.mark_read(chat.id).is_marked_unread
    assert chat.id not in found(unread_only=True)


def updating(group):
    picture = client.assets.upload(file=("group.png", PICTURE))
    changed = client.chats.update(
        group.id,
        title="Good friends",
        description="Of many years",
        img_url=picture.src_url,
        is_pinned=True,
        message_expiry_seconds=86_400,
    )
    assert (changed.title, changed.description) == ("Good friends", "Of many years"), changed
    assert changed.is_pinned and changed.message_expiry_seconds == 86_400, changed
    cleared = client.chats.update(group.id, description=None, img_url=None, is_pinned=False, message_expiry_seconds=None)
    assert not cleared.description and not cleared.message_expiry_seconds and not cleared.is_pinned, cleared
    assert client.chats.update(group.id, title="Friends").title == "Friends"
    refused(UnprocessableEntityError, lambda: client.chats.notify_anyway(group.id))


def drafts(chat):
    upload = client.assets.upload(file=("draft.png", PICTURE))
    attachments = {"one": {"upload_id": upload.upload_id, "type": "image", "size": {"width": 1, "height": 1}}}
    draft = client.chats.update(chat.id, draft={"text": "Not **yet**", "attachments": attachments}).draft
    assert "<strong>yet</strong>" in draft.text, draft
    assert [attachment.file_name for attachment in draft.attachments.values()] == ["draft.png"], draft
    refused(ConflictError, lambda: client.chats.update(chat.id, draft={"text": "Another"}))
    assert client.chats.update(chat.id, draft=None).draft is None
    assert client.chats.retrieve(chat.id).draft is None


def reminders(chat):
    tomorrow = datetime.now(timezone.utc).replace(microsecond=0) + timedelta(days=1)
    client.chats.reminders.create(chat.id, reminder={"remind_at": tomorrow, "dismiss_on_incoming_message": True})
    reminder = client.chats.retrieve(chat.id).reminder
    assert reminder.remind_at == tomorrow and reminder.dismiss_on_incoming_message, reminder
    client.chats.reminders.delete(chat.id)
    assert client.chats.retrieve(chat.id).reminder is None
    refused(
        UnprocessableEntityError,
        lambda: client.chats.reminders.create(chat.id, reminder={"remind_at": "2000-01-01T00:00:00Z"}),
    )

    soon = datetime.now(timezone.utc) + timedelta(seconds=1)
    client.chats.reminders.create(chat.id, reminder={"remind_at": soon})
    until("the reminder makes the chat unread", lambda: client.chats.retrieve(chat.id).is_marked_unread or None)
    client.chats.mark_read(chat.id)


def labels(chat):
    """The SDK can only read labels: they are made with plain calls."""
    assert client.labels.list() == []
    made = [client.post("/v1/labels", cast_to=object, body={"name": name}) for name in ("zebra", "Ähre")]
    assert [label.name for label in client.labels.list()] == ["Ähre", "zebra"]
    label_id = made[0]["id"]
    client.put(f"/v1/chats/{chat.id}/labels/{label_id}", cast_to=type(None))
    assert [label.id for label in client.chats.retrieve(chat.id).labels] == [label_id]
    assert [item.id for item in client.chats.search(label_id=label_id)] == [chat.id]


def every_chat_operation(account):
    chat, group = beginning(account.account_id)
    reading(chat, group)
    searching(chat, group)
    updating(group)
    drafts(chat)
    reminders(chat)
    labels(chat)
