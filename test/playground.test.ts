import { createHmac } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { buildManifest } from '../manifest/manifest.ts';
import { checkBlocks } from '../src/playground/block-kit/check-blocks.ts';
import type { Block, View } from '../src/playground/records.ts';
import { attachWindow } from '../src/playground/window-protocol.ts';
import { startWorkspace, type Workspace } from '../src/playground/workspace.ts';
import { createHearing } from './helpers/hear.ts';

type Payload = Record<string, unknown> & {
  trigger_id: string;
  response_url: string;
  view: View;
  type: string;
};
type Reply = { status?: number; body?: unknown; headers?: Record<string, string> };

let workspace: Workspace;
let app: Server;
let wall = 0;
let answer: (payload: Payload, request: IncomingMessage) => Reply | Promise<Reply>;
let seen: { payload: Payload; headers: IncomingMessage['headers']; verified: boolean }[];

/** The least an app can be: checks the signature, hands the payload to the test, answers. */
async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const raw = Buffer.concat(chunks).toString();
  const { 'x-slack-request-timestamp': stamp, 'x-slack-signature': signature } = request.headers;
  const verified =
    signature === `v0=${createHmac('sha256', 'secret').update(`v0:${stamp}:${raw}`).digest('hex')}`;
  const isForm = request.headers['content-type'] === 'application/x-www-form-urlencoded';
  const form = isForm ? Object.fromEntries(new URLSearchParams(raw)) : {};
  const payload = isForm ? (form.payload ? JSON.parse(form.payload) : form) : JSON.parse(raw);
  seen.push({ payload, headers: request.headers, verified });
  const {
    status = 200,
    body = '',
    headers = {},
  } = verified ? await answer(payload, request) : { status: 401 };
  response.writeHead(
    status,
    typeof body === 'string' ? headers : { ...headers, 'content-type': 'application/json' },
  );
  response.end(typeof body === 'string' ? body : JSON.stringify(body));
}

beforeEach(async () => {
  wall = Date.UTC(2026, 10, 2, 1);
  answer = () => ({});
  seen = [];
  app = createServer((request, response) => void serve(request, response));
  await new Promise<void>((resolve) => app.listen(0, '127.0.0.1', resolve));
  workspace = await startWorkspace({
    appUrl: `http://127.0.0.1:${(app.address() as AddressInfo).port}`,
    signingSecret: 'secret',
    botToken: 'xoxb-test',
    manifest: buildManifest('http'),
    now: () => Temporal.Instant.from('2026-11-02T01:00:00Z'),
    wallNow: () => wall,
  });
  workspace.addUser({ id: 'ULI', name: '李梅', isAdmin: true });
  workspace.addUser({ id: 'UWANG', name: '王强', locale: 'en-US' });
  workspace.addChannel({ id: 'CNEEDS', name: 'needs', members: ['ULI', 'UWANG'], botIsMember: true });
  workspace.addChannel({ id: 'COTHER', name: 'other', members: ['ULI'] });
});

afterEach(async () => {
  await workspace.close();
  app.closeAllConnections();
  await new Promise((resolve) => app.close(resolve));
});

interface Answer {
  ok: boolean;
  error?: string;
  ts: string;
  channel: string;
  view: View;
  needed?: string;
  user?: Record<string, unknown>;
  response_metadata?: { messages: string[] };
}

/** Calls the Web API as web-api does: form-encoded, JSON inside. */
async function call(method: string, args: Record<string, unknown> = {}): Promise<Answer> {
  const entries = Object.entries(args).map(([name, value]): [string, string] => [
    name,
    typeof value === 'object' ? JSON.stringify(value) : String(value),
  ]);
  const response = await fetch(`${workspace.apiUrl}${method}`, {
    method: 'POST',
    headers: { authorization: 'Bearer xoxb-test' },
    body: new URLSearchParams(entries),
  });
  return (await response.json()) as Answer;
}

async function respond(url: string, body: unknown): Promise<Answer> {
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
  return (await response.json()) as Answer;
}

