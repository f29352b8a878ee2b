"""Calls every operation of the official Python SDK that Partyline has: contract 3.1 to 3.10."""

from accounts import every_account_operation
from caller import add_by_form, client
from chats import every_chat_operation
from files import every_asset_operation
from messages import every_message_operation
from setup import every_setup_operation

assert client.info.retrieve().endpoints.spec.endswith("/v1/spec")
every_account_operation()
every_asset_operation()
account = add_by_form("writer")
every_chat_operation(account)
every_message_operation(account)
every_setup_operation()
