import type { Manifest } from '@partyline/connector';

type Capabilities = Manifest['chatCapabilities'];
type AttachmentCapabilities = NonNullable<Capabilities['attachments']>[string];

/** The longest text the network takes, in UTF-16 units. */
export const MAX_TEXT = 10_000;

const FULL = 2;
const MIB = 1024 * 1024;

/** The sandbox can do everything, in every chat. The kinds of attachment are Matrix's message types (contract 2.8). */
export const chatCapabilities: Capabilities = {
  formatting: {
    bold: FULL,
    italic: FULL,
    underline: FULL,
    strikethrough: FULL,
    inline_code: FULL,
    code_block: FULL,
    blockquote: FULL,
    inline_link: FULL,
    user_link: FULL,
    unordered_list: FULL,
    ordered_list: FULL,
    headers: FULL,
    spoiler: FULL,
  },
  attachments: {
    'm.image': files(['image/png', 'image/jpeg', 'image/webp'], 100),
    'fi.mau.gif': files(['image/gif'], 20),
    'm.sticker': files(['image/png', 'image/webp', 'image/gif'], 1),
    'm.video': files(['video/mp4', 'video/webm'], 500),
    'm.audio': files(['audio/*'], 100),
    'org.matrix.msc3245.voice': files(['audio/ogg', 'audio/wav', 'audio/mpeg', 'audio/mp4'], 20),
    'm.file': files(['*/*'], 500),
  },
  maxTextLength: MAX_TEXT,
  reply: FULL,
  edit: FULL,
  delete: FULL,
  deleteForMe: true,
  reaction: FULL,
  customEmojiReactions: false,
  readReceipts: true,
  typingNotifications: true,
  archive: true,
  deleteChat: true,
  deleteChatForEveryone: true,
  disappearingTimer: { types: ['afterSend'], timers: [3_600_000, 86_400_000, 604_800_000] },
  state: {
    title: { level: FULL },
    description: { level: FULL },
    avatar: { level: FULL },
    disappearingTimer: { level: FULL },
  },
};

function files(mimeTypes: readonly string[], maxMiB: number): AttachmentCapabilities {
  return {
    mimeTypes: Object.fromEntries(mimeTypes.map((type) => [type, FULL])),
    caption: FULL,
    maxCaptionLength: MAX_TEXT,
    maxSize: maxMiB * MIB,
  };
}