const plain = (text: string) => ({ type: 'plain_text', text });
const section = (text: string): Block => ({ type: 'section', text: plain(text) });
const button = (id: string, value = 'v'): Block => ({
  type: 'actions',
  elements: [{ type: 'button', action_id: id, value, text: plain('认领') }],
});
const input = (id: string, actionId = 'value', extra: object = {}): Block => ({
  type: 'input',
  block_id: id,
  label: plain(id),
  element: { type: 'plain_text_input', action_id: actionId, ...extra },
});
const modal = (blocks: Block[], extra: object = {}) => ({
  type: 'modal',
  title: plain('Form'),
  submit: plain('Send'),
  blocks,
  ...extra,
});

function lastPayload(): Payload {
  const last = seen.at(-1);
  if (!last) throw new Error('the app heard nothing');
  return last.payload;
}

/** A modal on Li's screen. */
async function openModal(blocks: Block[], extra: object = {}): Promise<Answer> {
  await workspace.as('ULI').command('/expert', '', 'CNEEDS');
  const { trigger_id } = lastPayload();
  return call('views.open', { trigger_id, view: modal(blocks, extra) });
}

test('When a person types a command, Then the app gets a signed form with escaped text', async () => {
  const delivery = await workspace.as('ULI').command('/expert', 'ask @王强 <b> & co', 'CNEEDS');
  expect(delivery.status).toBe(200);
  expect(seen[0]?.verified).toBe(true);
  expect(seen[0]?.payload).toMatchObject({
    command: '/expert',
    text: 'ask <@UWANG|王强> &lt;b&gt; &amp; co',
    channel_name: 'needs',
    is_enterprise_install: 'false',
  });
  await expect(workspace.as('ULI').command('/unheard-of')).rejects.toThrow('not a valid command');
});

test('When the acknowledgement of a command carries words, Then only that person sees them', async () => {
  answer = () => ({ body: 'Here is help' });
  await workspace.as('ULI').command('/expert', '', 'CNEEDS');
  expect(workspace.as('ULI').ephemerals.map(({ text }) => text)).toEqual(['Here is help']);
  expect(workspace.as('UWANG').ephemerals).toEqual([]);
  expect(workspace.messages('CNEEDS')).toEqual([]);
});

test('When the app acknowledges after three seconds, Then the person sees operation_timeout', async () => {
  answer = () => {
    wall += 3001;
    return {};
  };
  await workspace.as('ULI').command('/expert', '', 'CNEEDS');
  expect(workspace.as('ULI').notice).toBe('operation_timeout');
  expect(workspace.violations).toEqual(['command: acknowledged after more than 3 s']);
});

test('When the app fails to acknowledge, Then the person is told and the breach is noted', async () => {
  answer = () => ({ status: 404 });
  await workspace.as('ULI').command('/expert', '', 'CNEEDS');
  expect(workspace.as('ULI').ephemerals[0]?.text).toBe('/expert failed with the error "dispatch_failed"');
  expect(workspace.violations).toEqual(['command: answered 404']);
});

test('When a request is forged, Then it goes out as forged', async () => {
  const forged = await workspace.deliver('command', { command: '/expert' }, { badSignature: true });
  expect([forged.status, seen[0]?.verified]).toEqual([401, false]);
  await workspace.deliver('command', 'ssl_check=1', { timestamp: 5, userAgent: 'curl' });
  expect(seen[1]?.headers).toMatchObject({ 'user-agent': 'curl', 'x-slack-request-timestamp': '5' });
});

test('When a trigger is used twice, late or never existed, Then no modal opens', async () => {
  await openModal([section('one')]);
  const { trigger_id } = lastPayload();
  const view = modal([section('two')]);
  expect((await call('views.open', { trigger_id, view })).error).toBe('exchanged_trigger_id');
  await workspace.as('ULI').globalShortcut('post_demand');
  wall += 3001;
  const late = seen.at(-1)?.payload.trigger_id;
  expect((await call('views.open', { trigger_id: late, view })).error).toBe('expired_trigger_id');
  expect((await call('views.open', { trigger_id: 'x', view })).error).toBe('invalid_trigger_id');
  expect(workspace.violations).toHaveLength(3);
});

