/** What the double does: logins, portals, and messages both ways. */

import { createHash } from 'node:crypto';
import type { Kept } from './kept.ts';
import type { Json, Matrix } from './matrix.ts';
import { provisioning } from './provisioning.ts';
import type { Socket } from './socket.ts';

export interface BridgeParts {
  readonly config: Json;
  readonly kept: Kept;
  readonly matrix: Matrix;
}

export class Bridge {
  readonly parts: BridgeParts;
  #socket: Socket | undefined;
  readonly #states = new Map<string, Json>();
  readonly #following = new Set<string>();
  readonly provision: ReturnType<typeof provisioning>;

  constructor(parts: BridgeParts) {
    this.parts = parts;
    this.provision = provisioning(this);
  }

  attach(socket: Socket): void {
    this.#socket = socket;
  }

  async start(): Promise<void> {
    const { matrix, kept } = this.parts;
    await this.#socket?.opened;
    await matrix.call('GET', '/versions', matrix.bot);
    await this.register(matrix.bot);
    await matrix.call('GET', '/v3/account/whoami', matrix.bot);
    await matrix.call('GET', '/v1/media/config', matrix.bot);
    await matrix.call('GET', `/v3/profile/${enc(matrix.bot)}/displayname`, matrix.bot);
    await matrix.call('PUT', `/v3/profile/${enc(matrix.bot)}/displayname`, matrix.bot, { displayname: 'Double bot' });
    if (kept.data.logins.length === 0) this.tellState(undefined, { state_event: 'UNCONFIGURED' });
    for (const login of kept.data.logins) this.connect(login);
  }

  connect(login: { id: string; name: string }): void {
    this.tellState(login.id, { state_event: 'CONNECTING' });
    if (this.#following.has(login.id)) return;
    this.#following.add(login.id);
    void this.#follow(login);
  }

  /** Passes on what the network has, one update after the other; the position is kept after the host has taken it. */
  async #follow(login: { id: string; name: string }): Promise<void> {
    const { kept } = this.parts;
    while (this.#following.has(login.id)) {
      const after = kept.data.position[login.id] ?? 0;
      try {
        const updates: Json[] = await this.network(`/updates?login=${enc(login.id)}&after=${after}`);
        if (this.#states.get(login.id)?.state_event === 'CONNECTING')
          this.tellState(login.id, { state_event: 'CONNECTED', remote_name: login.name });
        for (const update of updates) {
          await this.#pass(login.id, update);
          kept.data.position[login.id] = update.seq;
          kept.save();
        }
      } catch (error) {
        process.stdout.write(`${JSON.stringify({ level: 'warn', message: 'network', error: String(error) })}\n`);
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    }
  }

  async network(path: string, body?: Json): Promise<Json> {
    const url = `${this.parts.config.network.url}${path}`;
    const response = await fetch(url, body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) });
    return response.json();
  }

