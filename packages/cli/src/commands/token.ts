/** Access tokens: made, listed, revoked. */

import type { TokenInfo } from '@partyline/server';
import { CliError } from '../exit.ts';
import { type Globals, refuseWhenReadOnly } from '../globals.ts';
import { hint } from '../hint.ts';
import { parseExpiry } from '../lifetime.ts';
import { pickStoredAccount } from '../match.ts';
import { type PolicyOptions, policyOf, policyWords } from '../policy.ts';
import type { Result } from '../result.ts';
import { formatTable } from '../table.ts';
import { columns, paint, printable } from '../text.ts';
import { withTokens } from '../token-books.ts';

export interface CreateOptions extends PolicyOptions {
  readonly name: string;
  readonly scope?: readonly string[];
  readonly expires?: string;
}

const scopes = ['read', 'write'] as const;
type Scope = (typeof scopes)[number];

export async function createToken(options: CreateOptions, globals: Globals): Promise<Result> {
  refuseWhenReadOnly(globals, 'make a token (for one that can only read: --scope read)');
  const wanted = parseScopes(options.scope);
  const expiresAt = options.expires === undefined ? undefined : parseExpiry(options.expires, new Date());
  return withTokens(globals, async (book) => {
    const accounts = options.account === undefined ? [] : await book.accounts();
    const accountIDs = options.account?.map((account) => pickStoredAccount(account, accounts, globals.pick).accountID);
    const policy = policyOf(options, accountIDs);
    const { name } = options;
    const { id, token } = await book.create({
      name,
      scopes: wanted,
      expiresAt,
      ...(policy !== undefined && { policy }),
    });
    const held = policy === undefined ? {} : { policy };
    const document = { id, token, name, scopes: wanted, expiresAt: expiresAt?.toISOString() ?? null, ...held };
    const until = expiresAt ? `until ${day(expiresAt)}` : 'until it is revoked';
    const words = policy === undefined ? [] : policyWords(policy);
    const more = words.length === 0 ? '' : ` It ${words.join('; it ')}.`;
    return {
      document,
      text: `${token}\n\nThis token is shown only once. It may ${wanted.join(' and ')}, ${until}.${more} Use it like this:\n\n  export BEEPER_ACCESS_TOKEN=${token}`,
    };
  });
}

export function listTokens(globals: Globals): Promise<Result> {
  return withTokens(globals, async (book) => {
    const tokens = await book.list();
    return { document: tokens, text: tokensTable(tokens, globals) };
  });
}

/** @throws CliError 5 when no token is called that, 6 when several are and not all are meant. */
export async function revokeToken(idOrName: string, options: { all?: boolean }, globals: Globals): Promise<Result> {
  refuseWhenReadOnly(globals, 'revoke a token');
  return withTokens(globals, async (book) => {
    const tokens = await book.list();
    const found = tokens.filter(({ id, name }) => id === idOrName || name === idOrName);
    if (found.length === 0) {
      const rest = tokens.length === 0 ? 'There is none.' : `There is:\n${tokens.map(idAndName).join('\n')}`;
      throw new CliError('nothingMatched', 'nothing_matched', `No token has this ID or name. ${rest}`);
    }
    if (found.length > 1 && !options.all) {
      const text = `${found.length} tokens have this name; say which by its ID, or revoke them with --all:\n${found.map(idAndTimes).join('\n')}`;
      throw new CliError('ambiguous', 'ambiguous', text, { candidates: found.map(({ id }) => id) });
    }
    const revoked = await book.revoke(idOrName);
    return { document: { revoked }, text: revoked === 1 ? 'Revoked.' : `Revoked ${revoked} tokens of that name.` };
  });
}

const idAndName = ({ id, name }: TokenInfo): string => `  ${id}  ${printable(name)}`;

const idAndTimes = (token: TokenInfo): string => `  ${token.id}  created ${day(token.createdAt)}, ${lifeOf(token)}`;

/** Both when none is given. `write` alone is not a thing: whoever may write may read (auth.md, section 2). */
function parseScopes(given: readonly string[] = scopes): Scope[] {
  const words = new Set(given.flatMap((word) => word.split(',')).map((word) => word.trim()));
  const unknown = [...words].find((word) => !scopes.some((scope) => scope === word));
  if (unknown !== undefined) {
    throw new CliError('usage', 'usage', `There is no scope "${unknown}"; there are ${scopes.join(' and ')}.`);
  }
  return scopes.filter((scope) => scope === 'read' || words.has(scope));
}

function tokensTable(tokens: readonly TokenInfo[], globals: Globals): string {
  if (tokens.length === 0) return `No tokens yet. Make one:\n\n  ${hint('token create --name my-script', globals)}`;
  const titles = [{ title: 'ID' }, { title: 'NAME', flexible: true }, { title: 'SCOPES' }];
  const rows = tokens.map((token) => ({
    cells: [token.id, printable(token.name), token.scopes.join(' ')],
    below: [
      `created ${day(token.createdAt)}, ${lifeOf(token)}`,
      ...(token.policy === undefined ? [] : policyWords(token.policy)),
    ]
      .map((line) => `    ${line}`)
      .join('\n'),
  }));
  const width = process.stdout.isTTY ? columns() : Number.POSITIVE_INFINITY;
  return formatTable(titles, rows, width, (text, _column, row) => (row === undefined ? paint('bold', text) : text));
}

const lifeOf = ({ expiresAt, lastUsedAt }: TokenInfo): string =>
  [
    expiresAt ? `expires ${day(expiresAt)}` : 'never expires',
    lastUsedAt ? `last used ${day(lastUsedAt)}` : 'never used',
  ].join(', ');

/** In the person's own time zone: 2026-05-05 20:20. */
const day = (time: Date): string => time.toLocaleString('sv-SE', { dateStyle: 'short', timeStyle: 'short' });
