/** Settings of a bridge that only its owner can know, in a JSON file beside the program: `mautrix-telegram` and `mautrix-telegram.json`. */

import { readFileSync } from 'node:fs';
import type { JsonObject } from '@partyline/connector';

/** @throws Error when the file is there and cannot be read */
export function readOverrides(program: string): JsonObject {
  const path = `${program}.json`;
  let written: string;
  try {
    written = readFileSync(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return {};
    throw error;
  }
  let settings: JsonObject[string];
  try {
    settings = JSON.parse(written);
  } catch (error) {
    throw new Error(`${path} is not JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
  if (!isObject(settings)) throw new Error(`${path} must hold one JSON object.`);
  return settings;
}

const isObject = (value: JsonObject[string]): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
