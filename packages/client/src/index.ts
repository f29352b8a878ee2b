export { Partyline, Partyline as default } from './client.ts';
export * from './errors.ts';
export type { ClientOptions } from './options.ts';
export { Page, type PageParams, PagePromise } from './paging.ts';
export type { ApprovalListParams } from './resources/approvals.ts';
export type {
  AssetDownloadParams,
  AssetServeParams,
  AssetUploadBase64Params,
  AssetUploadParams,
} from './resources/assets.ts';
export type { AuditListParams } from './resources/audit.ts';
export type { ChatLabelParams } from './resources/chat-labels.ts';
export type * from './resources/chat-params.ts';
export type { ContactListParams, ContactSearchParams } from './resources/contacts.ts';
export type { DeadLetterListParams, DeadLetterParams, DeadLetterReplayParams } from './resources/dead-letters.ts';
export type { LabelParams } from './resources/labels.ts';
export type { LoginSessionCreateParams, LoginSessionParams } from './resources/login-sessions.ts';
export type { LoginParams, LoginRemoveParams } from './resources/logins.ts';
export type * from './resources/message-params.ts';
export type { OutboxListParams } from './resources/outbox.ts';
export type { ReactionAddParams, ReactionDeleteParams } from './resources/reactions.ts';
export type { ReminderCreateParams } from './resources/reminders.ts';
export type { StepSubmitParams } from './resources/steps.ts';
export type * from './resources/top-level.ts';
export type { WebhookRotateParams } from './resources/webhooks.ts';
export type { RequestOptions } from './transport.ts';
export type { Uploadable } from './upload.ts';
