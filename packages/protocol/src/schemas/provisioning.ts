/** What a bridge can look up and create: contract 2.19 (snake_case on the wire). */

import { Type } from 'typebox';
import { oneOf } from './building-blocks.ts';

export const GroupField = Type.Object(
  {
    allowed: Type.Boolean(),
    required: Type.Optional(Type.Boolean()),
    min_length: Type.Optional(Type.Integer()),
    max_length: Type.Optional(Type.Integer()),
    settings: Type.Optional(
      Type.Object({
        types: Type.Array(oneOf(['', 'after_read', 'after_read_by_recipient', 'after_send'])),
        timers: Type.Optional(Type.Array(Type.Integer())),
        omit_empty_timer: Type.Optional(Type.Literal(true)),
      }),
    ),
  },
  { title: 'GroupField' },
);
export type GroupField = Type.Static<typeof GroupField>;

const GroupType = Type.Object({
  type_description: Type.String(),
  name: Type.Optional(GroupField),
  username: Type.Optional(GroupField),
  avatar: Type.Optional(GroupField),
  topic: Type.Optional(GroupField),
  disappear: Type.Optional(GroupField),
  participants: Type.Optional(GroupField),
  parent: Type.Optional(GroupField),
});

export const ProvisioningCapabilities = Type.Object(
  {
    resolve_identifier: Type.Object({
      create_dm: Type.Boolean(),
      lookup_phone: Type.Boolean(),
      lookup_email: Type.Boolean(),
      lookup_username: Type.Boolean(),
      any_phone: Type.Boolean(),
      contact_list: Type.Boolean(),
      search: Type.Boolean(),
    }),
    group_creation: Type.Record(Type.String(), GroupType),
    image_pack_import: Type.Optional(Type.Boolean()),
  },
  { title: 'ProvisioningCapabilities' },
);
export type ProvisioningCapabilities = Type.Static<typeof ProvisioningCapabilities>;
