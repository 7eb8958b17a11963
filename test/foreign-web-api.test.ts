import { existsSync, readdirSync, readFileSync } from 'node:fs';
import {
  RatelimitRetryHandler,
  ResponseUrlSender,
  SlackAPIClient,
  SlackAPIConnectionError,
  SlackAPIError,
} from 'slack-edge';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { buildManifest } from '../manifest/manifest.ts';
import type { View } from '../src/playground/records.ts';
import { startWorkspace, type Workspace } from '../src/playground/workspace.ts';
import { SECRETS } from './helpers/desk.ts';

type Json = Record<string, unknown>;

/** What Slack's reference says of one method. */
interface Method {
  scope: { bot?: string[] };
  rate_limits: string;
  json_input_supported?: boolean;
  args: { required: string[] };
  output: { required?: string[] };
  errors: Record<string, unknown>;
  examples: Record<string, { example: Json }>;
}

const REFERENCE = new URL('../../shared/slack/methods/', import.meta.url);
const ABSENT = 'the reference of the methods is not beside this checkout';

function readReference(method: string): Method {
  return JSON.parse(readFileSync(new URL(`${method}.json`, REFERENCE), 'utf8')) as Method;
}

/** Every method can answer these. Source: docs.slack.dev/apis/web-api and the end of each method's own list. */
const COMMON = [
  ...['invalid_arguments', 'invalid_auth', 'not_authed', 'not_allowed_token_type', 'missing_scope'],
  ...['ratelimited', 'internal_error', 'invalid_json', 'json_not_object', 'unknown_method'],
];

/** On no page, but seen by others: HubSpot/slack-client#90, slackapi/bolt-js#2307. */
const UNDOCUMENTED = ['cannot_dm_bot', 'thread_not_found'];

/** In the examples, but not in this workspace: pictures, addresses, Enterprise, classic bots, tabs of a channel. */
const NOT_IMITATED =
  /image_\w+$|avatar_hash$|email$|has_2fa$|enterprise_\w+$|\.properties$|message\.(username|subtype|attachments)$/;

let workspace: Workspace;
let wall = 0;
let bot: SlackAPIClient;
let quiet: SlackAPIClient;

const plain = (text: string) => ({ type: 'plain_text', text });
const modal = (callback_id = 'form', extra: Json = {}) => ({
  ...{ type: 'modal', callback_id, title: plain('Form'), submit: plain('Send'), close: plain('Close') },
  blocks: [
    {
      type: 'actions',
      elements: [{ type: 'button', action_id: 'more', value: 'v', text: plain('More') }],
    },
  ],
  ...extra,
});
const home = { type: 'home', blocks: [{ type: 'divider' }] };

async function start(paced: boolean, extraScopes: string[]): Promise<void> {
  const manifest = buildManifest('socket');
  manifest.oauth_config.scopes.bot.push(...extraScopes);
  workspace = await startWorkspace({
    ...{ ...SECRETS, delivery: 'socket', appUrl: '', manifest, paced },
    ...{ now: () => Temporal.Instant.fromEpochMilliseconds(wall), wallNow: () => wall },
  });
  workspace.addUser({ id: 'ULI', name: '李梅', isAdmin: true });
  workspace.addUser({ id: 'UWANG', name: '王强' });
  workspace.addUser({ id: 'UGONE', name: '已离职', deleted: true });
  workspace.addChannel({ id: 'CNEEDS', name: 'needs', members: ['ULI', 'UWANG'], botIsMember: true });
  workspace.addChannel({ id: 'COTHER', name: 'other', members: ['ULI'] });
  workspace.addChannel({ id: 'GPRIV', name: 'secret', isPrivate: true, members: ['ULI'] });
  workspace.addChannel({ id: 'COLD', name: 'old', members: ['ULI'], botIsMember: true });
  const options = { baseUrl: workspace.apiUrl, retryHandlers: [] };
  bot = new SlackAPIClient(SECRETS.botToken, options);
  quiet = new SlackAPIClient(SECRETS.botToken, { ...options, throwSlackAPIError: false });
}

