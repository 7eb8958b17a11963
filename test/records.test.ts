import { connect } from 'node:net';
import { unzipSync } from 'fflate';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { listPrintedHeads } from '../src/digests/printed-heads.ts';
import { verifyLog } from '../src/records/verify-log.ts';
import { listHeadsInSummaries } from '../src/summaries/printed-heads.ts';
import { CHANNEL, type Desk, giveRole, registerVerified, startDesk } from './helpers/desk.ts';
import { forgePress } from './helpers/hostile.ts';
import { publishNeed } from './helpers/need.ts';
import { claimAndConfirm, textOf } from './helpers/published.ts';

const [EXPERT, SECOND] = ['U0ZJ0006', 'U0ZJ0007'] as const;
const HOSTILE = '现场诊断 <b>&"\u202E <!channel>';
let desk: Desk;

/** One service of two experts, reported and confirmed; then each test goes on from the one before. */
beforeAll(async () => {
  desk = await startDesk();
  await giveRole(desk, 'U0BINHAI', { role: 'district', districts: ['binhai'] });
  await giveRole(desk, 'U0WUQING', { role: 'district', districts: ['wuqing'] });
  await giveRole(desk, 'U0ALICE', { role: 'bureau' });
  await registerVerified(desk, EXPERT, { home_unit_user: 'U0HOME' });
  await registerVerified(desk, SECOND, { name: '田若川', employer: '渤海工学院' });
  const need = await publishNeed(desk, { service_start: '2013-10-29', service_end: '2013-11-05' });
  await claimAndConfirm(desk, EXPERT);
  await claimAndConfirm(desk, SECOND);
  await forgePress(desk, EXPERT, 'file_report', need);
  await submit(EXPERT, { service_end: '2013-10-31', summary: HOSTILE, trained_persons: '12', days: '2.5' });
  await submit(EXPERT, {});
  await desk.as(EXPERT).closeModal({ all: true });
  await forgePress(desk, 'U0HOST', 'confirm_report', (await theReport()).id);
});

afterAll(async () => {
  expect(desk.workspace.violations).toEqual([]);
  await desk.close();
});

async function submit(user: string, values: Record<string, string | null>): Promise<void> {
  await desk.as(user).submit(values);
  await desk.settle();
}

const theReport = () => desk.db.selectFrom('report').selectAll().executeTakeFirstOrThrow();
const listRecords = () => desk.db.selectFrom('service_record').selectAll().orderBy('leaf').execute();

async function listKinds(): Promise<string[]> {
  const rows = await desk.db.selectFrom('record_leaf').select(['kind', 'number']).orderBy('index').execute();
  return rows.map(({ kind, number }) => `${kind} ${number.slice(-1)}`);
}

async function read(path: string, headers: Record<string, string> = {}) {
  const answer = await fetch(`${desk.appUrl}${path}`, { headers });
  return { status: answer.status, text: await answer.text(), headers: answer.headers };
}

async function codeOf(number: string): Promise<string> {
  const record = (await listRecords()).find((one) => one.number === number);
  if (!record) throw new Error(`there is no ${number}`);
  return record.code;
}

async function ask(user: string, text = 'record'): Promise<string> {
  await desk.as(user).command('/expert', text);
  await desk.settle();
  return textOf(desk.as(user).ephemerals.at(-1)?.blocks);
}

const verify = async () => {
  const { teamId } = desk.workspace;
  const inDigests = await listPrintedHeads(desk.db, teamId);
  return verifyLog(desk.db, teamId, [...inDigests, ...(await listHeadsInSummaries(desk.db, teamId))]);
};

