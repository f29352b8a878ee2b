import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { bin, cleanEnv, run, temporaryFolder } from './run.ts';
import { serve } from './served.ts';

const initialize = (id: number) => ({
  jsonrpc: '2.0',
  id,
  method: 'initialize',
  params: { protocolVersion: '2025-06-18', capabilities: {}, clientInfo: { name: 'pipe', version: '1' } },
});

test('a model’s program speaks over standard input and output, and the token ends with it', async (t) => {
  const dataDir = await temporaryFolder(t);
  const server = await serve(['--port=0', '--sandbox', `--data-dir=${dataDir}`]);
  t.after(() => server.stop());
  const speak = async (...flags: string[]) => {
    const transport = new StdioClientTransport({
      command: process.execPath,
      args: [bin, 'mcp', '--data-dir', dataDir, ...flags],
      env: cleanEnv(),
    });
    const client = new Client({ name: 'test', version: '1' });
    await client.connect(transport);
    t.after(() => client.close());
    return client;
  };
  const client = await speak();
  assert.equal(client.getServerVersion()?.name, 'partyline');
  const { content } = await client.callTool({ name: 'get_accounts' });
  assert.match(JSON.stringify(content), /No account was added yet/);
  const reader = await speak('--read-only');
  const { tools } = await reader.listTools();
  assert.ok(tools.length > 0 && tools.every(({ annotations }) => annotations?.readOnlyHint === true));
  await client.close();
  await reader.close();

  const input = `${JSON.stringify(initialize(1))}\n${JSON.stringify({ jsonrpc: '2.0', id: 2, method: 'tools/list' })}\n`;
  const { code, stdout } = await run(['mcp', '--data-dir', dataDir], { input });
  assert.equal(code, 0);
  const answers = stdout
    .trim()
    .split('\n')
    .map((line): { id: number } => JSON.parse(line));
  assert.deepEqual(answers.map(({ id }) => id).sort(), [1, 2]);
  const { stdout: tokens } = await run(['token', 'list', '--data-dir', dataDir]);
  assert.doesNotMatch(tokens, /partyline command/);

  const cutOff = await speak();
  await server.stop();
  await assert.rejects(cutOff.callTool({ name: 'get_accounts' }), /did not answer/);
  await cutOff.close();
  const { code: late } = await run(['mcp', '--url', server.url, '--token', server.token]);
  assert.equal(late, 4);
});

test('a token that is given decides itself what it may do', async () => {
  const { code, stderr } = await run(['mcp', '--read-only', '--url', 'http://127.0.0.1:9', '--token', 'some-token']);
  assert.equal(code, 2);
  assert.match(stderr, /leave the token out/);
});
