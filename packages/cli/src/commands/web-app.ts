/** The web app of the server that is about to start. */

import { readyWebApp } from '@partyline/web';
import type { Globals } from '../globals.ts';
import { paint } from '../text.ts';
import { writeLog } from './log-line.ts';

/** Builds it first when its sources are newer. @returns undefined where that failed: the API goes on without it */
export async function webAppFolder({ json }: Globals): Promise<string | undefined> {
  const tell = (text: string, plain: string) => {
    if (json) writeLog({ msg: text });
    else process.stdout.write(plain);
  };
  const building = 'Building the web app. This takes some seconds, once after each update';
  const app = await readyWebApp(() => tell(building, `${building} ...\n`));
  if ('folder' in app) return app.folder;
  const failed = 'The web app could not be built. The API works without it.';
  tell(`${failed} ${app.problem}`, `${paint('yellow', failed)}\n${app.problem}\n\n`);
  return undefined;
}
