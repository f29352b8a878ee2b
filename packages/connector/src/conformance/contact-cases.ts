import assert from 'node:assert/strict';
import { it } from 'node:test';
import { deadline, within } from './deadlines.ts';
import type { Subject } from './real-server.ts';
import { staged } from './stage.ts';

/** Nobody is called so on a fresh server. */
const UNKNOWN = 'nobody-is-called-so';

export function contactCases(subject: Subject): void {
  it(
    'contacts: are plain data, and an unknown person is an empty list',
    { timeout: deadline.case },
    staged(subject, async (stage) => {
      const { connection } = await stage.connected(await stage.login());
      if (connection.contacts) {
        const contacts = await within(deadline.settle, 'contacts', connection.contacts());
        stage.witness.crossed('contacts', contacts);
        const ids = contacts.map((contact) => contact.id);
        assert.equal(new Set(ids).size, ids.length, 'each contact has an ID of their own');
      }
      if (connection.resolve) {
        assert.deepEqual(await within(deadline.settle, 'resolve', connection.resolve(UNKNOWN)), []);
      }
    }),
  );
}
