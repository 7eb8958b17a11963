import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { handFile } from '../src/files/hand-file.ts';
import type { NewFile } from '../src/files/handed-file.ts';
import { type Desk, startDesk } from './helpers/desk.ts';

const TEXT = '单位,区县\n杨柳青卫生院,西青区\n';

function fileOf(rows = 1): NewFile {
  const more = Array.from({ length: rows }, (_, i) => [`第 ${i + 1} 卫生院`, '西青区']);
  return {
    name: '需求 <!channel>.csv',
    title: '需求清单 <!channel>',
    type: 'text/csv; charset=utf-8',
    bytes: Buffer.from(TEXT),
    rows: [['单位', '区县'], ...more],
  };
}

describe('a file for one person', () => {
  let desk: Desk;

  beforeEach(async () => {
    desk = await startDesk();
  });

  afterEach(async () => {
    expect(desk.workspace.violations).toEqual([]);
    desk.workspace.team.options.grantedOptional = undefined;
    await desk.close();
  });

  /** With this much granted; the next answer of Slack tells the app. */
  async function grant(...scopes: string[]): Promise<void> {
    desk.workspace.team.options.grantedOptional = scopes;
    await desk.as('U0BUREAU').openHome();
    await desk.settle();
  }

  async function hand(file = fileOf(), { cause = 'press:1', deps = desk.deps } = {}): Promise<void> {
    const { teamId } = desk.workspace;
    await handFile(deps, { teamId, userId: 'U0HOST', cause, now: desk.clock.now() }, file);
    await desk.settle();
  }

  const told = () => desk.as('U0HOST').dms.filter(({ text }) => text.includes('这是您要的文件'));
  const replies = () => desk.as('U0HOST').dms.filter(({ files = [] }) => files.length > 0);

  async function addressOf(): Promise<string> {
    const [, address = ''] = /"(https:\/\/desk\.test\/files\/[^"]+)"/.exec(JSON.stringify(told())) ?? [];
    return address.replace('https://desk.test', desk.appUrl);
  }

  test('When files:write was granted, Then the file lies in the thread of one message to that person, whole, however often it is delivered', async () => {
    await grant('files:write');
    await hand();
    await hand();

    expect(told()).toHaveLength(1);
    expect(replies()).toHaveLength(1);
    const [reply] = replies();
    expect(reply?.thread_ts).toBe(told()[0]?.ts);
    const [file] = reply?.files ?? [];
    expect(file).toMatchObject({ name: fileOf().name, title: fileOf().title, size: Buffer.byteLength(TEXT) });
    expect(JSON.stringify(told())).not.toContain('/files/');

    await desk.look('2013-10-31T11:05:00+08:00');
    expect(await desk.db.selectFrom('handed_file').select('id').execute()).toEqual([]);
  });

  test('When Slack is ill before anybody could see it, Then it is brought again; when the last answer is lost, never twice', async () => {
    await grant('files:write');
    desk.workspace.faults.respond500('files.getUploadURLExternal', 1);
    await hand();
    await desk.db
      .updateTable('outgoing')
      .set({ next_at: desk.clock.now() })
      .where('state', '=', 'waiting')
      .execute();
    desk.deps.sender.wake();
    await desk.settle();
    expect(replies()).toHaveLength(1);

    desk.workspace.faults.dropAfterAccept('files.completeUploadExternal', 1);
    await hand(fileOf(), { cause: 'press:2' });
    expect(replies()).toHaveLength(2);
    const { state } = await desk.db
      .selectFrom('outgoing')
      .select('state')
      .where('kind', '=', 'file_upload')
      .orderBy('seq', 'desc')
      .executeTakeFirstOrThrow();
    expect(state).toBe('unknown');
  });

  test('When the scope was taken back in between, Then that one file fails and the workspace goes on', async () => {
    await grant('files:write');
    desk.workspace.faults.refuse('files.getUploadURLExternal', 'missing_scope', 1);
    await hand();
    expect(replies()).toHaveLength(0);
    await hand(fileOf(), { cause: 'press:2' });
    expect(replies()).toHaveLength(1);
  });

  test('When it was not granted, Then an address opens it once, within its hour, and looks use nothing', async () => {
    await grant();
    await hand();
    const address = await addressOf();
    expect(replies()).toHaveLength(0);

    const look = await fetch(address, { method: 'HEAD' });
    expect([look.status, look.headers.get('content-length')]).toEqual([200, `${Buffer.byteLength(TEXT)}`]);
    expect((await fetch(address, { method: 'POST' })).status).toBe(405);
    const got = await fetch(address);
    expect([got.status, await got.text()]).toEqual([200, TEXT]);
    expect(got.headers.get('content-disposition')).toContain(encodeURIComponent('需求 <!channel>.csv'));
    expect(got.headers.get('cache-control')).toBe('no-store');

    const pages = [address, `${desk.appUrl}/files/${'x'.repeat(22)}`, `${desk.appUrl}/files/short`];
    await hand(fileOf(), { cause: 'press:2' });
    const late = await addressOf();
    await desk.look('2013-10-31T11:05:00+08:00');
    const answers = await Promise.all(
      [...pages, late].map(async (page) => {
        const { status, ...answer } = await read(page);
        return { status, ...answer };
      }),
    );
    expect(answers.map(({ status }) => status)).toEqual([404, 404, 404, 404]);
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    expect(answers[0]?.text).toContain('请在 Slack 里重新取一份');
    expect((await read(address, { 'accept-language': 'en-GB,en' })).text).toContain(
      'ask for it again in Slack',
    );
    expect(await desk.db.selectFrom('handed_file').select('id').execute()).toEqual([]);
  });

  test('When thousands of addresses are guessed, Then most are turned away and the right one still opens', async () => {
    await grant();
    await hand();
    const address = await addressOf();
    const guess = (n: number) => read(`${desk.appUrl}/files/${String(n).padStart(22, 'A')}`);
    const seen = new Set<number>();
    for (let n = 0; n < 1000; n += 50)
      for (const { status } of await Promise.all(Array.from({ length: 50 }, (_, i) => guess(n + i))))
        seen.add(status);
    expect([...seen].sort()).toEqual([404, 429]);
    expect((await read(address)).text).toBe(TEXT);
  });

  test('When two fetch it at one moment, Then one has it', async () => {
    await grant();
    await hand();
    const address = await addressOf();
    const answers = await Promise.all([read(address), read(address), read(address)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 404, 404]);
  });

  test('When there is no address either, Then its first rows stand in the message, and pages turn for that person alone', async () => {
    await grant();
    await hand(fileOf(45), { deps: { ...desk.deps, publicUrl: undefined } });
    const shown = () => JSON.stringify(told());
    expect(shown()).toContain('第 20 卫生院');
    expect(shown()).not.toContain('第 21 卫生院');
    expect(shown()).toContain('共 45 行');

    const [message] = told();
    if (!message) throw new Error('no message');
    await desk.as('U0HOST').press(message, 'next_page');
    await desk.settle();
    expect(shown()).toContain('第 21 卫生院');
    await desk.as('U0HOST').press(told()[0] ?? message, 'next_page');
    await desk.settle();
    expect(shown()).toContain('第 45 卫生院');
    expect(shown()).not.toContain('next_page');
    await desk.as('U0HOST').press(told()[0] ?? message, 'previous_page');
    await desk.settle();
    expect(shown()).toContain('第 21 卫生院');
  });
});

async function read(address: string, headers: Record<string, string> = {}) {
  const answer = await fetch(address, { headers });
  return { status: answer.status, text: await answer.text() };
}
