/** What the server knows of itself once it listens. */

import { arch, platform, release } from 'node:os';
import type { Info } from '@partyline/protocol';

export interface SelfDescription {
  readonly version: string;
  /** Where it is called: `http://localhost:23373`. */
  readonly baseURL: string;
  readonly port: number;
  readonly hostname: string;
  /** Whether other machines can reach it. */
  readonly remoteAccess: boolean;
}

/** @param calledAt the base of every address: whoever could call there can call there again. Contract 2.22. */
export function infoOf(self: SelfDescription, calledAt: string): Info {
  const at = (path: string) => new URL(path, calledAt).href;
  return {
    // Neither ".server" nor ".desktop" is in the bundle ID, so that it fits every kind of target (client-expectations.md, 2.1).
    app: { name: 'Partyline', version: self.version, bundle_id: 'org.partyline.partyline' },
    platform: { os: platform(), arch: arch(), release: release() },
    server: {
      status: 'running',
      base_url: calledAt,
      port: self.port,
      hostname: self.hostname,
      remote_access: self.remoteAccess,
      mcp_enabled: true,
    },
    endpoints: {
      oauth: {
        authorization_endpoint: at('/oauth/authorize'),
        token_endpoint: at('/oauth/token'),
        introspection_endpoint: at('/oauth/introspect'),
        userinfo_endpoint: at('/oauth/userinfo'),
        revocation_endpoint: at('/oauth/revoke'),
        registration_endpoint: at('/oauth/register'),
      },
      spec: at('/v1/spec'),
      mcp: at('/v0/mcp'),
      ws_events: at('/v1/ws').replace(/^http/, 'ws'),
    },
  };
}
