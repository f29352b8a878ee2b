/** From what a connector asks to the steps of contract 2.18, and back from what a person sent. */

import type { AskStep, CookieStep, ShowStep } from '@partyline/connector';
import { type Issue, invalid, type LoginSession, type LoginStep, type LoginStepInput } from '@partyline/protocol';

/** A step that stands for a live session; `complete` never does. */
export type LiveStep = Exclude<LoginStep, { type: 'complete' }>;

export function askStep(step: AskStep, stepID: string): LiveStep {
  return {
    type: 'user_input',
    stepID,
    ...(step.instructions !== undefined && { instructions: step.instructions }),
    fields: step.fields.map(({ options, ...field }) => ({
      ...field,
      ...(options !== undefined && { options: [...options] }),
    })),
  };
}

export function cookieStep(step: CookieStep, stepID: string): LiveStep {
  const { fields, url, instructions, userAgent, expectedFinalURLRegex, extractJS } = step;
  return {
    type: 'cookies',
    stepID,
    url,
    ...(instructions !== undefined && { instructions }),
    ...(userAgent !== undefined && { userAgent }),
    ...(expectedFinalURLRegex !== undefined && { expectedFinalURLRegex }),
    ...(extractJS !== undefined && { extractJS }),
    fields: fields.map(({ optional, sources, ...field }) => ({
      ...field,
      required: optional !== true,
      ...(sources !== undefined && { sources: sources.map((source) => ({ ...source })) }),
    })),
  };
}

export function showStep(step: ShowStep, stepID: string): LiveStep {
  const { display, instructions } = step;
  return { type: 'display_and_wait', stepID, display, ...(instructions !== undefined && { instructions }) };
}

export function sessionStatus(step: LiveStep): LoginSession['status'] {
  return (
    {
      user_input: 'waiting_for_input',
      cookies: 'waiting_for_cookies',
      display_and_wait: 'waiting_for_display',
    } as const
  )[step.type];
}

/** Longest value of one field; cookies and keys are far shorter. */
const maxValueLength = 64 * 1024;

/**
 * @returns the values of the step's own fields; what was sent beyond them is ignored, and an empty optional field counts as absent
 * @throws ApiError `VALIDATION_ERROR` naming each field that is missing or wrong
 */
export function readAnswers(step: LiveStep, input: LoginStepInput): Record<string, string> {
  if (step.type === 'display_and_wait') return {};
  const issues: Issue[] = [];
  const answers: Record<string, string> = {};
  for (const field of step.fields) {
    const path = ['body', 'fields', field.id];
    const value = input.fields?.[field.id] ?? '';
    const required = 'required' in field ? field.required === true : !('optional' in field && field.optional === true);
    const name = ('label' in field && field.label) || ('name' in field && field.name) || field.id;
    if (value === '') {
      if (required) issues.push({ code: 'missing', message: `${name} is needed`, path });
    } else if (value.length > maxValueLength) {
      issues.push({ code: 'too_big', message: `${name} may have at most ${maxValueLength} characters`, path });
    } else if ('options' in field && field.options !== undefined && !field.options.includes(value)) {
      issues.push({ code: 'invalid_value', message: `${name} must be one of: ${field.options.join(', ')}`, path });
    } else {
      answers[field.id] = value;
    }
  }
  if (issues.length > 0) throw invalid(issues, issues.map((issue) => issue.message).join('. '));
  return answers;
}
