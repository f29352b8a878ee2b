import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Connection, SendError } from '@partyline/connector';
import { connected, type House, message, sandbox, signedIn } from './house.ts';

async function online(): Promise<{ house: House; connection: Connection }> {
  const connector = sandbox();
  return connected(connector, await signedIn(connector));
}

describe('contacts', () => {
  it('are an address book', async () => {
    const { connection } = await online();
    const contacts = structuredClone(await connection.contacts?.());
    assert.deepEqual(
      contacts?.map((contact) => contact.id),
      ['echo', 'slow', 'silent', 'refuser', 'busy', 'unsure', 'herald'],
    );
    assert.equal(contacts?.find((contact) => contact.id === 'herald')?.cannotMessage, true);
  });

  it('are found by name, user name, number and mail address', async () => {
    const { connection } = await online();
    const found = async (query: string) => (await connection.resolve?.(query))?.map((contact) => contact.id);
    assert.deepEqual(await found('Slow'), ['slow']);
    assert.deepEqual(await found('@refuser'), ['refuser']);
    assert.deepEqual(await found('echo'), ['echo', 'slow']);
    assert.deepEqual(await found('+1 (202) 555-0101'), ['echo']);
    assert.deepEqual(await found('SILENT@sandbox.invalid'), ['silent']);
    assert.deepEqual(await found('nobody'), []);
    assert.deepEqual(await found(' '), []);
  });

  it('echo and slow answer with the same text, echo first; silent does not', async () => {
    const { house, connection } = await online();
    for (const chatID of ['silent', 'slow', 'echo']) await connection.send(message(chatID, `to ${chatID}`));
    const answers = await house.receives(2);
    assert.deepEqual(
      answers.map(({ chat, text }) => [chat.id, text]),
      [
        ['echo', 'to echo'],
        ['slow', 'to slow'],
      ],
    );
  });

  for (const [chatID, outcome, retriable] of [
    ['refuser', 'certain', false],
    ['busy', 'certain', true],
    ['unsure', 'uncertain', false],
    ['herald', 'certain', false],
    ['no-such-chat', 'certain', false],
  ] as const) {
    it(`${chatID}: a message fails, ${outcome}, ${retriable ? '' : 'not '}retriable`, async () => {
      const { connection } = await online();
      await assert.rejects(connection.send(message(chatID, 'hello')), (error: unknown) => {
        assert.ok(error instanceof SendError);
        assert.deepEqual([error.outcome, error.retriable], [outcome, retriable]);
        return true;
      });
    });
  }
});
