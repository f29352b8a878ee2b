import { type Login, LoginError, type LoginIO, type LoginResult } from '@partyline/connector';

const longest = 100;

/** The name is the identity: the same name is the same archive, whatever its case. */
export async function login(flowID: string, io: LoginIO, previous?: Login): Promise<LoginResult> {
  if (flowID !== 'import') throw new LoginError('unknown_flow', `An archive has no login flow "${flowID}".`);
  let instructions = 'How the archive is to be called. Messages are then imported into it.';
  for (;;) {
    const { name = '' } = await io.ask({
      stepID: 'name',
      instructions,
      fields: [{ id: 'name', type: 'text', label: 'Name', placeholder: 'WhatsApp until 2026' }],
    });
    const problem = problemOf(name, previous);
    if (problem === undefined) return resultOf(name);
    instructions = problem;
  }
}

function problemOf(name: string, previous: Login | undefined): string | undefined {
  const clean = cleaned(name);
  if (clean === '') return 'Give the archive a name.';
  if (clean.length > longest) return `The name is too long: it may have ${longest} characters.`;
  if (previous !== undefined && identityOf(clean) !== previous.remoteID)
    return 'That is the name of another archive. Give the name that this one has.';
  return undefined;
}

function resultOf(name: string): LoginResult {
  const fullName = cleaned(name);
  const remoteID = identityOf(fullName);
  return {
    remoteID,
    settings: {},
    secrets: {},
    accounts: [{ remoteID, network: 'Archive', user: { id: `archive:${remoteID}`, fullName } }],
  };
}

const cleaned = (name: string): string =>
  name
    .toWellFormed()
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Bidi_Control}\p{Zl}\p{Zp}]+/gu, ' ')
    .replace(/\s+/gu, ' ')
    .trim();

const identityOf = (name: string): string => name.toLowerCase();
