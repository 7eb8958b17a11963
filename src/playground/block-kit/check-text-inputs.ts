/** Fields people type into. */
import {
  checkInteger,
  checkList,
  checkOneOf,
  checkString,
  type Fields,
  isFields,
  type Problems,
  report,
} from './problems.ts';

/** Text, mail, address and number fields. */
export function checkTextInput(problems: Problems, path: string, element: Fields, type: string): void {
  checkInteger(problems, `${path}/min_length`, element.min_length, { min: 0, max: 3000 });
  checkInteger(problems, `${path}/max_length`, element.max_length, { min: 1, max: 3000 });
  const config = element.dispatch_action_config;
  if (isFields(config)) {
    const at = `${path}/dispatch_action_config/trigger_actions_on`;
    for (const trigger of checkList(problems, at, config.trigger_actions_on, { max: 2 }))
      checkOneOf(problems, at, trigger, ['on_enter_pressed', 'on_character_entered']);
  }
  if (type === 'rich_text_input') return;
  checkString(problems, `${path}/initial_value`, element.initial_value, { min: 0, max: 3000 });
  if (type === 'plain_text_input' && typeof element.initial_value === 'string')
    checkString(problems, `${path}/initial_value`, element.initial_value, {
      min: 0,
      max: Number(element.max_length ?? 3000),
    });
  if (type !== 'number_input') return;
  if (typeof element.is_decimal_allowed !== 'boolean')
    report(problems, path, 'missing required field: is_decimal_allowed');
  for (const field of ['min_value', 'max_value', 'initial_value'])
    checkPattern(problems, `${path}/${field}`, element[field], NUMBER);
}

export const DATE = /^\d{4}-\d{2}-\d{2}$/;
export const TIME = /^([01]\d|2[0-3]):[0-5]\d$/;
const NUMBER = /^-?\d+(\.\d+)?$/;

/** A string of a given form, if there is one. */
export function checkPattern(problems: Problems, path: string, value: unknown, pattern: RegExp): void {
  if (value !== undefined && !(typeof value === 'string' && pattern.test(value)))
    report(problems, path, `must match ${pattern.source}`);
}