test('When three modals are stacked, Then a fourth is refused', async () => {
  await openModal([button('more')]);
  for (const expected of [undefined, undefined, 'push_limit_reached']) {
    await workspace.as('ULI').press(workspace.as('ULI').views.at(-1) as View, 'more');
    const { trigger_id } = lastPayload();
    expect((await call('views.push', { trigger_id, view: modal([button('more')]) })).error).toBe(expected);
  }
  expect(workspace.as('ULI').views).toHaveLength(3);
});

test('When a view is updated with an old hash, Then hash_conflict; unknown views are not_found', async () => {
  const { view } = await openModal([section('one')]);
  const change = { view_id: view.id, hash: view.hash, view: modal([section('two')]) };
  expect((await call('views.update', change)).ok).toBe(true);
  expect((await call('views.update', change)).error).toBe('hash_conflict');
  expect((await call('views.update', { ...change, view_id: 'VNONE' })).error).toBe('not_found');
  const large = modal([section('x')], { private_metadata: 'x'.repeat(250_000) });
  expect((await call('views.update', { view_id: view.id, view: large })).error).toBe('view_too_large');
});

test('When a view is updated, Then typed values stay under equal ids and start afresh under new ones', async () => {
  const { view } = await openModal([input('name'), input('place'), input('time')]);
  const li = workspace.as('ULI');
  li.fill({ name: 'typed', place: 'typed', time: 'typed' });
  const initial = { initial_value: 'given' };
  const blocks = [input('name', 'value', initial), input('place', 'value_2', initial), input('hour')];
  await call('views.update', { view_id: view.id, view: modal(blocks) });
  expect(li.views[0]?.state.values).toEqual({
    name: { value: { type: 'plain_text_input', value: 'typed' } },
    place: { value_2: { type: 'plain_text_input', value: 'given' } },
    hour: { value: { type: 'plain_text_input', value: null } },
  });
});

test('When a form is sent, Then Slack’s client checks it first and the app gets every field in its shape', async () => {
  const options = ['a', 'b'].map((value) => ({ text: plain(value), value }));
  const checkboxes = { type: 'checkboxes', action_id: 'value', options, initial_options: [options[1]] };
  const date = { type: 'datepicker', action_id: 'value' };
  const number = { type: 'number_input', action_id: 'value', is_decimal_allowed: false, max_value: '9' };
  await openModal([
    input('name', 'value', { max_length: 3 }),
    { ...input('boxes'), element: checkboxes },
    { ...input('day'), optional: true, element: date },
    { ...input('count'), element: number },
  ]);
  const li = workspace.as('ULI');
  await expect(li.submit({ count: '1' })).rejects.toThrow('name (name): Please complete');
  await expect(li.submit({ name: 'abcd' })).rejects.toThrow('no more than 3');
  await expect(li.submit({ name: 'abc', count: '10' })).rejects.toThrow('count');
  await expect(li.submit({ boxes: ['z'] })).rejects.toThrow('no option z');
  await li.submit({ name: 'abc', count: '9' });
  expect(seen.at(-1)?.payload.view.state.values).toEqual({
    name: { value: { type: 'plain_text_input', value: 'abc' } },
    boxes: { value: { type: 'checkboxes', selected_options: [options[1]] } },
    day: { value: { type: 'datepicker', selected_date: null } },
    count: { value: { type: 'number_input', value: '9' } },
  });
  expect(li.views).toEqual([]);
});

test('When a submission is answered, Then errors, update, push and clear do what Slack does', async () => {
  await openModal([input('name')]);
  const li = workspace.as('ULI');
  const answers = [
    { response_action: 'errors', errors: { name: 'Say more' } },
    { response_action: 'errors', errors: { elsewhere: 'Say more' } },
    { response_action: 'update', view: modal([input('name'), input('more')]) },
    { response_action: 'push', view: modal([section('sure?')]) },
    { response_action: 'clear' },
  ];
  answer = () => ({ body: answers.shift() });
  await li.submit({ name: 'x' });
  expect(li.errors).toEqual({ name: 'Say more' });
  await li.submit();
  expect(li.notice).toBe('trouble_connecting');
  expect(workspace.violations).toEqual(['view_submission: errors for blocks not in the view: elsewhere']);
  await li.submit();
  expect(li.views[0]?.state.values.name?.value?.value).toBe('x');
  await li.submit({ more: 'y' });
  expect(li.views).toHaveLength(2);
  await li.submit();
  expect(li.views).toEqual([]);
});

