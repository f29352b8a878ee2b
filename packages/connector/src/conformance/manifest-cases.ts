import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { Subject } from './real-server.ts';
import { Witness } from './witness.ts';

const TYPE = /^[a-z][a-z0-9-]*$/;
/** It stands in a URL path: `/v1/bridges/{bridgeID}/login-flows/{flowID}`. */
const FLOW_ID = /^[a-z0-9-]+$/;

export function manifestCases(subject: Subject): void {
  it('manifest: is plain and valid data', () => {
    const { manifest } = subject;
    assert.deepEqual(JSON.parse(JSON.stringify(manifest)), manifest);
    assert.match(manifest.type, TYPE);
    assert.notEqual(manifest.displayName.trim(), '');
    const flowIDs = manifest.loginFlows.map((flow) => flow.id);
    assert.notEqual(flowIDs.length, 0);
    assert.equal(new Set(flowIDs).size, flowIDs.length, 'each login flow has an ID of its own');
    for (const flow of manifest.loginFlows) {
      assert.match(flow.id, FLOW_ID);
      assert.notEqual(flow.name.trim(), '');
    }
    assert.ok(flowIDs.includes(subject.flowID), 'the flow to walk is in the manifest');
    assert.equal(typeof manifest.supportsMultipleAccounts, 'boolean');
    for (const scope of manifest.logoutScopes) assert.ok(scope === 'current-device' || scope === 'all-devices');
  });

  it('manifest: the connector is made without a server', () => {
    const witness = new Witness();
    const connector = subject.createConnector({ config: {}, log: witness.log });
    assert.equal(typeof connector.login, 'function');
    assert.equal(typeof connector.connect, 'function');
    witness.verify();
  });
}