  async #pass(login: string, update: Json): Promise<void> {
    const { matrix, kept } = this.parts;
    if (update.kind === 'state') return this.tellState(login, update.state);
    if (update.kind === 'drop') return this.#socket?.drop();
    if (update.kind === 'picture') {
      kept.data.picture = await matrix.upload(update.picture.bytes, update.picture.type, 'picture');
      return;
    }
    const room = await this.portal(login, update.chat);
    const actor = update.sender === login ? matrix.owner : matrix.ghost(update.sender ?? '');
    const key = (id: string) => `${login}/${id}`;
    const send = (type: string, content: Json) =>
      matrix.call('PUT', `/v3/rooms/${enc(room)}/send/${type}/${enc(`${login}-${update.seq}`)}`, actor, content, {
        ts: String(update.ts),
      });
    if (update.sender !== undefined && update.sender !== login)
      await this.meet(update.sender, update.name, update.picture);
    switch (update.kind) {
      case 'message': {
        const url = update.file && (await matrix.upload(update.file.bytes, update.file.type, update.file.name));
        const file = url && {
          msgtype: 'm.image',
          url,
          filename: update.file.name,
          info: { mimetype: update.file.type, size: update.file.bytes.length },
        };
        const reply = update.replyTo && {
          'm.relates_to': { 'm.in_reply_to': { event_id: kept.data.messages[key(update.replyTo)] } },
        };
        const own = update.sender === login && { 'fi.mau.double_puppet_source': 'mautrix-double' };
        const { event_id } = await send('m.room.message', {
          msgtype: 'm.text',
          body: update.text,
          'm.mentions': {},
          ...update.content,
          ...file,
          ...reply,
          ...own,
        });
        kept.data.messages[key(update.id)] = event_id;
        return;
      }
      case 'typing':
        await matrix.call('PUT', `/v3/rooms/${enc(room)}/typing/${enc(actor)}`, actor, {
          typing: update.isTyping,
          ...(update.isTyping && { timeout: 20_000 }),
        });
        return;
      case 'edit': {
        const content = { msgtype: 'm.text', body: update.text };
        const relation = { rel_type: 'm.replace', event_id: kept.data.messages[key(update.id)] };
        await send('m.room.message', {
          ...content,
          body: `* ${update.text}`,
          'm.new_content': content,
          'm.relates_to': relation,
        });
        return;
      }
      case 'reaction': {
        const relation = { rel_type: 'm.annotation', event_id: kept.data.messages[key(update.id)], key: update.key };
        const { event_id } = await send('m.reaction', { 'm.relates_to': relation });
        kept.data.messages[key(`${update.id}/${update.sender}/${update.key}`)] = event_id;
        return;
      }
      case 'removal':
        await send('m.room.redaction', { redacts: kept.data.messages[key(update.id)] });
        return;
      case 'read':
        await matrix.call('POST', `/v3/rooms/${enc(room)}/read_markers`, actor, {
          'm.read': kept.data.messages[key(update.id)],
          'com.beeper.read.extra': { ts: update.ts },
        });
        return;
      case 'rename':
        await matrix.call('PUT', `/v3/rooms/${enc(room)}/state/m.room.name/`, matrix.bot, { name: update.text });
        return;
      case 'status':
        return this.tellStatus(room, update.event, update.status);
      case 'older':
        return this.handOverOlder(room, update.messages);
      case 'gone':
        await matrix.call('POST', `/unstable/com.beeper.yeet/rooms/${enc(room)}/delete`, matrix.bot);
        delete kept.data.rooms[key(update.chat.id)];
        return;
    }
  }

  async handOverOlder(room: string, messages: Json[]): Promise<void> {
    const { matrix } = this.parts;
    await matrix.call('POST', `/unstable/com.beeper.backfill/rooms/${enc(room)}/batch_send`, matrix.bot, {
      forward: false,
      forward_if_no_messages: true,
      send_notification: false,
      events: messages.map((message) => this.historic(room, message)),
    });
  }

  historic(room: string, { id, sender, text, ts }: Json): Json {
    const hash = createHash('sha256').update(`${room}\0${id}\0`).digest('base64url');
    return {
      sender: this.parts.matrix.ghost(sender),
      type: 'm.room.message',
      origin_server_ts: ts,
      event_id: `$${hash}:double.example`,
      room_id: room,
      content: { msgtype: 'm.text', body: text, 'm.mentions': {} },
    };
  }

  async portal(login: string, chat: Json): Promise<string> {
    const { matrix, kept } = this.parts;
    const known = kept.data.rooms[`${login}/${chat.id}`];
    if (known !== undefined) return known;
    const members: string[] = chat.members ?? [chat.id];
    for (const member of members) await this.meet(member, member);
    await matrix.call('GET', '/v3/capabilities', matrix.bot);
    const domain = matrix.bot.split(':')[1];
    const invited = [matrix.owner, ...members.map((member) => matrix.ghost(member))];
    const key = this.#bridgeKey();
    const info = this.#bridgeInfo(login, chat, chat.isRequest === true);
    const picture = chat.picture && (await matrix.upload(chat.picture.bytes, chat.picture.type, 'room'));
    const features = {
      formatting: { bold: 2 },
      reply: 2,
      edit: 2,
      delete: 2,
      reaction: 2,
      read_receipts: true,
      typing_notifications: true,
      mark_as_unread: true,
      delete_chat: true,
      ...(chat.isRequest && { message_request: { accept_with_button: 2 } }),
      disappearing_timer: { types: ['after_read'], timers: [3_600_000, 86_400_000] },
      max_text_length: 4_000,
      file: { 'm.image': { mime_types: { 'image/*': 2 }, caption: 2, max_size: 1_000_000 } },
      state: { 'm.room.name': { level: 2 } },
      ...chat.features,
    };
    const { room_id } = await matrix.call('POST', '/v3/createRoom', matrix.bot, {
      visibility: 'private',
      preset: 'private_chat',
      is_direct: chat.members === undefined,
      power_level_content_override: { users: { [matrix.bot]: 9001 }, events: { 'm.room.tombstone': 100 } },
      initial_state: [
        { type: 'io.element.functional_members', content: { service_members: [matrix.bot] } },
        { type: 'uk.half-shot.bridge', state_key: key, content: info },
        { type: 'm.bridge', state_key: key, content: info },
        { type: 'com.beeper.room_features', state_key: key, content: features },
        ...(picture === undefined ? [] : [{ type: 'm.room.avatar', content: { url: picture } }]),
        ...(chat.title === undefined ? [] : [{ type: 'm.room.name', content: { name: chat.title } }]),
      ],
      'com.beeper.local_room_id': `!${chat.id}.${login}:${domain}`,
      'com.beeper.initial_members': invited,
      'com.beeper.auto_join_invites': true,
      invite: invited,
    });
    kept.data.rooms[`${login}/${chat.id}`] = room_id;
    kept.save();
    if (chat.history !== undefined)
      await matrix.call('POST', `/unstable/com.beeper.backfill/rooms/${enc(room_id)}/batch_send`, matrix.bot, {
        forward: true,
        events: chat.history.map((message: Json) => this.historic(room_id, message)),
      });
    return room_id;
  }

  #bridgeKey(): string {
    return `${this.parts.matrix.bot.split(':')[1]}/${this.parts.config.appservice.id}`;
  }

  #bridgeInfo(login: string, chat: Json, isRequest: boolean): Json {
    const { matrix } = this.parts;
    return {
      bridgebot: matrix.bot,
      creator: matrix.bot,
      protocol: { id: 'double', displayname: 'Double' },
      channel: { id: chat.id, 'fi.mau.receiver': login, ...(isRequest && { 'com.beeper.message_request': true }) },
      ...(chat.members === undefined && { 'com.beeper.room_type': 'dm', 'com.beeper.room_type.v2': 'dm' }),
    };
  }

  /** @param picture its bytes and type, or the address of one that is elsewhere */
  async meet(userID: string, name = userID, picture?: Json): Promise<void> {
    const { matrix } = this.parts;
    const ghost = matrix.ghost(userID);
    if (this.parts.kept.data.registered.includes(ghost)) return;
    await this.register(ghost);
    await matrix.call('GET', `/v3/profile/${enc(ghost)}/displayname`, ghost);
    await matrix.call('PUT', `/v3/profile/${enc(ghost)}/displayname`, ghost, { displayname: name });
    await matrix.call('PATCH', `/v3/profile/${enc(ghost)}`, ghost, {
      'com.beeper.bridge.remote_id': userID,
      'com.beeper.bridge.identifiers': [`tel:+1555${userID.length}`],
    });
    if (picture === undefined) return;
    const address = picture.address ?? (await matrix.upload(picture.bytes, picture.type, 'avatar'));
    await matrix.call('PUT', `/v3/profile/${enc(ghost)}/avatar_url`, ghost, { avatar_url: address });
  }

  async register(mxid: string): Promise<void> {
    const { matrix, kept } = this.parts;
    if (kept.data.registered.includes(mxid)) return;
    const username = mxid.slice(1, mxid.indexOf(':'));
    await matrix.call('POST', '/v3/register', mxid, {
      type: 'm.login.application_service',
      username,
      inhibit_login: true,
    });
    kept.data.registered.push(mxid);
    kept.save();
  }

  tellState(login: string | undefined, state: Json): void {
    const full = { timestamp: Math.floor(Date.now() / 1_000), ttl: 21_600, source: 'bridge', ...state };
    if (login !== undefined) this.#states.set(login, full);
    this.#socket?.tell(
      'bridge_status',
      login === undefined ? full : { ...full, remote_id: login, user_id: this.parts.matrix.owner },
    );
  }

  stateOf(login: string): Json {
    return this.#states.get(login) ?? {};
  }

  /** As bridges do after each reconnect. */
  connected(): void {
    for (const [login, state] of this.#states) this.tellState(login, state);
  }

  async forget(login: string): Promise<void> {
    const { matrix, kept } = this.parts;
    this.#following.delete(login);
    for (const [key, room] of Object.entries(kept.data.rooms)) {
      if (!key.startsWith(`${login}/`)) continue;
      await matrix.call('POST', `/unstable/com.beeper.yeet/rooms/${enc(room)}/delete`, matrix.bot);
      delete kept.data.rooms[key];
    }
    kept.data.logins = kept.data.logins.filter(({ id }) => id !== login);
    kept.save();
    this.tellState(login, { state_event: 'LOGGED_OUT' });
  }

  transaction(events: Json[], ephemeral: Json[]): void {
    for (const event of ephemeral) void this.network('/ephemeral', event);
    for (const event of events) void this.#bridge(event);
  }

  /** One event of the owner's to the network, then its status. */
  async #bridge(event: Json): Promise<void> {
    const { matrix, kept } = this.parts;
    this.#socket?.tell('message_checkpoint', {
      checkpoints: [{ event_id: event.event_id, step: 'BRIDGE', status: 'SUCCESS' }],
    });
    const found = Object.entries(kept.data.rooms).find(([, room]) => room === event.room_id);
    const [login = '', ...chat] = (found?.[0] ?? '').split('/');
    const address = event.content.url ?? event.content.content?.url;
    const file = address && (await matrix.download(address));
    const answer: Json = await this.network('/sent', { login, chat: chat.join('/'), event, file });
    if (answer.silent) return;
    const status = answer.status ?? { status: 'SUCCESS' };
    if (status.status === 'SUCCESS') kept.data.messages[`${login}/${event.event_id}`] = event.event_id;
    if (event.type === 'com.beeper.send_state' && status.status === 'SUCCESS') {
      const { type, state_key, content } = event.content;
      await matrix.call('PUT', `/v3/rooms/${enc(event.room_id)}/state/${type}/${state_key}`, matrix.owner, content);
    }
    if (event.type === 'com.beeper.delete_chat' && status.status === 'SUCCESS') {
      await matrix.call('POST', `/unstable/com.beeper.yeet/rooms/${enc(event.room_id)}/delete`, matrix.bot);
      delete kept.data.rooms[found?.[0] ?? ''];
      // No status: there is no room to say it in.
      return;
    }
    if (event.type === 'com.beeper.accept_message_request' && status.status === 'SUCCESS') {
      const path = `/v3/rooms/${enc(event.room_id)}/state/m.bridge/${enc(this.#bridgeKey())}`;
      await matrix.call('PUT', path, matrix.bot, this.#bridgeInfo(login, { id: chat.join('/') }, false));
    }
    await this.tellStatus(event.room_id, event, status);
  }

  async tellStatus(room: string, event: Json, status: Json): Promise<void> {
    const { matrix } = this.parts;
    const relation = { rel_type: 'm.reference', event_id: event.event_id };
    const txn = `status-${event.event_id}-${status.status}`;
    await matrix.call('PUT', `/v3/rooms/${enc(room)}/send/com.beeper.message_send_status/${enc(txn)}`, matrix.bot, {
      'm.relates_to': relation,
      network: 'double',
      relates_to_txn_id: event.unsigned?.transaction_id,
      ...status,
    });
  }
}

const enc = encodeURIComponent;
