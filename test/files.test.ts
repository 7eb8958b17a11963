import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WebClient } from '@slack/web-api';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { buildManifest } from '../manifest/manifest.ts';
import { wallNow } from '../src/clock.ts';
import type { View } from '../src/playground/records.ts';
import { serveToWindow } from '../src/playground/serve-files.ts';
import { startWorkspace, type Workspace } from '../src/playground/workspace.ts';
import { type Desk, giveRole, registerVerified, startDesk } from './helpers/desk.ts';

const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
const PAPER = Buffer.from('%PDF-1.4\n%%EOF\n');
const MB = 1024 * 1024;

describe('a report with files', () => {
  let desk: Desk;

  beforeEach(async () => {
    desk = await startDesk();
    await giveRole(desk, 'U0BINHAI', { role: 'district', districts: ['binhai'] });
    await registerVerified(desk, 'U0ZJ0006');
  });

  afterEach(async () => {
    expect(desk.workspace.violations).toEqual([]);
    await desk.close();
  });

  const expert = () => desk.as('U0ZJ0006');

  async function submit(user: string, values: Record<string, string | string[] | null> = {}) {
    await desk.as(user).submit(values);
    await desk.settle();
  }

  /** Up to step two, which is returned. */
  async function toSecondStep(values: Record<string, string> = {}): Promise<View> {
    await expert().globalShortcut('file_report');
    await desk.settle();
    await submit('U0ZJ0006', {
      ...{ title: '义诊周', districts: ['binhai'], service_start: '2013-10-12', service_end: '2013-10-13' },
      ...{ summary: '义诊', ...values },
    });
    return topView('U0ZJ0006');
  }

  function topView(user: string): View {
    const view = desk.as(user).views.at(-1);
    if (!view) throw new Error('no window');
    return view;
  }

  const fieldsIn = ({ blocks }: View) => blocks.map(({ block_id: id }) => id);
  const screenOf = (user: string) => JSON.stringify(topView(user).blocks);
  const files = () =>
    desk.db.selectFrom('report_file').selectAll().orderBy('version').orderBy('no').execute();

  async function pressDm(user: string, action: string) {
    const dm = desk.as(user).dms.findLast(({ blocks }) => JSON.stringify(blocks).includes(`"${action}"`));
    if (!dm) throw new Error(`${user} has no message with ${action}`);
    await desk.as(user).press(dm, action);
    await desk.settle();
  }

  test('When files:read was not granted, Then nobody is asked for files; when it is, the very next form asks', async () => {
    const { options } = desk.workspace.team;
    options.grantedOptional = [];
    await expert().openHome();
    await desk.settle();
    // Slack says it with every answer: with that of `views.open` here, after the last step was drawn.
    expect(fieldsIn(await toSecondStep())).not.toContain('attachments');
    options.grantedOptional = ['files:read'];
    await desk.as('U0BINHAI').openHome();
    await desk.settle();
    await expert().press(topView('U0ZJ0006'), 'back:file_report');
    await desk.settle();
    await submit('U0ZJ0006');
    expect(fieldsIn(topView('U0ZJ0006'))).toContain('attachments');
  });

  test('When files are given, Then they stand with the version, and those concerned can look at them', async () => {
    await toSecondStep();
    const picture = expert().upload('<!channel> *现场*.png', PNG);
    const paper = expert().upload('签到表.pdf', PAPER);
    await submit('U0ZJ0006', { attachments: [picture.id, paper.id] });
    expect(screenOf('U0ZJ0006')).toContain('BG-2013-0001');
    expect(await files()).toMatchObject([
      { version: 1, no: 1, file_id: picture.id, name: '<!channel> *现场*.png', type: 'image/png' },
      { version: 1, no: 2, file_id: paper.id, name: '签到表.pdf', type: 'application/pdf' },
    ]);
    const review = desk.as('U0BINHAI').dms.at(-1);
    expect(review?.text).toContain('附件  &lt;!channel&gt; *现场*.png、签到表.pdf');
    await pressDm('U0BINHAI', 'show_attachments');
    const { blocks } = topView('U0BINHAI');
    expect(blocks).toContainEqual(
      expect.objectContaining({
        ...{ type: 'image', slack_file: { id: picture.id } },
        alt_text: '图片：<!channel> *现场*.png',
      }),
    );
    expect(JSON.stringify(blocks)).toContain(paper.permalink);
    // Whoever has nothing to do with it learns nothing, not even a name.
    const body = desk.workspace.deliveries.findLast(({ kind }) => kind === 'block_actions')?.body as object;
    const forged = { ...body, user: { id: 'U0ALICE', username: 'a', name: 'a', team_id: 'T0' } };
    await desk.workspace.deliver('block_actions', { ...forged, response_url: undefined });
    await desk.settle();
    expect(JSON.stringify(desk.as('U0ALICE').views)).not.toContain('现场');
    desk.workspace.violations.splice(
      0,
      Infinity,
      ...desk.workspace.violations.filter((one) => !one.includes('trigger_id')),
    );
  });

  test('When a picture was deleted in Slack, Then its name is shown all the same', async () => {
    await toSecondStep();
    const picture = expert().upload('现场.png', PNG);
    await submit('U0ZJ0006', { attachments: [picture.id] });
    desk.workspace.team.files.delete(picture.id);
    await pressDm('U0BINHAI', 'show_attachments');
    expect(screenOf('U0BINHAI')).toContain('已被删除');
    expect(screenOf('U0BINHAI')).toContain('现场.png');
  });

  test.each([
    ['is no picture', 'note.txt', Buffer.from('x'), /不是图片或 PDF/],
    ['only calls itself one', '假的.png', Buffer.from('MZ\x90'), /“假的\.png”不是图片或 PDF/],
    ['is too large', '大图.png', Buffer.concat([PNG, Buffer.alloc(20 * MB)]), /超过 20 MB/],
  ])(
    'When a file %s, Then it says so under the field, and what was chosen stays',
    async (_, name, bytes, said) => {
      const view = await toSecondStep();
      const [good, bad] = [expert().upload('现场.png', PNG), expert().upload(name, bytes)];
      // Past Slack's own window, which offers only what the field takes.
      const element = view.blocks.find(({ block_id: id }) => id === 'attachments')?.element as object;
      Object.assign(element, { filetypes: undefined });
      await submit('U0ZJ0006', { attachments: [good.id, bad.id], next_steps: '复诊' });
      expect(expert().errors.attachments).toMatch(said);
      const [state] = Object.values(view.state.values.attachments ?? {});
      expect(state?.files?.map(({ id }) => id)).toEqual([good.id, bad.id]);
      await submit('U0ZJ0006', { attachments: [good.id] });
      expect(await files()).toMatchObject([{ file_id: good.id }]);
    },
  );

  test('When somebody goes back and on, or begins again another day, Then the files are there, each once', async () => {
    await toSecondStep();
    const picture = expert().upload('现场.png', PNG);
    expert().fill({ attachments: [picture.id] });
    await expert().press(topView('U0ZJ0006'), 'back:file_report');
    await desk.settle();
    await expert().closeModal({ all: true });
    const view = await toSecondStep();
    expect(JSON.stringify(view.blocks)).toContain('现场.png');
    const another = expert().upload('合影.png', PNG);
    await submit('U0ZJ0006', { attachments: [another.id, picture.id] });
    expect((await files()).map(({ name }) => name)).toEqual(['现场.png', '合影.png']);
  });

  test('When another field is wrong, Then the files stay; a second look shows them above an empty field', async () => {
    await toSecondStep({ action_line: 'tech_sme' });
    const picture = expert().upload('现场.png', PNG);
    await submit('U0ZJ0006', { attachments: [picture.id], materials: '2-3' });
    expect(Object.keys(expert().errors)).toEqual(['materials']);
    await submit('U0ZJ0006', { materials: '3' });
    expect(await files()).toMatchObject([{ file_id: picture.id }]);
  });

  test('When a report is mended or amended, Then files are kept, left out and added; the old version keeps its own', async () => {
    await toSecondStep();
    const [first, second] = [expert().upload('一.png', PNG), expert().upload('二.png', PNG)];
    await submit('U0ZJ0006', { attachments: [first.id, second.id] });
    await expert().closeModal({ all: true });
    await pressDm('U0BINHAI', 'return_report');
    await submit('U0BINHAI', { reason: '少一张' });
    await pressDm('U0ZJ0006', 'file_report');
    await submit('U0ZJ0006');
    const third = expert().upload('三.pdf', PAPER);
    await submit('U0ZJ0006', { kept_attachments: [second.id], attachments: [third.id] });
    await expert().closeModal({ all: true });
    const named = async () => (await files()).map(({ version, name }) => `${version} ${name}`);
    expect(await named()).toEqual(['1 一.png', '1 二.png', '2 二.png', '2 三.pdf']);

    await pressDm('U0BINHAI', 'accept_report');
    await expert().command('/expert-report');
    await desk.settle();
    await expert().press(expert().ephemerals.at(-1) as never, 'amend_report');
    await desk.settle();
    await submit('U0ZJ0006');
    await submit('U0ZJ0006', { reason: '撤下一张', kept_attachments: [third.id] });
    await expert().closeModal({ all: true });
    // Until a coordinator accepts it, the report has what it had.
    expect(desk.as('U0BINHAI').dms.at(-1)?.text).toMatch(
      /附件 {2}二\.png、三\.pdf.*更正后为.*附件 {2}三\.pdf/s,
    );
    expect(await named()).toHaveLength(4);
    await pressDm('U0BINHAI', 'accept_report');
    expect((await named()).slice(4)).toEqual(['3 三.pdf']);
  });

  test('When more than ten stand in the form, Then it says how many there may be', async () => {
    await toSecondStep();
    const ids = Array.from({ length: 10 }, (_, i) => expert().upload(`${i}.png`, PNG).id);
    expert().fill({ attachments: ids });
    await expert().press(topView('U0ZJ0006'), 'back:file_report');
    await desk.settle();
    await submit('U0ZJ0006');
    await submit('U0ZJ0006', { attachments: [expert().upload('十一.png', PNG).id] });
    expect(expert().errors.attachments).toContain('最多 10 个');
    await submit('U0ZJ0006', { kept_attachments: ids.slice(1) });
    expect(await files()).toHaveLength(10);
  });

  test('When Slack leaves out what kind of file it is, Then it is asked', async () => {
    await toSecondStep();
    const picture = expert().upload('现场.png', PNG);
    expert().fill({ attachments: [picture.id] });
    const [state] = Object.values(topView('U0ZJ0006').state.values.attachments ?? {});
    for (const file of state?.files ?? []) Object.assign(file, { mimetype: undefined, size: undefined });
    await submit('U0ZJ0006');
    expect(desk.workspace.calls.map(({ method }) => method)).toContain('files.info');
    expect(await files()).toMatchObject([{ type: 'image/png', size: PNG.length }]);
  });
});

