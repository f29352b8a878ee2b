"""Contract 3.5 and 3.7: messages, reactions, searches and focus."""

from datetime import datetime, timedelta, timezone

from beeper_desktop_api import NotFoundError, UnprocessableEntityError

from caller import client, refused, until
from files import PICTURE


def sent(chat_id, **content):
    """Sends, and waits until the network has the message."""
    answer = client.messages.send(chat_id, **content)
    assert answer.chat_id == chat_id and answer.pending_message_id, answer

    def final():
        message = client.messages.retrieve(answer.pending_message_id, chat_id=chat_id)
        assert not message.send_status.status.startswith("FAIL"), message
        return message if message.send_status.status == "SUCCESS" else None

    message = until("the message is sent", final)
    assert message.is_sender and message.chat_id == chat_id, message
    assert client.messages.retrieve(message.id, chat_id=chat_id) == message
    return message


def answer_to(message):
    """What the contact says after that message."""
    after = client.messages.list(message.chat_id, cursor=message.id, direction="after")
    return next((item for item in after if not item.is_sender), None)


def sending(chat_id):
    question = sent(chat_id, text="Is *this* **rich**?")
    assert "<em>this</em> <strong>rich</strong>" in question.text, question
    answer = until("the contact answers", lambda: answer_to(question))
    assert "<strong>rich</strong>" in answer.text and answer.sort_key > question.sort_key, answer
    reply = sent(chat_id, text="It is", reply_to_message_id=answer.id)
    assert reply.linked_message_id == answer.id, reply
    until("the contact answers again", lambda: answer_to(reply))
    read = client.chats.mark_read(chat_id, message_id=answer.id)
    assert read.last_read_message_sort_key >= answer.sort_key, read
    assert client.chats.mark_unread(chat_id, message_id=answer.id).unread_count >= 1
    refused(UnprocessableEntityError, lambda: client.messages.send(chat_id, text=""))
    refused(NotFoundError, lambda: client.messages.send("!none:sandbox", text="x"), says="not found")
    return question


def attachments(chat_id):
    upload = client.assets.upload(file=("dot.png", PICTURE), file_name="dot.png", mime_type="image/png")
    attachment = {
        "upload_id": upload.upload_id,
        "type": "image",
        "file_name": "dot.png",
        "mime_type": "image/png",
        "size": {"width": 1, "height": 1},
    }
    picture = sent(chat_id, text="A dot", attachment=attachment)
    assert picture.type == "IMAGE", picture
    mine = picture.attachments[0]
    assert (mine.type, mine.mime_type, mine.file_size) == ("img", "image/png", len(PICTURE)), mine
    theirs = until("the picture comes back", lambda: answer_to(picture)).attachments[0]
    for url in (mine.id, mine.src_url, theirs.id, theirs.src_url):
        assert client.assets.serve(url=url).read() == PICTURE, url
    assert client.assets.download(url=theirs.id).src_url.startswith("file://")
    file = sent(chat_id, attachment={"upload_id": client.assets.upload(file=("a.txt", b"a")).upload_id, "type": "file"})
    assert file.type == "FILE", file
    refused(UnprocessableEntityError, lambda: client.messages.update(picture.id, chat_id=chat_id, text="x"))
    refused(NotFoundError, lambda: client.messages.send(chat_id, attachment={"upload_id": "none"}), says="upload")
    return picture


