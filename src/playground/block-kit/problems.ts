/** Collects what Slack would refuse, in the words and with the JSON pointers Slack answers with. */

export type Surface = 'message' | 'modal' | 'home';
export type Fields = Record<string, unknown>;

export interface Problems {
  surface: Surface;
  messages: string[];
  blockIds: Set<string>;
  focused: number;
  charts: number;
  tables: number;
  tableCharacters: number;
  dataTableCharacters: number;
  markdownCharacters: number;
}

/** An empty list of problems for one payload. */
export function createProblems(surface: Surface): Problems {
  return {
    surface,
    messages: [],
    blockIds: new Set(),
    focused: 0,
    charts: 0,
    tables: 0,
    tableCharacters: 0,
    dataTableCharacters: 0,
    markdownCharacters: 0,
  };
}

/** Notes one problem. */
export function report(problems: Problems, path: string, what: string): void {
  problems.messages.push(`[ERROR] ${what} [json-pointer:${path}]`);
}

/** Whether a value is a JSON object. */
export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Slack refuses fields it does not know. */
export function checkFields(
  problems: Problems,
  path: string,
  fields: Fields,
  known: readonly string[],
): void {
  for (const field of Object.keys(fields))
    if (!known.includes(field) && fields[field] !== undefined)
      report(problems, path, `invalid additional property: ${field}`);
}

export interface StringRule {
  required?: boolean;
  min?: number;
  max?: number;
}

/**
 * A plain string. Length is counted in UTF-16 units, never fewer than code points, because which of the two
 * Slack counts is not documented.
 */
export function checkString(problems: Problems, path: string, value: unknown, rule: StringRule): void {
  if (value === undefined || value === null) {
    if (rule.required) missing(problems, path);
  } else if (typeof value !== 'string') report(problems, path, 'must provide a string');
  else if (value.length < (rule.min ?? 1))
    report(problems, path, `must be more than ${(rule.min ?? 1) - 1} characters`);
  else if (rule.max !== undefined && value.length > rule.max)
    report(problems, path, `must be less than ${rule.max + 1} characters`);
}

export interface TextRule extends StringRule {
  plainOnly?: boolean;
}

/** A text object: `plain_text` or `mrkdwn`, never a bare string, never empty. */
export function checkText(problems: Problems, path: string, value: unknown, rule: TextRule) {
  if (value === undefined || value === null) {
    if (rule.required) missing(problems, path);
    return;
  }
  if (!isFields(value)) return report(problems, path, 'must provide an object');
  if (value.type !== 'plain_text' && (rule.plainOnly || value.type !== 'mrkdwn'))
    return report(problems, `${path}/type`, `unsupported type: ${String(value.type)}`);
  checkFields(problems, path, value, ['type', 'text', value.type === 'plain_text' ? 'emoji' : 'verbatim']);
  checkString(problems, `${path}/text`, value.text, { required: true, max: rule.max });
}

/** An array within bounds; returns its items, none when it is not an array. */
export function checkList(
  problems: Problems,
  path: string,
  value: unknown,
  { min = 1, max }: { min?: number; max: number },
): unknown[] {
  if (value === undefined) missing(problems, path);
  else if (!Array.isArray(value)) report(problems, path, 'must provide an array');
  else if (value.length < min) report(problems, path, `no fewer than ${min} items allowed`);
  else if (value.length > max) report(problems, path, `no more than ${max} items allowed`);
  return Array.isArray(value) ? value : [];
}

/** One of the allowed values, if there is one. */
export function checkOneOf(
  problems: Problems,
  path: string,
  value: unknown,
  allowed: readonly unknown[],
): void {
  if (value !== undefined && !allowed.includes(value))
    report(problems, path, `value must be one of: ${allowed.join(', ')}`);
}

/** A boolean, if there is one. */
export function checkBoolean(problems: Problems, path: string, value: unknown): void {
  if (value !== undefined && typeof value !== 'boolean') report(problems, path, 'must provide a boolean');
}

/** A whole number within bounds, if there is one. */
export function checkInteger(
  problems: Problems,
  path: string,
  value: unknown,
  { min, max }: { min: number; max: number },
): void {
  if (value === undefined) return;
  if (!Number.isInteger(value)) report(problems, path, 'must provide an integer');
  else if (Number(value) < min || Number(value) > max)
    report(problems, path, `must be from ${min} to ${max}`);
}

/** An absolute address of at most 3,000 characters, if there is one. */
export function checkUrl(problems: Problems, path: string, value: unknown): void {
  checkString(problems, path, value, { max: 3000 });
  if (typeof value === 'string' && !URL.canParse(value)) report(problems, path, 'invalid url');
}

function missing(problems: Problems, path: string): void {
  const cut = path.lastIndexOf('/');
  report(problems, path.slice(0, cut), `missing required field: ${path.slice(cut + 1)}`);
}