test('When a modal is closed, Then the app hears of it only if the view asked', async () => {
  await openModal([section('x')]);
  expect(await workspace.as('ULI').closeModal()).toBeUndefined();
  await openModal([section('x')], { notify_on_close: true, callback_id: 'form' });
  await workspace.as('ULI').closeModal();
  expect(seen.at(-1)?.payload).toMatchObject({ type: 'view_closed', view: { callback_id: 'form' } });
});

test('When the cross closes a stack, Then every view that asked is reported as cleared', async () => {
  await openModal([button('more')], { notify_on_close: true });
  const li = workspace.as('ULI');
  await li.press(li.views[0] as View, 'more');
  const { trigger_id } = lastPayload();
  await call('views.push', { trigger_id, view: modal([section('x')], { notify_on_close: true }) });
  await li.closeModal({ all: true });
  const closed = seen.filter(({ payload }) => payload.type === 'view_closed');
  expect(closed.map(({ payload }) => payload.is_cleared)).toEqual([true, true]);
});

test('When a field dispatches actions, Then a choice arrives with the state of the whole form', async () => {
  const options = ['a', 'b'].map((value) => ({ text: plain(value), value }));
  const select = { type: 'static_select', action_id: 'value', options };
  await openModal([input('name'), { ...input('kind'), dispatch_action: true, element: select }]);
  const li = workspace.as('ULI');
  const view = li.views[0] as View;
  li.fill({ name: 'half' });
  await li.choose(view, 'kind', 'b');
  expect(lastPayload()).toMatchObject({
    actions: [{ type: 'static_select', block_id: 'kind', selected_option: options[1] }],
    view: {
      state: {
        values: { name: { value: { value: 'half' } }, kind: { value: { selected_option: options[1] } } },
      },
    },
  });
  await expect(li.choose(view, 'name', 'x')).rejects.toThrow('does not dispatch');
});

test('When a reader is away, Then the ephemeral message is lost', async () => {
  await workspace.updateUser('UWANG', { isActive: false });
  const sent = await call('chat.postEphemeral', { channel: 'CNEEDS', user: 'UWANG', text: 'psst' });
  expect([sent.ok, workspace.as('UWANG').ephemerals]).toEqual([true, []]);
});

test('When a button is pressed, Then its value arrives and a person cannot press what is not there', async () => {
  const card = { type: 'card', title: plain('T-1'), actions: button('claim', 'd1').elements as Block[] };
  const blocks = [{ type: 'carousel', elements: [card] }];
  await call('chat.postMessage', { channel: 'CNEEDS', text: 'T-1', blocks });
  const [message] = workspace.messages('CNEEDS');
  if (!message) throw new Error('no message');
  await workspace.as('UWANG').press(message, 'claim');
  expect(seen.at(-1)?.payload).toMatchObject({
    type: 'block_actions',
    actions: [{ action_id: 'claim', value: 'd1', type: 'button' }],
    message: { ts: message.ts, bot_id: workspace.botId },
    channel: { id: 'CNEEDS', name: 'needs' },
  });
  await expect(workspace.as('UWANG').press(message, 'publish')).rejects.toThrow('there is: claim');
});

test('When a response_url is used, Then it works five times within thirty minutes', async () => {
  await workspace.as('ULI').command('/expert', '', 'COTHER');
  const { response_url: url } = lastPayload();
  for (let use = 0; use < 5; use += 1) expect((await respond(url, { text: 'hi' })).ok).toBe(true);
  expect((await respond(url, { text: 'hi' })).error).toBe('used_url');
  expect(workspace.as('ULI').ephemerals).toHaveLength(5);
  await workspace.as('ULI').command('/expert', '', 'COTHER');
  wall += 30 * 60_000 + 1;
  const second = lastPayload().response_url;
  expect((await respond(second, { text: 'hi' })).error).toBe('expired_url');
});

