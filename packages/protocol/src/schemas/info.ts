/** What the server says of itself: contract 2.22 (snake_case on the wire). */

import { Type } from 'typebox';

const url = Type.String({ format: 'uri' });

export const Info = Type.Object(
  {
    app: Type.Object({ name: Type.String(), version: Type.String(), bundle_id: Type.String() }),
    platform: Type.Object({ os: Type.String(), arch: Type.String(), release: Type.Optional(Type.String()) }),
    server: Type.Object({
      status: Type.String(),
      base_url: url,
      port: Type.Integer(),
      hostname: Type.String(),
      remote_access: Type.Boolean(),
      mcp_enabled: Type.Boolean(),
    }),
    endpoints: Type.Object({
      oauth: Type.Object({
        authorization_endpoint: url,
        token_endpoint: url,
        introspection_endpoint: url,
        userinfo_endpoint: url,
        revocation_endpoint: url,
        registration_endpoint: url,
      }),
      spec: url,
      mcp: url,
      ws_events: url,
    }),
  },
  { title: 'Info' },
);
export type Info = Type.Static<typeof Info>;