describe('the local workspace', () => {
  let workspace: Workspace;
  const folder = mkdtempSync(join(tmpdir(), 'expert-desk-files-'));

  beforeEach(async () => {
    workspace = await startWorkspace({
      ...{ appUrl: '', signingSecret: 's', botToken: 'xoxb-test', manifest: buildManifest('http') },
      ...{ now: wallNow, wallNow: () => wallNow().epochMilliseconds, filesDir: join(folder, 'files') },
    });
    workspace.addUser({ id: 'ULI', name: '李梅' });
    workspace.onRequest(serveToWindow(workspace.team));
  });

  afterEach(async () => {
    await workspace.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const asPage = { 'sec-fetch-site': 'same-origin' };
  const upload = async (name: string, body: Buffer, headers: Record<string, string> = asPage) => {
    const query = new URLSearchParams({ as: 'ULI', name });
    const answer = await fetch(`${workspace.url}/window/files?${query}`, {
      method: 'POST',
      body: new Uint8Array(body),
      headers,
    });
    return (await answer.json()) as { ok: boolean; error?: string; file?: { id: string; filetype: string } };
  };

  test('When the window uploads, Then the bytes lie under an id of ours and come back to the window and the app alone', async () => {
    const { file } = await upload('../../etc/现场.png', PNG);
    expect(file).toMatchObject({ filetype: 'png' });
    expect(readdirSync(join(folder, 'files'))).toEqual([file?.id]);
    const { url_private = '', mimetype } = workspace.team.files.get(file?.id ?? '') ?? {};
    expect(mimetype).toBe('image/png');
    const get = async (url: string, headers: Record<string, string>) => {
      const answer = await fetch(url, { headers });
      return [answer.status, Buffer.from(await answer.arrayBuffer()).equals(PNG)];
    };
    expect(await get(url_private, { authorization: 'Bearer xoxb-test' })).toEqual([200, true]);
    expect(await get(url_private, { authorization: 'Bearer xoxb-other' })).toEqual([404, false]);
    expect(await get(url_private, asPage)).toEqual([404, false]);
    expect(await get(`${workspace.url}/window/files/${file?.id}`, asPage)).toEqual([200, true]);
    expect(await get(`${workspace.url}/window/files/${file?.id}`, {})).toEqual([403, false]);
    workspace.team.options.grantedOptional = [];
    expect(await get(url_private, { authorization: 'Bearer xoxb-test' })).toEqual([403, false]);
  });

  test('When a file is too large, empty, or comes from another page, Then it is refused and nothing is kept', async () => {
    expect(await upload('x.png', Buffer.alloc(25 * MB + 1))).toEqual({ ok: false, error: 'file_too_large' });
    expect(await upload('x.png', Buffer.alloc(0))).toEqual({ ok: false, error: 'file_is_empty' });
    expect(await upload('x.png', PNG, { 'sec-fetch-site': 'cross-site' })).toMatchObject({ ok: false });
    expect(workspace.team.files.size).toBe(0);
  });

  test('When a page is uploaded, Then it is never shown as one', async () => {
    const { file } = await upload('x.html', Buffer.from('<script>alert(1)</script>'));
    const { headers } = await fetch(`${workspace.url}/window/files/${file?.id}`, { headers: asPage });
    expect(headers.get('content-type')).toBe('application/octet-stream');
    expect(headers.get('content-disposition')).toMatch(/^attachment/);
  });

  describe('when an app uploads', () => {
    const call = async (method: string, args: Record<string, string>) => {
      const headers = { authorization: 'Bearer xoxb-test' };
      const body = new URLSearchParams(args);
      return (
        await fetch(`${workspace.apiUrl}${method}`, { method: 'POST', body, headers })
      ).json() as Promise<Record<string, unknown> & { upload_url: string; file_id: string }>;
    };
    const announce = (length: number) =>
      call('files.getUploadURLExternal', { filename: '模板.csv', length: String(length) });
    const put = async (url: string, body: string) => (await fetch(url, { method: 'POST', body })).status;
    const complete = (id: string, where: Record<string, string> = {}) =>
      call('files.completeUploadExternal', { files: JSON.stringify([{ id, title: '模板' }]), ...where });

    beforeEach(() => {
      const { oauth_config, ...manifest } = buildManifest('http');
      const bot = [...oauth_config.scopes.bot, 'files:write'];
      workspace.team.options.manifest = { ...manifest, oauth_config: { scopes: { bot } } };
    });

    test('When the SDK does, Then the person finds the file in the chat, and can open it', async () => {
      const { channel } = (await call('chat.postMessage', { channel: 'ULI', text: 'x' })) as unknown as {
        channel: string;
      };
      const client = new WebClient('xoxb-test', { slackApiUrl: workspace.apiUrl });
      await client.filesUploadV2({
        ...{ channel_id: channel, filename: '模板.csv', title: '模板', initial_comment: '请查收' },
        file: Buffer.from('单位\r\n'),
      });
      const shared = workspace.messages(channel).at(-1);
      expect(shared).toMatchObject({ text: '请查收', files: [{ title: '模板', name: '模板.csv', size: 8 }] });
      const shown = await fetch(`${workspace.url}/window/files/${shared?.files?.[0]?.id}`, {
        headers: asPage,
      });
      expect(await shown.text()).toBe('单位\r\n');
      expect(workspace.violations).toEqual([]);
    });

    test('When a step is missing or wrong, Then nothing is shared, and it says why', async () => {
      const { file_id, upload_url } = await announce(4);
      expect(await complete(file_id)).toMatchObject({ error: 'file_not_found' });
      expect(await put(upload_url, '12345')).toBe(400);
      expect(await put(`${upload_url}x`, '1234')).toBe(404);
      expect(await complete(file_id)).toMatchObject({ error: 'file_not_found' });
      expect(await put(upload_url, '1234')).toBe(200);
      expect(await complete(file_id, { channel_id: 'C0NONE' })).toMatchObject({ error: 'channel_not_found' });
      expect(await complete(file_id, { channel_id: 'ULI' })).toMatchObject({ error: 'channel_not_found' });
      expect(workspace.violations).toEqual([expect.stringContaining('is a person')]);
      expect(await complete(file_id)).toMatchObject({ ok: true, files: [{ id: file_id, title: '模板' }] });
      expect(await complete(file_id)).toMatchObject({ error: 'file_not_found' });
      expect(await put(upload_url, '1234')).toBe(404);
      expect(await announce(0)).toMatchObject({ error: 'invalid_arguments' });
      expect(await announce(26 * MB)).toMatchObject({ error: 'file_upload_size_restricted' });
    });

    test('When files:write was not granted, Then it is refused by name', async () => {
      Object.assign(workspace.team.options, { manifest: buildManifest('http'), grantedOptional: [] });
      expect(await announce(4)).toMatchObject({ error: 'missing_scope', needed: 'files:write' });
    });
  });

  test('When files.info is called, Then it needs files:read', async () => {
    const { file } = await upload('现场.png', PNG);
    const ask = async (id: string) => {
      const body = new URLSearchParams({ file: id });
      const headers = { authorization: 'Bearer xoxb-test' };
      return (await fetch(`${workspace.apiUrl}files.info`, { method: 'POST', body, headers })).json();
    };
    expect(await ask(file?.id ?? '')).toMatchObject({
      ok: true,
      file: { name: '现场.png', size: PNG.length },
    });
    expect(await ask('F0NONE')).toMatchObject({ ok: false, error: 'file_not_found' });
    workspace.team.options.grantedOptional = [];
    expect(await ask(file?.id ?? '')).toMatchObject({ error: 'missing_scope', needed: 'files:read' });
  });
});
