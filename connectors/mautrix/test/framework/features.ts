/** What can be done in a chat of a network that can do everything: `com.beeper.room_features`. */

const anyFile = { mime_types: { '*/*': 2 }, caption: 2, max_size: 10_000_000 };

export const allFeatures = {
  id: 'example.rehearsal.all',
  formatting: { bold: 2, italic: 2, inline_link: 2, user_link: 2 },
  file: Object.fromEntries(
    ['m.image', 'm.video', 'm.audio', 'm.file', 'org.matrix.msc3245.voice', 'fi.mau.gif', 'm.sticker'].map((kind) => [
      kind,
      anyFile,
    ]),
  ),
  state: Object.fromEntries(
    ['m.room.name', 'm.room.topic', 'm.room.avatar', 'com.beeper.disappearing_timer'].map((type) => [
      type,
      { level: 2 },
    ]),
  ),
  max_text_length: 10_000,
  location_message: 2,
  thread: 2,
  reply: 2,
  edit: 2,
  delete: 2,
  delete_for_me: true,
  reaction: 2,
  read_receipts: true,
  typing_notifications: true,
  mark_as_unread: true,
  delete_chat: true,
  delete_chat_for_everyone: true,
  disappearing_timer: { types: ['after_read', 'after_send'] },
  message_request: { accept_with_message: 2, accept_with_button: 2 },
};
