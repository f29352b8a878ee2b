export { Partyline, Partyline as default } from './client.ts';
export * from './errors.ts';
export type { ClientOptions } from './options.ts';
export { Page, PagePromise } from './paging.ts';
export type { ContactListParams, ContactSearchParams } from './resources/contacts.ts';
export type { LoginSessionCreateParams, LoginSessionParams } from './resources/login-sessions.ts';
export type { LoginParams, LoginRemoveParams } from './resources/logins.ts';
export type { StepSubmitParams } from './resources/steps.ts';
export type { RequestOptions } from './transport.ts';