test('When an ephemeral’s button answers, Then the ephemeral is replaced or deleted', async () => {
  await call('chat.postEphemeral', {
    channel: 'CNEEDS',
    user: 'ULI',
    text: 'sure?',
    blocks: [button('yes')],
  });
  const li = workspace.as('ULI');
  const [ephemeral] = li.ephemerals;
  if (!ephemeral) throw new Error('no ephemeral');
  await expect(workspace.as('UWANG').press(ephemeral, 'yes')).rejects.toThrow('not there');
  await li.press(ephemeral, 'yes');
  const payload = lastPayload();
  expect(payload).toMatchObject({ container: { is_ephemeral: true } });
  expect(payload).not.toHaveProperty('message');
  await respond(payload.response_url, { replace_original: true, text: 'done', blocks: [button('undo')] });
  expect(li.ephemerals[0]).toMatchObject({ id: ephemeral.id, text: 'done' });
  await li.press(ephemeral, 'undo');
  await respond(payload.response_url, { delete_original: true });
  expect(li.ephemerals).toEqual([]);
});

test('When the bot is not where it wants to post, Then Slack says how', async () => {
  workspace.addChannel({ id: 'GPRIV', name: 'secret', isPrivate: true, members: ['ULI'] });
  workspace.addChannel({ id: 'COLD', name: 'old', isArchived: true, members: [], botIsMember: true });
  const post = async (channel: string) => (await call('chat.postMessage', { channel, text: 'hi' })).error;
  expect(await post('COTHER')).toBe('not_in_channel');
  expect(await post('GPRIV')).toBe('channel_not_found');
  expect(await post('CNONE')).toBe('channel_not_found');
  expect(await post('COLD')).toBe('is_archived');
  const ephemeral = { channel: 'CNEEDS', user: 'UNONE', text: 'hi' };
  expect((await call('chat.postEphemeral', ephemeral)).error).toBe('user_not_in_channel');
  const reply = { channel: 'CNEEDS', text: 'hi', thread_ts: '1.000001' };
  expect((await call('chat.postMessage', reply)).error).toBe('thread_not_found');
});

test('When the bot writes to a person, Then a D… channel opens which only that person sees', async () => {
  const { channel, ts } = await call('chat.postMessage', { channel: 'ULI', text: 'for you' });
  expect(channel).toMatch(/^D/);
  expect(workspace.as('ULI').dms.map(({ text }) => text)).toEqual(['for you']);
  expect([workspace.as('ULI').badge, workspace.as('UWANG').badge]).toEqual([1, 0]);
  expect(workspace.as('UWANG').dms).toEqual([]);
  expect((await call('chat.update', { channel: 'ULI', ts, text: 'x' })).error).toBe('channel_not_found');
  expect((await call('chat.update', { channel, ts, text: 'x' })).ok).toBe(true);
  expect(() => workspace.as('ULI').say(channel, 'hello?')).toThrow('read-only');
});

test('When the bot edits, Then only its own messages, 4,000 characters, and text alone drops the blocks', async () => {
  const said = workspace.as('ULI').say('CNEEDS', 'mine');
  const own = { channel: 'CNEEDS', ts: said.ts };
  expect((await call('chat.update', { ...own, text: 'x' })).error).toBe('cant_update_message');
  expect((await call('chat.delete', own)).error).toBe('cant_delete_message');
  const { ts } = await call('chat.postMessage', {
    channel: 'CNEEDS',
    text: 'card',
    blocks: [button('claim')],
  });
  const edit = { channel: 'CNEEDS', ts };
  expect((await call('chat.update', { ...edit, text: 'x'.repeat(4001) })).error).toBe('msg_too_long');
  await call('chat.update', { ...edit, text: 'taken' });
  expect(workspace.messages('CNEEDS').at(-1)).toMatchObject({ text: 'taken', blocks: [] });
  expect((await call('chat.update', { ...edit, ts: '1.2', text: 'x' })).error).toBe('message_not_found');
  expect((await call('chat.delete', edit)).ok).toBe(true);
  expect(workspace.messages('CNEEDS')).toEqual([said]);
});

test('When a message has blocks but no text, Then it is posted and noted as a breach', async () => {
  expect((await call('chat.postMessage', { channel: 'CNEEDS' })).error).toBe('no_text');
  await call('chat.postMessage', { channel: 'CNEEDS', blocks: [section('hi')] });
  expect(workspace.messages('CNEEDS')).toHaveLength(1);
  expect(workspace.violations).toEqual([expect.stringContaining('no text for screen readers')]);
});

