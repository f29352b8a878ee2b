/** Why a bridge program ended, by its exit code (mautrix-go, `bridgev2/matrix/mxmain` and `exiterror.go`). */

export interface Exit {
  readonly code: number | null;
  readonly signal: string | null;
}

export interface ExitMeaning {
  /** For the person, in one or two sentences. */
  readonly text: string;
  /** Starting it again can help. Otherwise a person has to change something. */
  readonly isPassing: boolean;
}

const configured = 'Look into the log for what it says, and correct the JSON file beside the program';
const lasting: Readonly<Record<number, string>> = {
  10: `cannot read its configuration. ${configured}.`,
  11: `finds its configuration incomplete: it needs settings that only you can know. ${configured}.`,
  12: `finds its logging configuration wrong. ${configured}.`,
  14: 'cannot open its database. See whether the disk is full and whether another copy of it runs on the same folder.',
  15: 'cannot use its database. It may be older than the one that wrote it: put the newer program back.',
  16: 'was refused by Partyline. Its folder and the database of Partyline do not belong together: restore both from the same backup.',
  17: 'found another identity than its own. Its folder belongs to another bridge.',
  18: 'is too new or too old for this version of Partyline.',
  20: `finds its configuration incomplete. ${configured}.`,
  21: 'cannot write its registration. See whether the disk is full.',
  22: 'cannot write its configuration. See whether the disk is full.',
  23: `finds no way to reach Partyline in its configuration. ${configured}.`,
  31: 'could not separate the chats of its logins.',
  32: `was told not to separate the chats of its logins. ${configured}: leave "split_portals" out.`,
};

export function meaningOf(displayName: string, { code, signal }: Exit): ExitMeaning {
  const program = `The bridge program for ${displayName}`;
  const known = code === null ? undefined : lasting[code];
  if (known !== undefined) return { text: `${program} ${known}`, isPassing: false };
  if (code === 2) return { text: `${program} crashed.`, isPassing: true };
  if (code === 73)
    return {
      text: `${program} was not started: its folder cannot be written. See whether the disk is full.`,
      isPassing: true,
    };
  if (code === 0) return { text: `${program} stopped by itself.`, isPassing: true };
  const ended = signal ?? (code !== null && code > 128 ? `signal ${code - 128}` : undefined);
  if (ended !== undefined) return { text: `${program} was ended from outside (${ended}).`, isPassing: true };
  return { text: `${program} ended with code ${code}. Its reason is in the log.`, isPassing: true };
}
