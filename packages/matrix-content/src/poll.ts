/** Polls (MSC3381) as text: the contract has no polls of its own. */

import { type Fields, fields, list, text } from './fields.ts';

export function readPoll(content: Fields): { readonly text: string } | undefined {
  const poll = fields(content['org.matrix.msc3381.poll.start'] ?? content['m.poll']);
  const question = words(poll['question']);
  if (question === undefined) return undefined;
  const answers = list(poll['answers']).flatMap((answer) => words(answer) ?? []);
  return { text: [question, ...answers.map((answer, index) => `${index + 1}. ${answer}`)].join('\n') };
}

function words(value: unknown): string | undefined {
  const holder = fields(value);
  return (
    text(holder['org.matrix.msc1767.text']) ?? text(holder['body']) ?? text(fields(list(holder['m.text'])[0])['body'])
  );
}