test('When blocks break a rule, Then the call fails and says where', async () => {
  const blocks = [{ type: 'alert', text: plain('modals only') }];
  const { error, response_metadata } = await call('chat.postMessage', {
    channel: 'CNEEDS',
    text: 'x',
    blocks,
  });
  expect(error).toBe('invalid_blocks');
  expect(response_metadata?.messages[0]).toContain('[json-pointer:/blocks/0]');
  const { error: viewError } = await openModal([{ type: 'carousel', elements: [] }]);
  expect(viewError).toBe('invalid_arguments');
});

test('When a scope was not granted, Then the call fails and names it', async () => {
  workspace.team.options.grantedOptional = [];
  const answer = await call('conversations.info', { channel: 'CNEEDS' });
  expect(answer).toMatchObject({ error: 'missing_scope', needed: expect.stringContaining('channels:read') });
  expect((await call('conversations.open', { users: 'ULI' })).error).toBe('missing_scope');
  expect((await call('reactions.add', {})).error).toBe('unknown_method');
  const stranger = await fetch(`${workspace.apiUrl}auth.test`, { method: 'POST' });
  expect(await stranger.json()).toMatchObject({ ok: false, error: 'not_authed' });
});

test('When a user is looked up, Then the locale comes only when asked for', async () => {
  expect((await call('users.info', { user: 'UWANG' })).user).not.toHaveProperty('locale');
  const { user } = await call('users.info', { user: 'UWANG', include_locale: true });
  expect(user).toMatchObject({ locale: 'en-US', tz: 'Asia/Shanghai', tz_offset: 28_800 });
  expect((await call('users.info', { user: 'UNONE' })).error).toBe('user_not_found');
});

test('When the bot posts twice a second into one channel, Then 429 for that channel alone', async () => {
  const post = (channel: string) => call('chat.postMessage', { channel, text: 'hi' });
  expect((await post('CNEEDS')).ok).toBe(true);
  expect((await post('CNEEDS')).error).toBe('ratelimited');
  expect((await post('UWANG')).ok).toBe(true);
  wall += 1000;
  expect((await post('CNEEDS')).ok).toBe(true);
  expect(workspace.calls.map(({ status }) => status)).toEqual([200, 429, 200, 200]);
});

test('When faults are ordered, Then they strike as often as ordered', async () => {
  const post = () => {
    wall += 1000;
    return call('chat.postMessage', { channel: 'CNEEDS', text: 'hi' });
  };
  workspace.faults.respond429('chat.postMessage', { retryAfter: 30, channel: 'CNEEDS' });
  expect((await post()).error).toBe('ratelimited');
  workspace.faults.respond500('chat.postMessage');
  expect((await post()).error).toBe('internal_error');
  workspace.faults.dropBefore('chat.postMessage');
  await expect(post()).rejects.toThrow();
  expect(workspace.messages('CNEEDS')).toHaveLength(0);
  workspace.faults.dropAfterAccept('*');
  await expect(post()).rejects.toThrow();
  expect(workspace.messages('CNEEDS')).toHaveLength(1);
  expect((await post()).ok).toBe(true);
});

test('When the app fails an event, Then it is retried at once, after a minute and after five', async () => {
  answer = () => ({ status: 500 });
  await workspace.as('ULI').openHome();
  await workspace.settled();
  wall += 60_000;
  await workspace.tick();
  wall += 299_999;
  await workspace.tick();
  expect(seen).toHaveLength(3);
  wall += 1;
  await workspace.tick();
  const retries = seen.map(({ headers }) => [headers['x-slack-retry-num'], headers['x-slack-retry-reason']]);
  expect(retries).toEqual([
    [undefined, undefined],
    ['1', 'http_error'],
    ['2', 'http_error'],
    ['3', 'http_error'],
  ]);
  expect(new Set(seen.map(({ payload }) => payload.event_id)).size).toBe(1);
  answer = () => ({ status: 404, headers: { 'x-slack-no-retry': '1' } });
  await workspace.as('ULI').openHome();
  await workspace.settled();
  expect(seen).toHaveLength(5);
});

