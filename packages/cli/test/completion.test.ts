import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { run, temporaryFolder } from './run.ts';

const fish: string = 'fish';

const printed = async (shell: string): Promise<string> => {
  const { code, stdout, stderr } = await run(['completion', shell]);
  assert.equal(code, 0, stderr);
  return stdout;
};

/** What a shell would say when it is asked whether it reads the script. */
function missing(shell: string): string | false {
  const isThere = spawnSync(shell, ['--version']).status === 0;
  return isThere || process.env['CI'] === 'true' ? false : `install ${shell}`;
}

test('bash completes commands, options and values, and leaves files to itself', {
  skip: missing('bash'),
}, async (t) => {
  const folder = await temporaryFolder(t);
  const file = join(folder, 'partyline.bash');
  await writeFile(file, await printed('bash'));
  const commands = `
source '${file}'
complete -p partyline
complete_line() {
  COMP_WORDS=("$@")
  COMP_CWORD=$(($# - 1))
  _partyline
  echo "\${COMPREPLY[*]}"
}
complete_line partyline acc
complete_line partyline accounts ''
complete_line partyline --json accounts a
complete_line partyline --url http accounts a
complete_line partyline --url = http accounts a
complete_line partyline accounts add --fl
complete_line partyline serve --tls
complete_line partyline completion ''
complete_line partyline targets u
complete_line partyline --data-dir ''
complete_line partyline accounts -- ''
complete_line partyline accounts add -
`;
  const { status, stdout, stderr } = spawnSync('bash', ['--noprofile', '--norc'], {
    input: commands,
    encoding: 'utf8',
  });
  assert.deepEqual([status, stderr], [0, '']);
  const lines = stdout.trimEnd().split('\n');
  const last = lines.pop() ?? '';
  assert.deepEqual(lines, [
    'complete -o bashdefault -o default -F _partyline partyline',
    'accounts',
    lines[2] ?? '',
    'add',
    'add',
    'add',
    '--flow',
    '--tls-cert --tls-key',
    'bash zsh fish',
    'use',
    '',
    '',
  ]);
  for (const word of ['list', 'show', 'add', 'remove', 'reconnect', 'enable', 'disable'])
    assert.ok(lines[2]?.split(' ').includes(word), `${word} is not in: ${lines[2]}`);
  for (const flag of ['--set', '--fields', '--json', '--read-only']) assert.ok(last.split(' ').includes(flag), last);
});

test('what is offered is what the help lists', async () => {
  const script = await printed('bash');
  const { stdout } = await run(['--help']);
  const names = [...stdout.matchAll(/^ {2}([a-z][a-z-]*)(?:\|[a-z-]+)?(?: \[.*?\]| <.*?>)* {2,}\S/gm)].map(
    ([, name = '']) => name,
  );
  assert.ok(names.length > 10, stdout);
  const offered = /^ {6}''\) words='([^']*)'/m.exec(script)?.[1]?.split(' ') ?? [];
  assert.deepEqual(offered.toSorted(), names.toSorted());
});

for (const shell of ['zsh', fish]) {
  test(`${shell} reads its script`, { skip: missing(shell) }, async (t) => {
    const file = join(await temporaryFolder(t), 'partyline');
    await writeFile(file, await printed(shell));
    const { status, stderr } = spawnSync(shell, ['-n', file], { encoding: 'utf8' });
    assert.deepEqual([status, stderr], [0, '']);
  });
}

test('fish completes commands and options', { skip: missing(fish) }, async (t) => {
  const file = join(await temporaryFolder(t), 'partyline.fish');
  await writeFile(file, await printed('fish'));
  const ask = (line: string) =>
    spawnSync(fish, ['--no-config', '-c', `source ${file}; complete -C '${line}'`], { encoding: 'utf8' }).stdout;
  assert.match(ask('partyline acc'), /^accounts\t/);
  assert.match(ask('partyline --url x accounts a'), /^add\t/);
  assert.match(ask('partyline accounts add --fl'), /^--flow\t/m);
});

test('another shell is refused with those there are', async () => {
  const { code, stderr } = await run(['completion', 'tcsh']);
  assert.equal(code, 2);
  assert.match(stderr, /bash, zsh, fish/);
});
