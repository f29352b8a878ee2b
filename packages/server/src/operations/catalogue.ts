/** Every operation there is, in the order the API page shows them. */

import { listContacts } from './accounts/contacts-list.ts';
import { searchContacts } from './accounts/contacts-search.ts';
import { deleteAccount } from './accounts/delete.ts';
import { listAccounts } from './accounts/list.ts';
import { reconnectAccount } from './accounts/reconnect.ts';
import { retrieveAccount } from './accounts/retrieve.ts';
import { updateAccount } from './accounts/update.ts';
import { approveMessage } from './approvals/approve.ts';
import { listApprovals } from './approvals/list.ts';
import { refuseMessage } from './approvals/refuse.ts';
import { retrieveApproval } from './approvals/retrieve.ts';
import { downloadAsset } from './assets/download.ts';
import { serveAsset } from './assets/serve.ts';
import { uploadAsset } from './assets/upload.ts';
import { uploadBase64Asset } from './assets/upload-base64.ts';
import { listAudit } from './audit/list.ts';
import { retrieveBridgeCapabilities } from './bridges/capabilities.ts';
import { listBridges } from './bridges/list.ts';
import { listLoginFlows } from './bridges/login-flows.ts';
import { removeLogin } from './bridges/login-remove.ts';
import { retrieveLogin } from './bridges/login-retrieve.ts';
import { cancelLoginSession } from './bridges/login-session-cancel.ts';
import { createLoginSession } from './bridges/login-session-create.ts';
import { retrieveLoginSession } from './bridges/login-session-retrieve.ts';
import { submitLoginStep } from './bridges/login-step-submit.ts';
import { listLogins } from './bridges/logins-list.ts';
import { retrieveBridge } from './bridges/retrieve.ts';
import { archiveChat } from './chats/archive.ts';
import { createChat } from './chats/create.ts';
import { deleteChat } from './chats/delete.ts';
import { listChats } from './chats/list.ts';
import { notifyAnyway } from './chats/notify-anyway.ts';
import { markChatRead } from './chats/read.ts';
import { clearReminder } from './chats/reminder-clear.ts';
import { setReminder } from './chats/reminder-set.ts';
import { retrieveChat } from './chats/retrieve.ts';
import { searchChats } from './chats/search.ts';
import { startChat } from './chats/start.ts';
import { sendTyping } from './chats/typing.ts';
import { markChatUnread } from './chats/unread.ts';
import { updateChat } from './chats/update.ts';
import { listEvents } from './events/list.ts';
import { createEventTicket } from './events/ticket-create.ts';
import { importMessages } from './imports/create.ts';
import { retrieveInfo } from './info/retrieve.ts';
import { attachLabel } from './labels/attach.ts';
import { createLabel } from './labels/create.ts';
import { deleteLabel } from './labels/delete.ts';
import { detachLabel } from './labels/detach.ts';
import { listLabels } from './labels/list.ts';
import { updateLabel } from './labels/update.ts';
import { deleteMessage } from './messages/delete.ts';
import { editMessage } from './messages/edit.ts';
import { listMessages } from './messages/list.ts';
import { addReaction } from './messages/reaction-add.ts';
import { removeReaction, removeReactionByKey } from './messages/reaction-remove.ts';
import { retrieveMessage } from './messages/retrieve.ts';
import { searchMessages } from './messages/search.ts';
import { sendMessage } from './messages/send.ts';
import type { Operation } from './operation.ts';
import { cancelDelivery } from './outbox/cancel.ts';
import { confirmDelivery } from './outbox/confirm.ts';
import { listOutbox } from './outbox/list.ts';
import { retryDelivery } from './outbox/retry.ts';
import { commandSandbox } from './sandbox/command.ts';
import { searchEverything } from './search/everything.ts';
import { focus } from './search/focus.ts';
import { setupOperations } from './setup/all.ts';
import { createToken } from './tokens/create.ts';
import { listTokens } from './tokens/list.ts';
import { revokeToken } from './tokens/revoke.ts';
import { createWebhook } from './webhooks/create.ts';
import { discardDeadLetter } from './webhooks/dead-letter-discard.ts';
import { listDeadLetters } from './webhooks/dead-letters-list.ts';
import { replayDeadLetters } from './webhooks/dead-letters-replay.ts';
import { deleteWebhook } from './webhooks/delete.ts';
import { listWebhookDeliveries } from './webhooks/deliveries-list.ts';
import { listWebhooks } from './webhooks/list.ts';
import { retrieveWebhook } from './webhooks/retrieve.ts';
import { rotateWebhookSecret } from './webhooks/secret-rotate.ts';
import { testWebhook } from './webhooks/test.ts';
import { updateWebhook } from './webhooks/update.ts';

export function catalogue(options: { readonly sandbox: boolean }): readonly Operation[] {
  return [
    listAccounts,
    retrieveAccount,
    updateAccount,
    deleteAccount,
    reconnectAccount,
    searchContacts,
    listContacts,
    importMessages,
    listBridges,
    retrieveBridge,
    retrieveBridgeCapabilities,
    listLoginFlows,
    listLogins,
    retrieveLogin,
    removeLogin,
    createLoginSession,
    retrieveLoginSession,
    submitLoginStep,
    cancelLoginSession,
    listChats,
    searchChats,
    retrieveChat,
    createChat,
    startChat,
    updateChat,
    deleteChat,
    archiveChat,
    markChatRead,
    markChatUnread,
    notifyAnyway,
    setReminder,
    clearReminder,
    sendTyping,
    listLabels,
    createLabel,
    updateLabel,
    deleteLabel,
    attachLabel,
    detachLabel,
    listMessages,
    searchMessages,
    sendMessage,
    retrieveMessage,
    editMessage,
    deleteMessage,
    addReaction,
    removeReaction,
    removeReactionByKey,
    listOutbox,
    cancelDelivery,
    retryDelivery,
    confirmDelivery,
    uploadAsset,
    uploadBase64Asset,
    downloadAsset,
    serveAsset,
    listEvents,
    createEventTicket,
    listWebhooks,
    createWebhook,
    retrieveWebhook,
    updateWebhook,
    deleteWebhook,
    testWebhook,
    rotateWebhookSecret,
    listWebhookDeliveries,
    listDeadLetters,
    replayDeadLetters,
    discardDeadLetter,
    listTokens,
    createToken,
    revokeToken,
    listApprovals,
    retrieveApproval,
    approveMessage,
    refuseMessage,
    listAudit,
    searchEverything,
    focus,
    retrieveInfo,
    ...setupOperations,
    ...(options.sandbox ? [commandSandbox] : []),
  ];
}