def changing(chat_id):
    message = sent(chat_id, text="First")
    edited = client.messages.update(message.id, chat_id=chat_id, text="Second, **better**")
    assert edited.success and edited.message_id == edited.id == message.id and edited.edited_timestamp, edited
    assert "<strong>better</strong>" in client.messages.retrieve(message.id, chat_id=chat_id).text

    reactions = client.chats.messages.reactions
    added = reactions.add(message.id, chat_id=chat_id, reaction_key="🦑", transaction_id="one")
    assert (added.success, added.reaction_key, added.transaction_id) == (True, "🦑", "one"), added
    assert reactions.add(message.id, chat_id=chat_id, reaction_key="🦑").transaction_id
    shown = client.messages.retrieve(message.id, chat_id=chat_id).reactions
    assert [reaction.reaction_key for reaction in shown] == ["🦑"], shown
    assert reactions.delete("🦑", chat_id=chat_id, message_id=message.id).message_id == message.id
    assert not client.messages.retrieve(message.id, chat_id=chat_id).reactions

    client.messages.delete(message.id, chat_id=chat_id)
    assert client.messages.retrieve(message.id, chat_id=chat_id).is_deleted
    mine = sent(chat_id, text="For me")
    client.messages.delete(mine.id, chat_id=chat_id, for_everyone=False)
    for call in (client.messages.retrieve, client.messages.delete):
        refused(NotFoundError, lambda: call("1", chat_id=chat_id), says="not found")


def walking(account, chat_id):
    history = {"history": {"chat": "silent", "count": 130}}
    client.post(f"/v1/accounts/{account.account_id}/sandbox", cast_to=object, body=history)
    messages = list(client.messages.list(chat_id))
    keys = [message.sort_key for message in messages]
    assert len(set(keys)) == len(keys) >= 130 and keys == sorted(keys, reverse=True), keys
    middle = messages[60]
    older = list(client.messages.list(chat_id, cursor=middle.sort_key, direction="before"))
    assert [message.id for message in older] == [message.id for message in messages[61:]]
    newer = [message.id for message in client.messages.list(chat_id, cursor=middle.id, direction="after")]
    assert sorted(newer) == sorted(message.id for message in messages[:60]), newer


def searching(account, chat_id, question, picture):
    def found(**filters):
        page = client.messages.search(account_ids=[account.account_id], limit=5, **filters)
        return {message.id for message in page}

    now = datetime.now(timezone.utc)
    hour = timedelta(hours=1)
    me, them = account.user.id, "echo"
    assert question.id in found(query="RICH")
    assert found(query="rich", sender="me") == found(query="rich", sender=me) == {question.id}
    assert question.id not in found(query="rich", sender="others") == found(query="rich", sender=them)
    assert found(media_types=["image"], sender="me") == {picture.id}
    assert {picture.id} < found(media_types=["image", "file"], chat_ids=[chat_id], chat_type="single")
    assert found(media_types=["video"]) == found(media_types=["link"]) == set()
    assert found(query="rich", chat_type="group") == set()
    wide = {"date_after": now - hour, "date_before": now + hour, "exclude_low_priority": False, "include_muted": None}
    assert found(query="rich", **wide) == found(query="rich")
    assert found(query="rich", date_before=now - hour) == found(query="rich", date_after=now + hour) == set()
    local = client.chats.retrieve(chat_id).local_chat_id
    assert found(query="rich", chat_ids=[local], direction="before") == found(query="rich")
    assert len(found(media_types=["any"])) >= 3
    refused(UnprocessableEntityError, lambda: client.messages.search(extra_query={"mediaTypes": "smell"}))

    results = client.search(query="rich").results
    assert question.id in [message.id for message in results.messages.items], results
    assert results.messages.chats[chat_id].id == chat_id, results
    assert [chat.title for chat in client.search(query="friends").results.chats] == ["Friends"]
    assert "Friends" in [chat.title for chat in client.search(query="fan").results.in_groups]


def focusing(chat_id, message):
    assert client.focus().success is False
    assert client.focus(chat_id=chat_id, message_id=message.id, draft_text="x").success is False
    refused(NotFoundError, lambda: client.focus(chat_id="none"), says="not found")


def every_message_operation(account):
    chat_id = client.chats.start(account_id=account.account_id, user={"id": "echo"}).id
    question = sending(chat_id)
    picture = attachments(chat_id)
    changing(chat_id)
    walking(account, client.chats.start(account_id=account.account_id, user={"id": "silent"}).id)
    searching(account, chat_id, question, picture)
    focusing(chat_id, question)