test('When a report is accepted, Then each of its experts has a record at once, whose page says what the paper says', async () => {
  expect(await ask(EXPERT)).toContain('您还没有服务记录');
  await forgePress(desk, 'U0BINHAI', 'accept_report', (await theReport()).id);
  expect((await listRecords()).map(({ number }) => number)).toEqual(['FW-2013-000001', 'FW-2013-000002']);
  expect(await desk.db.selectFrom('record_due').select('id').execute()).toEqual([]);

  const code = await codeOf('FW-2013-000001');
  expect(code).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}$/);
  const page = await read(`/records/${code}`);
  expect(page.status).toBe(200);
  for (const said of [
    '有效',
    '何知远',
    '津沽大学',
    '教授',
    '2013年10月29日至2013年10月31日',
    '2.5天',
    'FW-2013-000001',
  ])
    expect(page.text).toContain(said);
  expect(page.text).toContain('现场诊断 &lt;b&gt;&amp;&quot;');
  expect(page.text).not.toMatch(/证件号码|<svg|<script|022-/);
  expect(page.headers.get('set-cookie')).toBe(null);
  expect(page.headers.get('cache-control')).toBe('no-store');
  expect(page.headers.get('x-robots-tag')).toBe('noindex, nofollow');
  expect(page.headers.get('content-security-policy')).toMatch(/^default-src 'none'; style-src 'sha256-/);

  // As somebody types it off a paper; and for paper, with the lines that are filled in by hand.
  const typed = code.toLowerCase().replaceAll('-', '').replaceAll('0', 'o').replaceAll('1', 'l');
  expect((await read(`/records/${typed}`)).text).toBe(page.text);
  const paper = await read(`/records/${code}?print`);
  for (const said of ['<svg', '证件号码', '（盖章处）', `https://desk.test/records/${code}`])
    expect(paper.text).toContain(said);
  const english = await read(`/records/${code}`, { 'accept-language': 'en-GB,en;q=0.9' });
  expect(english.text).toMatch(/lang="en".*Valid.*Professor.*2.5 days/s);
  expect(
    await desk.db.selectFrom('service_record').select('number').where('code', '=', code).execute(),
  ).toHaveLength(1);
});

test('When a report is amended, Then the record is corrected by one that points back; what changes nothing records nothing', async () => {
  const old = await codeOf('FW-2013-000001');
  await forgePress(desk, 'U0ALICE', 'amend_report', (await theReport()).id);
  await submit('U0ALICE', { days: '2' });
  await submit('U0ALICE', { reason: 'Counted again' });
  await desk.as('U0ALICE').closeModal({ all: true });
  expect((await theReport()).version).toBe(2);
  expect(await listKinds()).toEqual(['issue 1', 'issue 2', 'correct 3', 'correct 4']);
  const before = (await read(`/records/${old}`)).text;
  expect(before).toMatch(/已更正.*请以 FW-2013-000003 为准.*2.5天/s);
  expect(before).toContain(`href="/records/${await codeOf('FW-2013-000003')}"`);
  const after = (await read(`/records/${await codeOf('FW-2013-000003')}`)).text;
  expect(after).toMatch(/有效.*2天.*更正，代替 FW-2013-000001/s);

  await forgePress(desk, 'U0ALICE', 'amend_report', (await theReport()).id);
  await submit('U0ALICE', {});
  await submit('U0ALICE', { next_steps: 'Come back in spring', reason: 'A plan' });
  await desk.as('U0ALICE').closeModal({ all: true });
  expect(await listKinds()).toHaveLength(4);
});

test('When a digest is posted, Then its last line prints size and root, which the issue keeps', async () => {
  await desk.look('2013-11-04T08:59:00+08:00');
  await desk.look('2013-11-04T09:00:00+08:00');
  const { root, size } = await desk.db.selectFrom('record_log').selectAll().executeTakeFirstOrThrow();
  const line = `服务记录 4 条 · 校验值 ${Buffer.from(root).toString('base64')}`;
  expect(desk.workspace.messages(CHANNEL).filter(({ text }) => text.includes(line))).toHaveLength(1);
  expect(await listPrintedHeads(desk.db, desk.workspace.teamId)).toMatchObject([{ size, root }]);
  expect(await verify()).toMatchObject({ size: 4, signed: 0, fault: undefined });
});

test('When a yearly summary is handed in, Then its message and its text print size and root, also once it is accepted; and a log that is cut is found by it', async () => {
  const { root } = await desk.db.selectFrom('record_log').select('root').executeTakeFirstOrThrow();
  const said = `4 条 · 校验值 ${Buffer.from(root).toString('base64')}`;
  await desk.as('U0BINHAI').command('/expert', 'summary');
  await desk.settle();
  await submit('U0BINHAI', { narrative: '全年开展服务。' });
  await desk.as('U0BINHAI').closeModal({ all: true });
  const asked = desk.as('U0BUREAU').dms.at(-1);
  expect(textOf(asked?.blocks)).toContain(`服务记录 ${said}`);
  expect(textOf(desk.as('U0ALICE').dms.at(-1)?.blocks)).toContain('4 service record entries · root ');
  if (!asked) throw new Error('nobody is asked');
  await desk.as('U0BUREAU').press(asked, 'accept_summary');
  await desk.settle();
  const decided = desk.as('U0BUREAU').dms.at(-1);
  expect(textOf(decided?.blocks)).toContain(said);
  await desk.as('U0BINHAI').command('/expert', 'summary');
  await desk.settle();
  expect(textOf(desk.as('U0BINHAI').views.at(-1)?.blocks)).toContain(said);
  await desk.as('U0BINHAI').closeModal({ all: true });
  expect(await listHeadsInSummaries(desk.db, desk.workspace.teamId)).toMatchObject([
    { size: 4, root, where: 'summary 2013 binhai 1' },
  ]);
  const heads = await listHeadsInSummaries(desk.db, desk.workspace.teamId);
  expect(await verify()).toMatchObject({ size: 4, fault: undefined });
  // As far as the log goes nothing is wrong with it; whoever kept the summary knows better.
  const cut = await verifyLog(desk.db, 'T0EMPTY', heads);
  expect(cut?.fault).toEqual({ what: 'cut', where: 'summary 2013 binhai 1', size: 4 });
});

