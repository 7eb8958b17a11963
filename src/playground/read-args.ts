/** What a call of the Web API carries: token and arguments, in the address, a form or JSON. */
import type { IncomingMessage } from 'node:http';
import { parseJson, readBody } from './http.ts';
import type { Args } from './methods/call.ts';

/** Arguments that may arrive as JSON inside a string, and Slack's error when it can't be read. */
const JSON_ARGS: Record<string, string> = {
  blocks: 'invalid_blocks_format',
  metadata: 'invalid_metadata_format',
  view: 'invalid_arguments',
  attachments: 'invalid_arguments',
  files: 'invalid_arguments',
};

/** Methods that read a form and no JSON. Source: each method's own page, what it accepts. */
const FORM_ONLY = [
  'chat.getPermalink',
  'conversations.info',
  'files.getUploadURLExternal',
  'users.info',
  'users.list',
];

/** Slack documents no error for it. */
const TOO_LARGE = 'request_too_large';

export interface Given {
  args: Args;
  token?: string;
  /** Slack's error when something could not be read. */
  malformed?: string;
}

/** Reads one call; the token of the header comes before the one in the body. */
export async function readArgs(request: IncomingMessage, url: URL, method: string): Promise<Given> {
  const body = await readBody(request);
  const isJson = request.headers['content-type']?.includes('application/json') ?? false;
  const bearer = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1];
  const query = Object.fromEntries(url.searchParams);
  const read =
    body === undefined
      ? TOO_LARGE
      : isJson
        ? readJsonBody(FORM_ONLY.includes(method) ? '' : body)
        : readForm(body);
  if (typeof read === 'string') return { args: query, malformed: read, ...(bearer ? { token: bearer } : {}) };
  const { token: formToken, ...args } = { ...query, ...read } as Args;
  const token = bearer ?? (typeof formToken === 'string' ? formToken : undefined);
  const malformed = unpack(args);
  return { args, ...(token ? { token } : {}), ...(malformed ? { malformed } : {}) };
}

function readForm(body: string): Args {
  return Object.fromEntries(new URLSearchParams(body));
}

function readJsonBody(body: string): Args | string {
  const read = body === '' ? {} : parseJson(body);
  if (read === undefined) return 'invalid_json';
  return typeof read === 'object' && read !== null && !Array.isArray(read)
    ? (read as Args)
    : 'json_not_object';
}

/** Reads the JSON inside arguments in place; the error of the first that is none. */
function unpack(args: Args): string | undefined {
  for (const [name, error] of Object.entries(JSON_ARGS)) {
    const packed = args[name];
    if (typeof packed !== 'string' || packed === '') continue;
    const read = parseJson(packed);
    if (read === undefined) return error;
    args[name] = read;
  }
  return undefined;
}