const EXTRA = ['channels:read', 'files:write', 'groups:read', 'im:read', 'im:write', 'team:read'];

beforeEach(async () => {
  wall = Date.UTC(2026, 10, 2, 1);
  await start(false, EXTRA);
});
afterEach(() => workspace.close());

/** The newest payload; nobody need have heard it. */
function lastPayload() {
  const body = workspace.deliveries.at(-1)?.body;
  return body as { trigger_id: string; response_url: string };
}

async function freshTrigger(): Promise<string> {
  await workspace.as('ULI').globalShortcut('post_demand');
  return lastPayload().trigger_id;
}

async function triggerInside(): Promise<string> {
  const li = workspace.as('ULI');
  await li.press(li.views.at(-1) as View, 'more');
  return lastPayload().trigger_id;
}

async function openModal(extra: Json = {}): Promise<View> {
  const view = modal('form', extra);
  const answer = await bot.call('views.open', { trigger_id: await freshTrigger(), view });
  return (answer as unknown as { view: View }).view;
}

async function post(args: Json = {}): Promise<string> {
  const { ts } = await bot.chat.postMessage({ channel: 'CNEEDS', text: 'hi', ...args });
  return String(ts);
}

/** One good call of each method, with the example of the reference that it is held against. */
const CALLS: [method: string, example: string, args: () => Json | Promise<Json>][] = [
  ['auth.test', 'success_with_bot_token', () => ({})],
  ['apps.connections.open', 'success', () => ({ token: SECRETS.appToken })],
  ['team.info', 'success', () => ({})],
  ['chat.postMessage', 'success', () => ({ channel: 'CNEEDS', text: 'hi' })],
  ['chat.postEphemeral', 'success', () => ({ channel: 'CNEEDS', user: 'ULI', text: 'hi' })],
  ['chat.update', 'success', async () => ({ channel: 'CNEEDS', ts: await post(), text: 'changed' })],
  ['chat.delete', 'success', async () => ({ channel: 'CNEEDS', ts: await post() })],
  ['chat.getPermalink', 'success', async () => ({ channel: 'CNEEDS', message_ts: await post() })],
  ['views.open', 'success', async () => ({ trigger_id: await freshTrigger(), view: modal() })],
  [
    'views.push',
    'success',
    async () => {
      await openModal();
      return { trigger_id: await triggerInside(), view: modal() };
    },
  ],
  ['views.update', 'success', async () => ({ view_id: (await openModal()).id, view: modal() })],
  ['views.publish', 'success', () => ({ user_id: 'ULI', view: home })],
  ['users.info', 'success', () => ({ user: 'ULI' })],
  ['users.list', 'success', () => ({ limit: 2 })],
  ['conversations.info', 'success', () => ({ channel: 'CNEEDS' })],
  [
    'conversations.info',
    'success_im_num_members',
    async () => {
      await post({ channel: 'ULI' });
      return { channel: 'D0LI', include_num_members: true, include_locale: true };
    },
  ],
  ['conversations.open', 'success', () => ({ users: 'ULI' })],
  [
    'conversations.open',
    'success_with_return_im',
    async () => {
      await bot.call('conversations.open', { users: 'ULI' });
      return { users: 'ULI', return_im: true };
    },
  ],
];

/** Where the answer lacks something of the example or has another kind of value there. */
function differences(answer: unknown, example: unknown, path = ''): string[] {
  if (example === null) return answer === undefined ? [path] : [];
  if (Array.isArray(example)) return Array.isArray(answer) ? [] : [path];
  if (typeof example !== 'object') return typeof answer === typeof example ? [] : [path];
  if (typeof answer !== 'object' || answer === null) return [path];
  return Object.entries(example).flatMap(([key, value]) =>
    differences((answer as Json)[key], value, `${path}.${key}`),
  );
}