test('When people ask for records, Then each sees their own, their people’s or those in reach, and nobody else’s', async () => {
  const own = await ask(EXPERT, '记录');
  expect(own).toContain('FW-2013-000003');
  expect(own).toContain(`https://desk.test/records/${await codeOf('FW-2013-000003')}`);
  expect(own).toMatch(/有效记录 1 条，共 2 天/);
  expect(own).not.toContain('田若川');
  expect(await ask('U0HOME')).toMatch(/何知远/);
  expect(await ask('U0HOME', 'record 田若川')).toContain('没有找到“田若川”的服务记录');
  expect(await ask('U0WUQING')).toContain('还没有服务记录');
  expect(await ask('U0BINHAI')).toMatch(/何知远.*田若川/s);
  expect(await ask('U0BUREAU', 'record 田若川 2013')).toMatch(/田若川.*FW-2013-000004/s);
  expect(await ask('U0BUREAU', 'record 田若川 2012')).toContain('在 2012 年度没有服务记录');
  expect(await ask('U0HOST')).toContain('您还没有服务记录');
  const help = await ask(EXPERT, 'help');
  expect(help).toContain('/expert record');
});

test('When the statement is printed, Then it has the four groups, the days by the year’s rule, each code, and room for the seal', async () => {
  const { id } = await desk.db
    .selectFrom('expert')
    .select('id')
    .where('user_id', '=', EXPERT)
    .executeTakeFirstOrThrow();
  for (const stranger of ['U0HOST', SECOND, 'U0WUQING', 'U0GUEST'])
    for (const act of ['print_statement', 'title_pack']) await forgePress(desk, stranger, act, `${id}:2013`);
  for (const wrong of ['', 'x', `${id}`, `${id}:99999`, 'nobody:2013'])
    await forgePress(desk, EXPERT, 'print_statement', wrong);
  expect(await desk.db.selectFrom('handed_file').select('id').execute()).toEqual([]);

  const said = await forgePress(desk, EXPERT, 'print_statement', `${id}:2013`);
  expect(said.text).toContain('正在准备 2013年度专家服务基层证明 何知远');
  const first = await desk.db.selectFrom('handed_file').selectAll().executeTakeFirstOrThrow();
  const paper = Buffer.from(first.bytes).toString();
  for (const part of [
    '一、服务人员',
    '二、服务情况',
    '三、出具单位',
    '四、编号与核验',
    '（盖章处）',
    '天数含往返',
  ])
    expect(paper).toContain(part);
  expect(paper).toMatch(/1次，2天/);
  expect(paper).toContain(await codeOf('FW-2013-000003'));
  expect(paper).not.toContain('FW-2013-000001');
  expect([first.user_id, first.name]).toEqual([EXPERT, '2013年度专家服务基层证明 何知远.html']);
});

test('When the title pack is asked for twice at one moment, Then it is the same bytes: statement, confirmations, pictures, and why there is no proof', async () => {
  const { id } = await desk.db
    .selectFrom('expert')
    .select('id')
    .where('user_id', '=', EXPERT)
    .executeTakeFirstOrThrow();
  await desk.db.deleteFrom('handed_file').execute();
  await forgePress(desk, 'U0HOME', 'title_pack', `${id}:2013`);
  await forgePress(desk, 'U0HOME', 'title_pack', `${id}:2013`);
  const [one, other] = await desk.db.selectFrom('handed_file').selectAll().execute();
  expect(Buffer.compare(one?.bytes ?? Buffer.of(1), other?.bytes ?? Buffer.of(2))).toBe(0);
  const files = unzipSync(one?.bytes ?? new Uint8Array());
  expect(Object.keys(files).toSorted()).toEqual(
    ['年度证明.html', '服务证明/FW-2013-000003.html', '现场照片目录.html', '说明.txt'].toSorted(),
  );
  expect(Buffer.from(files['说明.txt'] ?? []).toString()).toContain('尚未签名');
});