test('When people mention the bot or change, Then the app hears of it as the manifest says', async () => {
  await workspace.as('ULI').mention('CNEEDS', 'help');
  expect(seen[0]?.payload).toMatchObject({
    type: 'event_callback',
    event: { type: 'app_mention', user: 'ULI', text: `<@${workspace.botUserId}> help` },
  });
  await workspace.updateUser('ULI', { deleted: true, locale: 'en-GB' });
  expect(seen[1]?.payload).toMatchObject({
    event: { type: 'user_change', user: { deleted: true, locale: 'en-GB' } },
  });
  workspace.team.options.grantedOptional = [];
  await workspace.updateChannel('CNEEDS', { isArchived: true, botIsMember: false });
  expect(seen).toHaveLength(2);
});

test('When a Home tab is published, Then that person alone has it and can press in it', async () => {
  const view = { type: 'home', blocks: [button('post_demand')] };
  const published = await call('views.publish', { user_id: 'ULI', view });
  expect(published.ok).toBe(true);
  expect(workspace.as('UWANG').home).toBeUndefined();
  await workspace.as('ULI').press(workspace.as('ULI').home as View, 'post_demand');
  expect(seen.at(-1)?.payload).toMatchObject({ container: { type: 'view' }, view: { type: 'home' } });
  const again = await call('views.publish', { user_id: 'ULI', view, hash: 'old' });
  expect(again.error).toBe('hash_conflict');
});

const cell = (text: string) => ({ type: 'raw_text', text });
const series = (labels: string[]) => [{ name: 'n', data: labels.map((label) => ({ label, value: 1 })) }];
const chart = (labels: string[], categories = labels) => ({
  type: 'data_visualization',
  title: 'T',
  chart: { type: 'line', series: series(labels), axis_config: { categories } },
});
const accessory = (element: object): Block => ({ ...section('x'), accessory: element });
const aButton = (extra: object) => ({ type: 'button', action_id: 'a', text: plain('x'), ...extra });
const options = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ text: plain(`${index}`), value: `${index}` }));

test.each<[string, 'message' | 'modal' | 'home', unknown[], string | undefined]>([
  ['a sound message', 'message', [section('x'), chart(['9月']), button('a')], undefined],
  ['51 blocks', 'message', Array.from({ length: 51 }, () => ({ type: 'divider' })), 'no more than 50'],
  ['an unknown block', 'message', [{ type: 'sparkle' }], 'unsupported type: sparkle'],
  ['an unknown field', 'message', [{ type: 'divider', colour: 1 }], 'invalid additional property: colour'],
  ['an empty text', 'message', [section('')], 'more than 0 characters'],
  ['3,001 characters', 'message', [section('x'.repeat(3001))], 'less than 3001'],
  ['a bare string', 'message', [{ type: 'section', text: 'x' }], 'must provide an object'],
  ['a chart on the Home tab', 'home', [chart(['9月'])], 'not available in a home'],
  ['a carousel in a modal', 'modal', [{ type: 'carousel', elements: [] }], 'not available in a modal'],
  ['three charts', 'message', [chart(['a']), chart(['a']), chart(['a'])], 'no more than 2'],
  ['a chart short of a point', 'message', [chart(['a'], ['a', 'b'])], 'one point per category'],
  ['a long label', 'message', [chart(['x'.repeat(21)])], 'less than 21'],
  ['a long button', 'message', [accessory(aButton({ value: 'x'.repeat(2001) }))], 'less than 2001'],
  [
    'a confirm without text',
    'message',
    [accessory(aButton({ confirm: {} }))],
    'missing required field: text',
  ],
  [
    'six overflow options',
    'message',
    [accessory({ type: 'overflow', options: options(6) })],
    'no more than 5',
  ],
  ['an input element in a section', 'modal', [accessory({ type: 'plain_text_input' })], 'unsupported type'],
  ['an image without alt text', 'message', [{ type: 'image', image_url: 'https://a.b/c.png' }], 'alt_text'],
  ['one block_id twice', 'modal', [input('a'), input('a')], 'block_id already exists'],
  [
    'one action_id twice',
    'home',
    [{ type: 'actions', elements: [aButton({}), aButton({})] }],
    'action_id already',
  ],
  ['a header of level 5', 'message', [{ type: 'header', text: plain('x'), level: 5 }], 'from 1 to 4'],
  ['a table without caption', 'home', [{ type: 'data_table', rows: [[cell('a')], [cell('b')]] }], 'caption'],
  [
    'uneven rows',
    'home',
    [{ type: 'data_table', caption: 'c', rows: [[cell('a')], [cell('b'), cell('c')]] }],
    'same number',
  ],
  [
    'a card of four buttons',
    'home',
    [{ type: 'card', actions: ['a', 'b', 'c', 'd'].map((id) => aButton({ action_id: id })) }],
    'no more than 3',
  ],
  [
    'a table in a container',
    'home',
    [{ type: 'container', title: plain('x'), child_blocks: [chart(['a'])] }],
    'unsupported type',
  ],
  [
    'loose rich text',
    'message',
    [{ type: 'rich_text', elements: [{ type: 'text', text: 'x' }] }],
    'unsupported type: text',
  ],
])('When a payload holds %s, Then the judge says so', (_what, surface, blocks, problem) => {
  const problems = checkBlocks(blocks, surface);
  if (problem === undefined) expect(problems).toEqual([]);
  else expect(problems.join('\n')).toContain(problem);
});

