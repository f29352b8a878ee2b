/** What the calls of the client itself are made with, and answer. */

export interface SearchParams {
  query: string;
}

export interface FocusParams {
  chatID?: string | undefined;
  messageID?: string | undefined;
  draftText?: string | undefined;
  draftAttachmentPath?: string | undefined;
}

export interface FocusResult {
  /** Whether a window came to the front. */
  success: boolean;
}
