import { InvalidArgumentError, Option } from 'commander';

/** An option that takes a whole number. */
export const countOption = (flags: string, description: string, least = 1, most = 100_000): Option =>
  new Option(flags, description).argParser((given) => {
    const count = Number(given);
    if (/^\d+$/.test(given) && count >= least && count <= most) return count;
    throw new InvalidArgumentError(`Give a whole number from ${least} to ${most}.`);
  });