/** Speaks the window's protocol. */
async function openWindow(headers: Record<string, string> = {}) {
  const socket = new WebSocket(`${workspace.url.replace('http', 'ws')}/window?as=ULI`, { headers });
  const received: Record<string, unknown>[] = [];
  const hear = createHearing();
  const waiting = new Set<() => void>();
  socket.on('message', (data) => {
    received.push(hear(data) as Record<string, unknown>);
    for (const look of [...waiting]) look();
  });
  const find = (matches: (message: Record<string, unknown>) => boolean) =>
    new Promise<Record<string, unknown>>((resolve) => {
      const look = () => {
        const found = received.find(matches);
        if (!found) return;
        waiting.delete(look);
        resolve(found);
      };
      waiting.add(look);
      look();
    });
  const opened = new Promise<boolean>((resolve) => {
    socket.on('open', () => resolve(true));
    socket.on('error', () => resolve(false));
  });
  return { socket, find, opened, send: (message: object) => socket.send(JSON.stringify(message)) };
}

test('When the window connects, Then it shows that person’s world and acts in it', async () => {
  const clock = {
    now: () => Temporal.Instant.from('2026-11-02T01:00:00Z'),
    move: (to: Temporal.Instant) => moves.push(String(to)),
  };
  const moves: string[] = [];
  attachWindow(workspace, { clock });
  await call('chat.postMessage', { channel: 'UWANG', text: 'not for Li' });
  const { ts } = await call('chat.postMessage', {
    channel: 'CNEEDS',
    text: 'card',
    blocks: [button('claim')],
  });
  const { find, send, socket } = await openWindow();
  const world = await find(({ type }) => type === 'world');
  expect(JSON.stringify(world)).not.toContain('not for Li');
  expect(world).toMatchObject({
    me: { id: 'ULI' },
    channels: [{ id: 'CNEEDS', unread: 1 }, { id: 'COTHER' }],
  });
  send({ id: 1, type: 'press', in: { message: { channel: 'CNEEDS', ts } }, actionId: 'claim' });
  send({ id: 2, type: 'command', command: '/nothing', text: '', channel: 'CNEEDS' });
  send({ id: 3, type: 'clock', move: 'P1D' });
  expect(await find(({ id }) => id === 1)).toEqual({ type: 'done', id: 1, ok: true });
  expect(await find(({ id }) => id === 2)).toMatchObject({
    ok: false,
    error: '/nothing is not a valid command',
  });
  await find(({ id }) => id === 3);
  expect(moves).toEqual(['2026-11-03T01:00:00Z']);
  expect(seen.at(-1)?.payload.type).toBe('block_actions');
  socket.close();
});

test('When another site’s page tries the window, Then it is turned away', async () => {
  attachWindow(workspace, {});
  for (const headers of [{ origin: 'https://evil.example' }, { host: 'evil.example' }] as Record<
    string,
    string
  >[])
    expect(await (await openWindow(headers)).opened).toBe(false);
  const { opened, socket } = await openWindow({ origin: workspace.url });
  expect(await opened).toBe(true);
  socket.close();
});
