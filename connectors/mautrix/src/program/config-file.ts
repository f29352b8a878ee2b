/** The configuration a bridge is started with. JSON is YAML, so nothing has to be written in YAML. */

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { JsonObject } from '@partyline/connector';
import type { BridgeConfig } from '../config.ts';
import { DOMAIN, type Identities, OWNER } from '../identities.ts';
import type { Tokens } from '../store/kept.ts';

export interface ConfigParts {
  readonly config: BridgeConfig;
  readonly identities: Identities;
  readonly tokens: Tokens;
  readonly port: number;
}

/** Messages that begin so are commands to the bridge itself; nobody writes it by chance. */
export const commandPrefix = (type: string) => `!partyline-${type}`;

/** @returns the path of the file, which holds secrets and is for this user only */
export function writeBridgeConfig(parts: ConfigParts): string {
  const path = join(parts.config.folder, 'config.json');
  writeFileSync(path, JSON.stringify(bridgeConfig(parts), null, 2), { mode: 0o600 });
  return path;
}

/** All of it, the owner's own settings included. */
export function bridgeConfig({ config, identities, tokens, port }: ConfigParts): JsonObject {
  const { type, folder } = config;
  const deleteAll = { private: 'delete', relayed: 'delete', shared_no_users: 'delete', shared_has_users: 'delete' };
  const keepAll = { private: 'nothing', relayed: 'nothing', shared_no_users: 'nothing', shared_has_users: 'nothing' };
  const generated: JsonObject = {
    bridge: {
      command_prefix: commandPrefix(type),
      permissions: { [OWNER]: 'admin' },
      // One room for each login and chat; it cannot be undone.
      split_portals: true,
      personal_filtering_spaces: false,
      private_chat_portal_meta: false,
      bridge_status_notices: 'none',
      deduplicate_matrix_messages: true,
      cross_room_replies: true,
      enable_send_state_requests: true,
      revert_failed_state_changes: true,
      phone_numbers_in_profile: true,
      only_bridge_tags: ['m.favourite', 'm.lowpriority'],
      tag_only_on_create: false,
      mute_only_on_create: false,
      cleanup_on_logout: { enabled: true, manual: deleteAll, bad_credentials: keepAll },
    },
    database: { type: 'sqlite3-fk-wal', uri: `file:${join(folder, 'bridge.db')}?_txlock=immediate` },
    homeserver: {
      address: `http://127.0.0.1:${port}`,
      domain: DOMAIN,
      software: 'standard',
      websocket: true,
      ping_interval_seconds: 30,
      async_media: true,
    },
    appservice: {
      id: type,
      bot: { username: identities.botLocalpart },
      username_template: identities.usernameTemplate,
      as_token: tokens.bridge,
      hs_token: tokens.host,
      ephemeral_events: true,
      async_transactions: false,
    },
    matrix: {
      message_status_events: true,
      message_error_notices: false,
      delivery_receipts: false,
      sync_direct_chat_list: false,
      federate_rooms: true,
    },
    provisioning: { shared_secret: tokens.provisioning, allow_matrix_auth: false },
    backfill: {
      enabled: true,
      max_initial_messages: 50,
      max_catchup_messages: 500,
      // 0 batches would forbid fetching on demand as well.
      queue: { enabled: false, manual: true, batch_size: 50, batch_delay: 5, max_batches: -1 },
    },
    double_puppet: { secrets: { [DOMAIN]: `as_token:${tokens.bridge}` } },
    encryption: { allow: false },
    logging: { min_level: 'info', writers: [{ type: 'stdout', format: 'json' }] },
  };
  return overlay(generated, config.overrides);
}

/** Objects are laid over each other, anything else is replaced. */
function overlay(below: JsonObject, above: JsonObject): JsonObject {
  const result: Record<string, JsonObject[string]> = { ...below };
  for (const [name, value] of Object.entries(above)) {
    const under = result[name];
    result[name] = isObject(under) && isObject(value) ? overlay(under, value) : value;
  }
  return result;
}

const isObject = (value: JsonObject[string] | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