describe('every method, called by a foreign client', () => {
  test.for(CALLS)('When %s is called, Then it succeeds without a fault', async ([method, , args]) => {
    const { ok, headers } = await bot.call(method, await args());
    expect(ok).toBe(true);
    expect(headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(headers.get('x-slack-req-id')).toBeTruthy();
    expect(workspace.violations).toEqual([]);
  });

  test.for(CALLS)(
    'When %s is called, Then the answer has the shape of the reference, %s',
    async (one, { skip }) => {
      if (!existsSync(REFERENCE)) skip(ABSENT);
      const [method, name, args] = one;
      const answer = await bot.call(method, await args());
      const { output, examples } = readReference(method);
      for (const field of output.required ?? []) expect(answer).toHaveProperty(field);
      const example = examples[name]?.example;
      expect(example).toMatchObject({ ok: true });
      const lacking = differences(answer, example);
      expect(lacking.filter((path) => !NOT_IMITATED.test(path))).toEqual([]);
    },
  );

  test('When pages are asked for, Then the cursor leads through all', async () => {
    const all = (await bot.users.list()).members?.map(({ id }) => id);
    const one = await bot.users.list({ limit: 3 });
    const two = await bot.users.list({ limit: 3, cursor: one.response_metadata?.next_cursor });
    expect([...(one.members ?? []), ...(two.members ?? [])].map(({ id }) => id)).toEqual(all);
    expect(two.response_metadata?.next_cursor).toBe('');
    expect((await bot.users.list({ limit: 1 })).members?.[0]).not.toBeInstanceOf(Array);
  });

  test('When the reference is read, Then scopes, arguments and pace are those', async ({ skip }) => {
    if (!existsSync(REFERENCE)) skip(ABSENT);
    await workspace.close();
    await start(true, EXTRA);
    const perMinute: Record<string, number> = { t1: 1, t2: 20, t3: 50, t4: 100 };
    const offered = [...new Set(CALLS.map(([method]) => method))];
    expect(offered.every((method) => readdirSync(REFERENCE).includes(`${method}.json`))).toBe(true);
    expect(offered.length).toBeGreaterThan(0);
    for (const method of offered) {
      const { scope, rate_limits, args } = readReference(method);
      const token = method === 'apps.connections.open' ? SECRETS.appToken : SECRETS.botToken;
      const first = await quiet.call(method, { token });
      const accepted = first.headers.get('x-accepted-oauth-scopes')?.split(',') ?? [];
      expect(accepted.sort(), method).toEqual([...(scope.bot ?? [])].sort());
      const needsMore = args.required.some((name) => name !== 'token');
      expect(first.ok, method).toBe(!needsMore && method !== 'conversations.open');
      if (rate_limits === 't5') continue;
      let passed = 1;
      while (passed <= 100 && !(await isLimited(method, token))) passed += 1;
      expect(passed, method).toBe(perMinute[rate_limits]);
    }
  });
});

async function isLimited(method: string, token: string): Promise<boolean> {
  return quiet.call(method, { token }).then(
    () => false,
    (error: SlackAPIConnectionError) => error.status === 429,
  );
}

/** Every refusal that the workspace knows, and how to get it. */
const REFUSALS: [error: string, method: string, args: () => Json | Promise<Json>][] = [
  ['invalid_auth', 'auth.test', () => ({ token: 'xoxb-other' })],
  ['not_allowed_token_type', 'auth.test', () => ({ token: SECRETS.appToken })],
  ['not_allowed_token_type', 'apps.connections.open', () => ({})],
  ['unknown_method', 'chat.unknown', () => ({})],
  ['team_not_found', 'team.info', () => ({ team: 'T0OTHER' })],
  ['file_not_found', 'files.info', () => ({ file: 'F0NONE' })],
  ['file_not_found', 'files.completeUploadExternal', () => ({ files: [{ id: 'F0NONE' }] })],
  [
    'file_upload_size_restricted',
    'files.getUploadURLExternal',
    () => ({ filename: 'x.csv', length: 26 * 1024 * 1024 }),
  ],
  ['invalid_arguments', 'chat.postMessage', () => ({ text: 'hi' })],
  ['channel_not_found', 'chat.postMessage', () => ({ channel: 'CNONE', text: 'hi' })],
  ['channel_not_found', 'chat.postMessage', () => ({ channel: 'GPRIV', text: 'hi' })],
  ['channel_not_found', 'chat.postMessage', () => ({ channel: 'UGONE', text: 'hi' })],
  ['cannot_dm_bot', 'chat.postMessage', () => ({ channel: workspace.botUserId, text: 'hi' })],
  ['not_in_channel', 'chat.postMessage', () => ({ channel: 'COTHER', text: 'hi' })],
  ['is_archived', 'chat.postMessage', () => archived({ text: 'hi' })],
  ['messages_tab_disabled', 'chat.postMessage', () => withoutTabs({ channel: 'ULI', text: 'hi' })],
  ['no_text', 'chat.postMessage', () => ({ channel: 'CNEEDS' })],
  ['thread_not_found', 'chat.postMessage', () => ({ channel: 'CNEEDS', text: 'hi', thread_ts: '1.000001' })],
  [
    'markdown_text_conflict',
    'chat.postMessage',
    () => ({ channel: 'CNEEDS', text: 'hi', markdown_text: '**hi**' }),
  ],
  ['invalid_blocks_format', 'chat.postMessage', () => ({ channel: 'CNEEDS', text: 'hi', blocks: 'none' })],
  [
    'invalid_blocks_format',
    'chat.postMessage',
    () => ({ channel: 'CNEEDS', text: 'hi', blocks: { type: 'divider' } }),
  ],
  ['invalid_metadata_format', 'chat.update', () => ({ channel: 'CNEEDS', ts: '1.2', metadata: 'none' })],
  ['invalid_arguments', 'views.publish', () => ({ user_id: 'ULI', view: 'none' })],
  [
    'invalid_blocks',
    'chat.postMessage',
    () => ({ channel: 'CNEEDS', text: 'hi', blocks: [{ type: 'alert' }] }),
  ],
  ['user_not_in_channel', 'chat.postEphemeral', () => ({ channel: 'CNEEDS', user: 'UGONE', text: 'hi' })],
  ['channel_not_found', 'chat.update', () => ({ channel: 'CNONE', ts: '1.2', text: 'x' })],
  ['message_not_found', 'chat.update', () => ({ channel: 'CNEEDS', ts: '1.2', text: 'x' })],
  ['cant_update_message', 'chat.update', () => ({ ...said(), text: 'x' })],
  ['msg_too_long', 'chat.update', async () => ({ channel: 'CNEEDS', ts: await post(), text: long() })],
  ['is_inactive', 'chat.update', () => archived({ text: 'x' })],
  ['message_not_found', 'chat.delete', () => ({ channel: 'CNEEDS', ts: '1.2' })],
  ['cant_delete_message', 'chat.delete', () => said()],
  ['cant_delete_message', 'chat.delete', () => archived({})],
  ['channel_not_found', 'chat.delete', () => ({ channel: 'CNONE', ts: '1.2' })],
  ['channel_not_found', 'chat.getPermalink', () => ({ channel: 'CNONE', message_ts: '1.2' })],
  ['message_not_found', 'chat.getPermalink', () => ({ channel: 'CNEEDS', message_ts: '1.2' })],
  ['invalid_trigger_id', 'views.open', () => ({ trigger_id: 'x', view: modal() })],
  ['expired_trigger_id', 'views.open', () => expired()],
  ['exchanged_trigger_id', 'views.open', () => exchanged()],
  ['view_too_large', 'views.open', async () => ({ trigger_id: await freshTrigger(), view: huge() })],
  ['duplicate_external_id', 'views.open', () => duplicated()],
  ['not_found', 'views.push', async () => ({ trigger_id: await freshTrigger(), view: modal() })],
  ['push_limit_reached', 'views.push', () => stacked()],
  ['not_found', 'views.update', () => ({ view_id: 'VNONE', view: modal() })],
  [
    'hash_conflict',
    'views.update',
    async () => ({ view_id: (await openModal()).id, hash: '1', view: modal() }),
  ],
  ['invalid_arguments', 'views.update', () => ({ view: modal() })],
  ['hash_conflict', 'views.publish', () => ({ user_id: 'ULI', hash: '1.x', view: home })],
  ['not_enabled', 'views.publish', () => withoutTabs({ user_id: 'ULI', view: home })],
  ['invalid_arguments', 'views.publish', () => ({ user_id: 'UNONE', view: home })],
  ['user_not_found', 'users.info', () => ({ user: 'UNONE' })],
  ['invalid_cursor', 'users.list', () => ({ cursor: 'x' })],
  ['channel_not_found', 'conversations.info', () => ({ channel: 'CNONE' })],
  ['users_list_not_supplied', 'conversations.open', () => ({})],
  ['user_not_found', 'conversations.open', () => ({ users: 'UNONE' })],
  ['user_disabled', 'conversations.open', () => ({ users: 'UGONE' })],
  ['cannot_dm_bot', 'conversations.open', () => ({ users: workspace.botUserId })],
  ['missing_scope', 'conversations.open', () => ({ users: 'ULI,UWANG' })],
  ['too_many_users', 'conversations.open', () => ({ users: Array(9).fill('ULI').join() })],
  [
    'method_not_supported_for_channel_type',
    'conversations.open',
    () => withScope('mpim:write', { users: 'ULI,UWANG' }),
  ],
  ['channel_not_found', 'conversations.open', () => ({ channel: 'CNONE' })],
  ['method_not_supported_for_channel_type', 'conversations.open', () => ({ channel: 'CNEEDS' })],
];

const long = () => 'x'.repeat(4001);
const huge = () => modal('form', { blocks: Array.from({ length: 101 }, () => ({ type: 'divider' })) });

function said(): Json {
  const { channel, ts } = workspace.as('ULI').say('CNEEDS', 'mine');
  return { channel, ts };
}

/** A message in a channel that was put away since. */
async function archived(args: Json): Promise<Json> {
  const ts = await post({ channel: 'COLD' });
  await workspace.updateChannel('COLD', { isArchived: true });
  return { channel: 'COLD', ts, ...args };
}

function withoutTabs(args: Json): Json {
  Object.assign(workspace.team.options.manifest.features?.app_home ?? {}, {
    home_tab_enabled: false,
    messages_tab_enabled: false,
  });
  return args;
}

function withScope(scope: string, args: Json): Json {
  const { scopes } = workspace.team.options.manifest.oauth_config ?? {};
  Object.assign(scopes ?? {}, { bot: [...(scopes?.bot ?? []), scope] });
  return args;
}

async function expired(): Promise<Json> {
  const trigger_id = await freshTrigger();
  wall += 3001;
  return { trigger_id, view: modal() };
}

async function exchanged(): Promise<Json> {
  const trigger_id = await freshTrigger();
  await bot.call('views.open', { trigger_id, view: modal() });
  return { trigger_id, view: modal() };
}

async function duplicated(): Promise<Json> {
  await openModal({ external_id: 'mine' });
  return { trigger_id: await freshTrigger(), view: modal('form', { external_id: 'mine' }) };
}

async function stacked(): Promise<Json> {
  await openModal();
  for (const view of [modal('second'), modal('third')])
    await bot.call('views.push', { trigger_id: await triggerInside(), view });
  return { trigger_id: await triggerInside(), view: modal('fourth') };
}

describe('every refusal, heard by a foreign client', () => {
  test.each(REFUSALS)(
    'When Slack would say %s to %s, Then so does the workspace',
    async (error, method, args) => {
      const refused = await bot.call(method, await args()).catch((thrown: unknown) => thrown);
      expect(refused).toBeInstanceOf(SlackAPIError);
      expect((refused as SlackAPIError).result).toMatchObject({ ok: false, error });
    },
  );

  test('When the reference is read, Then each refusal stands there, or is named here', ({ skip }) => {
    if (!existsSync(REFERENCE)) skip(ABSENT);
    const strange = REFUSALS.filter(
      ([error, method]) =>
        ![...COMMON, ...UNDOCUMENTED].includes(error) && !(error in readReference(method).errors),
    );
    expect(strange).toEqual([]);
  });

  test('When the source of the methods is read, Then no error in it was left out here', () => {
    const folder = new URL('../src/playground/methods/', import.meta.url);
    const source = readdirSync(folder).map((file) => readFileSync(new URL(file, folder), 'utf8'));
    const known = REFUSALS.map(([error]) => error);
    const written = [...source.join('\n').matchAll(/error: '([a-z_]+)'/g)].map(([, error]) => error);
    expect(written.length).toBeGreaterThan(30);
    expect(written.filter((error) => !known.includes(error ?? ''))).toEqual([]);
  });
});

describe('what stands before every method', () => {
  test('When a scope is missing, Then the answer names it, and those that are there', async () => {
    await workspace.close();
    await start(false, []);
    const answer = await quiet.team.info();
    const provided = answer.headers.get('x-oauth-scopes');
    expect(answer).toMatchObject({ error: 'missing_scope', needed: 'team:read', provided });
    expect(answer.headers.get('x-accepted-oauth-scopes')).toBe('team:read');
  });

  test('When no token is given, Then not_authed', async () => {
    const stranger = new SlackAPIClient(undefined, { baseUrl: workspace.apiUrl });
    await expect(stranger.auth.test()).rejects.toMatchObject({ error: 'not_authed' });
  });

  test('When the body is JSON, Then only those methods read it that take it', async ({ skip }) => {
    const send = async (method: string, body: string) => {
      const answer = await fetch(`${workspace.apiUrl}${method}`, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${SECRETS.botToken}`,
          'content-type': 'application/json; charset=utf-8',
        },
        body,
      });
      return (await answer.json()) as Json;
    };
    expect((await send('chat.postMessage', '{')).error).toBe('invalid_json');
    expect((await send('chat.postMessage', '["CNEEDS"]')).error).toBe('json_not_object');
    const blocks = JSON.stringify([{ type: 'divider' }]);
    expect(
      await send('chat.postMessage', JSON.stringify({ channel: 'CNEEDS', text: 'hi', blocks })),
    ).toMatchObject({
      message: { blocks: [{ type: 'divider' }] },
    });
    if (!existsSync(REFERENCE)) skip(ABSENT);
    const args = {
      'chat.getPermalink': { channel: 'CNEEDS', message_ts: await post() },
      'users.info': { user: 'ULI' },
      'conversations.info': { channel: 'CNEEDS' },
      'team.info': {},
    };
    for (const [method, body] of Object.entries(args)) {
      const isRead = readReference(method).json_input_supported === true;
      expect((await send(method, JSON.stringify(body))).ok, method).toBe(isRead);
    }
  });

  test('When the pace is too fast, Then 429 says for how many seconds, and the library comes again', async () => {
    await workspace.close();
    await start(true, EXTRA);
    await post();
    const refused = await bot.chat
      .postMessage({ channel: 'CNEEDS', text: 'hi' })
      .catch((thrown: unknown) => thrown);
    expect(refused).toBeInstanceOf(SlackAPIConnectionError);
    const { status, body, headers } = refused as SlackAPIConnectionError;
    expect([status, headers?.get('retry-after')]).toEqual([429, '1']);
    expect(JSON.parse(body)).toEqual({ ok: false, error: 'ratelimited' });
    workspace.faults.respond429('auth.test', { retryAfter: 0 });
    const patient = new SlackAPIClient(SECRETS.botToken, {
      ...{ baseUrl: workspace.apiUrl, retryHandlers: [new RatelimitRetryHandler()] },
    });
    expect((await patient.auth.test()).ok).toBe(true);
    expect(workspace.calls.slice(-2).map((call) => call.status)).toEqual([429, 200]);
  });

  test('When a response_url is used, Then the library takes five answers for good and the sixth for bad', async () => {
    await workspace.as('ULI').command('/expert', 'help', 'COTHER');
    const sender = new ResponseUrlSender(lastPayload().response_url);
    for (const text of ['1', '2', '3', '4', '5']) await sender.call({ text });
    const shown = workspace.as('ULI').ephemerals.map(({ text }) => text);
    expect(shown.slice(-5)).toEqual(['1', '2', '3', '4', '5']);
    await expect(sender.call({ text: '6' })).rejects.toMatchObject({ cause: { status: 404 } });
  });
});