test('When a report is voided, Then its records are revoked; taken back, they are issued again', async () => {
  await forgePress(desk, 'U0ALICE', 'void_report', (await theReport()).id);
  await submit('U0ALICE', { reason: 'Twice' });
  expect((await listKinds()).slice(4)).toEqual(['revoke 3', 'revoke 4']);
  const code = await codeOf('FW-2013-000003');
  expect((await read(`/records/${code}`)).text).toMatch(/已撤销.*不再有效/s);
  expect(await ask(EXPERT)).toMatch(/有效记录 0 条.*已撤销/s);

  const view = desk.as('U0ALICE').views.at(-1);
  if (!view) throw new Error('there is nothing to press');
  await desk.as('U0ALICE').press(view, 'undo');
  await desk.settle();
  await desk.as('U0ALICE').closeModal({ all: true });
  expect((await theReport()).state).toBe('accepted');
  expect((await listKinds()).slice(6)).toEqual(['issue 5', 'issue 6']);
  expect((await read(`/records/${code}`)).text).toMatch(/后来重新出具为 FW-2013-000005/);
  expect(await verify()).toMatchObject({ size: 8, fault: undefined });
});

test('When nothing is signed, Then /readyz and the bureau’s Home say so', async () => {
  expect(JSON.parse((await read('/readyz')).text)).toMatchObject({ ready: true, records: 'unsigned' });
  await desk.as('U0ALICE').openHome();
  await desk.as(EXPERT).openHome();
  await desk.settle();
  expect(textOf(desk.as('U0ALICE').home?.blocks)).toContain('The service records are not signed');
  const own = textOf(desk.as(EXPERT).home?.blocks);
  expect(own).not.toContain('尚未签名');
  expect(own).toContain('"print_statement"');
});

/** All of these one after the other through one connection; status and body of each. */
function readAll(paths: readonly string[]): Promise<string[]> {
  const { hostname: host, port } = new URL(desk.appUrl);
  return new Promise((resolve, reject) => {
    let text = '';
    const socket = connect({ host, port: Number(port) }, () => {
      const lines = (path: string, i: number) =>
        `GET ${path} HTTP/1.1\r\nHost: desk\r\n${i === paths.length - 1 ? 'Connection: close\r\n' : ''}\r\n`;
      socket.write(paths.map(lines).join(''));
    });
    socket.setEncoding('utf8').on('data', (some: string) => {
      text += some;
    });
    socket.on('error', reject).on('end', () => resolve(text.split('HTTP/1.1 ').slice(1)));
  });
}

test('When codes are guessed ten thousand times, Then most are turned away with one answer, and a valid one still opens', async () => {
  const code = await codeOf('FW-2013-000005');
  const guesses = Array.from({ length: 10_000 }, (_, i) =>
    i % 2 === 0 ? `/records/${'0'.repeat(12)}${String(i).padStart(4, '0')}` : `/records/nicht-${i}`,
  );
  const parts = Array.from({ length: 5 }, (_, i) => readAll(guesses.slice(i * 2000, (i + 1) * 2000)));
  const answers = (await Promise.all(parts)).flat();
  expect(answers).toHaveLength(10_000);
  const bodies = Map.groupBy(
    answers.map((one) => one.split('<!doctype')),
    ([head = '']) => head.slice(0, 3),
  );
  expect([...bodies.keys()].toSorted()).toEqual(['404', '429']);
  // The budget of a minute; under load it may have been two.
  expect(bodies.get('404')?.length).toBeLessThanOrEqual(60);
  const texts = (status: string) =>
    new Set(bodies.get(status)?.map(([, body = '']) => body.slice(0, body.indexOf('</html>'))));
  expect([texts('404').size, texts('429').size]).toEqual([1, 1]);
  expect((await read(`/records/${code}`)).status).toBe(200);
  expect((await fetch(`${desk.appUrl}/records/${code}`, { method: 'POST' })).status).toBe(405);
  expect((await fetch(`${desk.appUrl}/records/${code}`, { method: 'HEAD' })).status).toBe(200);
});
