import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { emptyData } from '../src/app.ts';
import { fingerprintRows } from './helpers/all-rows.ts';
import { type Desk, giveRole, registerVerified, startDesk } from './helpers/desk.ts';
import { forgePress, forgeSubmit } from './helpers/hostile.ts';
import {
  claimBeforeHost,
  claimWithoutHome,
  MAKER,
  makeLink,
  open,
  reportToConfirm,
  send,
  textIn,
} from './helpers/links.ts';
import { keptLog, type Line } from './helpers/log.ts';
import { postNeed } from './helpers/need.ts';
import { newestClaimOf, pressNewest, textOf } from './helpers/published.ts';
import { runs } from './helpers/runs.ts';

const EXPERT = 'U0ZJ0006';

let desk: Desk;
beforeEach(async () => {
  desk = await startDesk();
});
afterEach(async () => {
  expect(desk.workspace.violations).toEqual([]);
  await desk.close();
});

const claim = () => newestClaimOf(desk, EXPERT);
const links = () => desk.db.selectFrom('answer_link').selectAll().orderBy('made_at').execute();
const report = () => desk.db.selectFrom('report').selectAll().executeTakeFirstOrThrow();
const lastDm = (user: string) => textOf(desk.as(user).dms.at(-1)?.blocks);
const acts = (act: string) =>
  desk.db
    .selectFrom('audit')
    .select(['actor', 'on_behalf_of', 'details'])
    .where('act', '=', act)
    .where('outcome', '=', 'done')
    .execute();
async function homeOf(user: string): Promise<string> {
  await desk.as(user).openHome();
  await desk.settle();
  return textOf(desk.as(user).home?.blocks);
}

describe('a coordinator makes a link', () => {
  test('When nobody of the home unit is on Slack, Then request, Home and the need’s message offer it, and the address stands in the modal alone', async () => {
    const id = await claimWithoutHome(desk);
    expect(lastDm(MAKER)).toContain('"make_link"');
    expect(await homeOf(MAKER)).toContain('"make_link"');
    await pressNewest(desk, MAKER, 'make_link', id);
    const [view] = desk.as(MAKER).views;
    const address = textIn(view, 'link');
    const secret = address.slice('https://desk.test/a/'.length);
    expect(secret).toMatch(/^[\w-]{22}$/);
    expect(textIn(view, 'sms')).toContain(address);
    expect(textIn(view, 'print')).toBe(`${address}?print`);
    expect(textOf(view?.blocks)).toContain('2013年11月7日');
    expect(view?.private_metadata).not.toContain(secret);
    await desk.as(MAKER).closeModal({ all: true });
    expect(await links()).toMatchObject([
      { secret_hash: createHash('sha256').update(secret).digest('hex'), asks: 'consent', claim_id: id },
    ]);
    const kept = [];
    for (const table of ['answer_link', 'audit', 'outgoing', 'changed', 'draft'] as const)
      kept.push(await desk.db.selectFrom(table).selectAll().execute());
    expect(JSON.stringify(kept)).not.toContain(secret);
    expect(JSON.stringify([...desk.workspace.team.messages.values()])).not.toContain(secret);
    expect(await acts('make_link')).toMatchObject([
      { actor: MAKER, details: { claim: id, asks: 'consent' } },
    ]);

    // From the need, of which nothing else waits.
    const need = (await claim()).demand_id;
    await forgePress(desk, MAKER, 'make_link', need);
    expect(textIn(desk.as(MAKER).views.at(-1), 'link')).toMatch(/^https:/);
    expect(textOf(desk.as(MAKER).views.at(-1)?.blocks)).toContain('此前的链接已作废');
    await desk.as(MAKER).closeModal({ all: true });
    await forgePress(desk, 'U0BUREAU', 'refuse_consent', id);
    await desk.as('U0BUREAU').submit({ reason: '出差' });
    await desk.settle();
    expect((await forgePress(desk, MAKER, 'make_link', need)).text).toContain('目前没有等对方答复的事项');
    expect((await forgePress(desk, MAKER, 'make_link', id)).text).toContain('单位未同意');
    expect(desk.as(MAKER).dms.some(({ blocks }) => textOf(blocks).includes('"ask_experts"'))).toBe(true);
    const review = desk.as(MAKER).dms.find(({ blocks }) => textOf(blocks).includes('"ask_experts"'));
    expect(textOf(review?.blocks)).toContain('"make_link"');
  });

  test('When a new one is made, or it is taken back, or its time is over, Then it is as if it had never been', async () => {
    const id = await claimBeforeHost(desk);
    const first = await makeLink(desk, id);
    const unknown = await open(desk, '/a/AAAAAAAAAAAAAAAAAAAAAA');
    expect(unknown.status).toBe(404);
    const expectNone = async (path: string) => {
      const page = await open(desk, path);
      expect([page.status, page.text]).toEqual([404, unknown.text]);
      const sent = await send(desk, path, { answer: 'yes' });
      expect([sent.status, sent.text]).toEqual([404, unknown.text]);
      expect((await claim()).state).toBe('host_pending');
    };
    const second = await makeLink(desk, id);
    await expectNone(first);
    expect((await open(desk, second)).status).toBe(200);

    await forgePress(desk, MAKER, 'make_link', id);
    const third = new URL(textIn(desk.as(MAKER).views.at(-1), 'link')).pathname;
    await desk.as(MAKER).submit({ revoke: ['yes'] });
    await desk.settle();
    expect(textOf(desk.as(MAKER).views.at(-1)?.blocks)).toContain('链接已作废');
    await desk.as(MAKER).closeModal({ all: true });
    await expectNone(third);
    expect(await acts('end_link')).toHaveLength(1);

    // The host is asked for five working days: the link holds no longer, with or without a look.
    const fourth = await makeLink(desk, id);
    expect((await open(desk, fourth)).status).toBe(200);
    const end = (await links()).at(-1)?.expires_at;
    desk.clock.moveTo(end as Temporal.Instant);
    await expectNone(fourth);
    expect(JSON.stringify((await links()).map(({ ended_at, answer }) => [ended_at === null, answer]))).toBe(
      '[[false,null],[false,null],[false,null],[true,null]]',
    );
  });

  test('When no address is configured, Then none is offered, and a press says so', async () => {
    await desk.close();
    desk = await startDesk({ publicUrl: '' });
    const id = await claimWithoutHome(desk);
    expect(lastDm(MAKER)).toContain('"record_consent"');
    expect(lastDm(MAKER)).not.toContain('"make_link"');
    expect(await homeOf(MAKER)).not.toContain('"make_link"');
    expect((await forgePress(desk, MAKER, 'make_link', id)).text).toContain('PUBLIC_URL');
    expect(await links()).toEqual([]);
  });

  test('When the service is the maker’s own, Then another coordinator makes it', async () => {
    const id = await claimWithoutHome(desk);
    await giveRole(desk, EXPERT, { role: 'district', districts: ['binhai'] });
    expect((await forgePress(desk, EXPERT, 'make_link', id)).text).toContain('不能');
    await giveRole(desk, 'U0HOST', { role: 'district', districts: ['binhai'] });
    expect((await forgePress(desk, 'U0HOST', 'make_link', id)).text).toContain('不能由您自己办理');
    expect(await links()).toEqual([]);
  });
});

describe('whoever has the address', () => {
  test('When it is opened, however often, Then it shows the request and changes nothing', async () => {
    const path = await makeLink(desk, await claimWithoutHome(desk));
    const before = await fingerprintRows(desk.db);
    const page = await open(desk, path);
    expect(page.status).toBe(200);
    expect(page.text).toContain('<html lang="zh-CN">');
    for (const said of [
      '何知远',
      '教授',
      '津沽大学',
      'RV减速器样机噪声超标问题诊断',
      '津滨锐驰',
      '滨海新区',
      '11月20日',
      '岗位保持不变',
    ])
      expect(page.text).toContain(said);
    // Phones, and where exactly, are nobody's before both sides have said yes.
    for (const hidden of ['022-0000', '测试车间', '卢工']) expect(page.text).not.toContain(hidden);
    for (const answer of ['yes', 'no', 'other_date']) expect(page.text).toContain(`value="${answer}"`);
    expect(page.text).toMatch(/<label for="reason">/);
    expect(page.text).not.toMatch(/<script|<img|<iframe|https?:\/\//);
    const head = await open(desk, path, { method: 'HEAD' });
    expect([head.status, head.text]).toEqual([200, '']);
    for (const { headers } of [page, head, await open(desk, '/a/none')]) {
      expect(headers.get('content-security-policy')).toMatch(
        /^default-src 'none'; style-src 'sha256-[\w+/=]+'; img-src data:; form-action 'self'; frame-ancestors 'none'/,
      );
      expect(headers.get('cache-control')).toBe('no-store');
      expect(headers.get('referrer-policy')).toBe('no-referrer');
      expect(headers.get('x-robots-tag')).toContain('noindex');
      expect(headers.get('set-cookie')).toBeNull();
    }
    expect(page.text).toContain('<meta name="robots" content="noindex');
    const style = /<style>([\s\S]*)<\/style>/.exec(page.text)?.[1] ?? '';
    expect(page.headers.get('content-security-policy')).toContain(
      createHash('sha256').update(style).digest('base64'),
    );
    const english = await open(desk, path, { language: 'en-GB,en;q=0.9,zh;q=0.2' });
    expect(english.text).toContain('<html lang="en">');
    expect(english.text).toContain('We do not consent');
    expect(english.text.replaceAll(/<dd>.*?<\/dd>|天津市专家服务基层行动|何知远/g, '')).not.toMatch(
      /[\u3000-\u9fff]/,
    );
    const print = await open(desk, `${path}?print`);
    expect(print.text).toContain('<svg class="qr" role="img"');
    expect(print.text).toContain(`https://desk.test${path}`);
    expect(print.text).not.toContain('<form');
    expect(await fingerprintRows(desk.db)).toBe(before);
  });

  test('When the host takes the expert, Then it is done as in Slack, once, and says by whose link', async () => {
    const id = await claimBeforeHost(desk);
    const path = await makeLink(desk, id);
    const done = await send(desk, path, { answer: 'yes', reason: '' });
    expect(done.status).toBe(200);
    expect(done.text).toContain('已收到您的答复：接收');
    // Both sides have said yes: the expert can be called.
    expect(done.text).toContain('022-0000-3006');
    expect(await claim()).toMatchObject({ state: 'confirmed' });
    const [link] = await links();
    expect(await acts('accept_expert')).toEqual([
      { actor: MAKER, on_behalf_of: 'host', details: { link: link?.id } },
    ]);
    expect(link).toMatchObject({ answer: 'yes', ended_at: null });
    expect(lastDm(EXPERT)).toContain('您的认领 RL-2013-0001 已确认');
    expect(lastDm(MAKER)).toContain('已通过您发出的链接答复：接收');
    for (const again of [
      await open(desk, path),
      await send(desk, path, { answer: 'no', reason: '改主意' }),
    ]) {
      expect(again.status).toBe(410);
      expect(again.text).toContain('您的答复：接收。');
      expect(again.text).not.toMatch(/何知远|022-0000|RV减速器/);
    }
    expect(await acts('accept_expert')).toHaveLength(1);
    expect((await forgePress(desk, 'U0HOST', 'accept_expert', id)).text).toContain(
      '滨海新区联络员 所发链接的答复',
    );
  });

  test('When the home unit refuses, Then it says why; what it typed stays until then', async () => {
    const path = await makeLink(desk, await claimWithoutHome(desk));
    const before = await fingerprintRows(desk.db);
    const missing = await send(desk, path, { answer: 'no', reason: ' \n ' });
    expect(missing.status).toBe(422);
    expect(missing.text).toContain('请先写明原因');
    expect(missing.text).toContain('aria-invalid="true"');
    const typed = await send(desk, path, { answer: 'perhaps', reason: '"><script>alert(1)</script>&' });
    expect(typed.status).toBe(422);
    expect(typed.text).toContain('&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;&amp;</textarea>');
    const long = await send(desk, path, { answer: 'no', reason: '长'.repeat(1001) });
    expect([long.status, long.text.includes('最多 1000 个字')]).toEqual([422, true]);
    expect((await send(desk, path, {})).status).toBe(422);
    expect(await fingerprintRows(desk.db)).toBe(before);
    expect((await send(desk, path, { answer: 'no', reason: '当周有课 <!channel>' })).status).toBe(200);
    expect(await claim()).toMatchObject({ state: 'home_unit_declined', reason: '当周有课 <!channel>' });
    expect(lastDm(MAKER)).toContain('当周有课');
    expect(lastDm(EXPERT)).not.toContain('当周有课');
    expect((await send(desk, path, { answer: 'yes' })).status).toBe(410);
  });

  test('When the home unit consents by it, Then the consent is kept as given by its maker for the unit', async () => {
    const path = await makeLink(desk, await claimWithoutHome(desk));
    expect((await send(desk, path, { answer: 'yes' }, 'en')).text).toContain('We consent');
    expect(await claim()).toMatchObject({ state: 'host_pending' });
    const consents = await desk.db.selectFrom('consent').selectAll().execute();
    expect(consents).toMatchObject([{ kind: 'online', given_by: MAKER, on_behalf: true }]);
  });

  test('When an instant service was confirmed before the unit was asked, Then its consent comes by a link, and nothing but that', async () => {
    await giveRole(desk, MAKER, { role: 'district', districts: ['binhai'] });
    await registerVerified(desk, EXPERT);
    await postNeed(desk, { time_text: '11月20日至22日', claim_deadline: '2013-11-18' });
    await pressNewest(desk, MAKER, 'grant_instant');
    await pressNewest(desk, EXPERT, 'claim_slot');
    const { id } = await claim();
    expect(await claim()).toMatchObject({ state: 'confirmed' });
    expect(lastDm(MAKER)).toContain('"make_link"');
    const path = await makeLink(desk, id);
    const before = await fingerprintRows(desk.db);
    const page = await open(desk, path);
    expect(page.text).toContain('已先行确认');
    expect(page.text).toContain('如不能同意，请尽快联系');
    expect(page.text).not.toMatch(/value="(no|other_date)"/);
    for (const answer of ['no', 'other_date'])
      expect((await send(desk, path, { answer, reason: '出差' })).status).toBe(422);
    expect(await fingerprintRows(desk.db)).toBe(before);
    const done = await send(desk, path, { answer: 'yes' });
    expect([done.status, done.text.includes('贵单位的同意已登记')]).toEqual([200, true]);
    expect(await claim()).toMatchObject({ state: 'confirmed' });
    expect(await desk.db.selectFrom('consent').selectAll().execute()).toMatchObject([
      { kind: 'online', given_by: MAKER, on_behalf: true },
    ]);
    expect((await send(desk, path, { answer: 'yes' })).status).toBe(410);
    expect(lastDm(MAKER)).toContain('已通过您发出的链接答复：同意');
    expect((await forgePress(desk, MAKER, 'make_link', id)).text).not.toContain('https://');
  });

  test('When another date suits, Then the maker reads it in a message and in Home, and the request stays', async () => {
    const id = await claimBeforeHost(desk);
    const path = await makeLink(desk, id);
    desk.clock.moveTo(desk.clock.now().add({ minutes: 5 }));
    const sent = await send(desk, path, { answer: 'other_date', reason: '11月25日以后都可以' });
    expect(sent.text).toContain('已收到：希望另约时间');
    expect(await claim()).toMatchObject({ state: 'host_pending', other_date: '11月25日以后都可以' });
    expect(lastDm(MAKER)).toContain('11月25日以后都可以');
    expect(lastDm(MAKER)).toContain('"edit_demand"');
    expect(await homeOf(MAKER)).toContain('希望另约时间：11月25日以后都可以');
    expect((await open(desk, path)).status).toBe(410);
    await pressNewest(desk, MAKER, 'make_link', id);
    const next = new URL(textIn(desk.as(MAKER).views.at(-1), 'link')).pathname;
    await desk.as(MAKER).closeModal({ all: true });
    expect(await homeOf(MAKER)).not.toContain('11月25日以后都可以');
    expect((await send(desk, next, { answer: 'yes' })).status).toBe(200);
    expect(await claim()).toMatchObject({ state: 'confirmed' });
  });

  test('When Slack was faster, Then it says who decided what and when, and no more; when the date moved, nothing', async () => {
    const id = await claimWithoutHome(desk);
    const consent = await makeLink(desk, id);
    await forgePress(desk, MAKER, 'give_consent', id);
    const said = await open(desk, consent);
    expect(said.status).toBe(410);
    expect(said.text).toContain('派出单位已同意。办理：滨海新区联络员，2013年10月31日 10:00');
    expect(said.text).not.toMatch(/何知远|RV减速器/);
    expect((await send(desk, consent, { answer: 'no', reason: '不行' })).status).toBe(410);

    const host = await makeLink(desk, id);
    // Of the consent it was answered already: that link ended with it, and not by the new one.
    expect((await open(desk, consent)).status).toBe(410);
    const need = (await claim()).demand_id;
    await forgePress(desk, MAKER, 'edit_demand', need);
    await desk.as(MAKER).submit({ service_start: '2013-11-27', service_end: '2013-11-28', reason: '检修' });
    await desk.settle();
    expect(await claim()).toMatchObject({ state: 'expert_pending' });
    expect((await send(desk, host, { answer: 'yes' })).status).toBe(404);
    expect((await open(desk, host)).status).toBe(404);
    await desk.as(MAKER).closeModal({ all: true });
    // With the expert the home unit is asked about the new date.
    const anew = await makeLink(desk, id);
    expect((await send(desk, anew, { answer: 'yes' })).status).toBe(200);
    await forgePress(desk, EXPERT, 'keep_claim', id);
    expect(await claim()).toMatchObject({ state: 'host_pending' });
  });

  test('When a report is confirmed by it, Then its maker is not the one who accepts it; its author makes none', async () => {
    const id = await reportToConfirm(desk);
    await giveRole(desk, EXPERT, { role: 'district', districts: ['binhai'] });
    expect((await forgePress(desk, EXPERT, 'make_link', id)).text).toContain('不能');
    const path = await makeLink(desk, id);
    const page = await open(desk, path);
    expect(page.text).toContain('找到噪声来源');
    expect(page.text).not.toContain('other_date');
    expect((await send(desk, path, { answer: 'other_date', reason: '改天' })).status).toBe(422);
    expect((await send(desk, path, { answer: 'yes' })).status).toBe(200);
    expect(await report()).toMatchObject({ state: 'host_confirmed', host_confirmed_by: MAKER });
    expect(lastDm(MAKER)).toContain('请由另一位联络员验收');
    expect((await forgePress(desk, MAKER, 'accept_report', id)).text).toContain('不能由您自己办理');
    await forgePress(desk, 'U0BUREAU', 'accept_report', id);
    expect(await report()).toMatchObject({ state: 'accepted', accepted_by: 'U0BUREAU' });
  });

  test('When a report is objected to by it, or mended meanwhile, Then as in Slack', async () => {
    const id = await reportToConfirm(desk);
    const old = await makeLink(desk, id);
    expect((await send(desk, old, { answer: 'no', reason: '天数不对' })).status).toBe(200);
    expect(await report()).toMatchObject({ state: 'objected', reason: '天数不对' });
    expect(lastDm(EXPERT)).toContain('天数不对');
    expect((await forgePress(desk, MAKER, 'make_link', id)).text).toContain('所发链接的答复');
  });
});

describe('whoever tries what is not meant', () => {
  test('When the browser asks otherwise, Then it is told how', async () => {
    const path = await makeLink(desk, await claimWithoutHome(desk));
    const before = await fingerprintRows(desk.db);
    for (const method of ['PUT', 'DELETE', 'PATCH', 'OPTIONS']) {
      const page = await open(desk, path, { method });
      expect([page.status, page.headers.get('allow')]).toEqual([405, 'GET, HEAD, POST']);
    }
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    const tries: [Record<string, string>, string, number][] = [
      [{ 'content-type': 'application/json' }, '{"answer":"yes"}', 415],
      [{ 'content-type': 'text/plain' }, 'answer=yes', 415],
      [form, `answer=yes&reason=${'x'.repeat(17_000)}`, 413],
      [form, 'answer=yes&answer=no&reason=x', 422],
      [form, '', 422],
      [form, 'answer=%00%ff', 422],
    ];
    for (const [headers, body, status] of tries)
      expect((await open(desk, path, { method: 'POST', headers, body })).status).toBe(status);
    expect((await open(desk, `${path}/`)).status).toBe(404);
    expect((await open(desk, '/a')).status).toBe(404);
    expect((await open(desk, '/a/%00%zz')).status).toBe(404);
    expect(await fingerprintRows(desk.db)).toBe(before);
  });

  test('When thousands of secrets are guessed, Then none is told from another, and whoever has one is served', async () => {
    const path = await makeLink(desk, await claimWithoutHome(desk));
    const seen = new Set<number>();
    const statuses: number[] = [];
    const all = runs(10_000, 1200);
    for (let at = 0; at < all; at += 50) {
      const guesses = Array.from({ length: 50 }, (_, i) => `/a/${String(at + i).padStart(22, 'A')}`);
      const answers = await Promise.all(guesses.map((one) => fetch(`${desk.appUrl}${one}`)));
      for (const { status, body } of answers) {
        statuses.push(status);
        seen.add(status);
        await body?.cancel();
      }
    }
    expect([...seen].toSorted()).toEqual([404, 429]);
    expect(statuses.filter((status) => status === 404)).toHaveLength(30);
    expect((await open(desk, path)).status).toBe(200);
    expect((await send(desk, path, { answer: 'yes' })).status).toBe(200);
    const late = await open(desk, '/a/AAAAAAAAAAAAAAAAAAAAAA');
    expect([late.status, late.headers.get('retry-after')]).toEqual([429, '600']);
  });

  test('When people wrote what a page could run, Then it is text; and nothing of an address is in the log', async () => {
    await desk.close();
    const lines: Line[] = [];
    desk = await startDesk({ log: keptLog(lines, 'trace') });
    const nasty = '"><script>alert(1)</script>\'&{x}';
    const id = await claimWithoutHome(desk, { name: nasty }, { title: `${nasty}\u202E` });
    const path = await makeLink(desk, id);
    for (const page of [await open(desk, path), await open(desk, `${path}?print`)]) {
      expect(page.status).toBe(200);
      expect(page.text).not.toContain('<script');
      expect(page.text).toContain('&quot;&gt;&lt;script&gt;');
      // What turns the direction of writing is closed where it stands.
      expect(page.text).toContain('\u2068');
    }
    await send(desk, path, { answer: 'no', reason: nasty });
    expect(JSON.stringify(lines)).not.toContain(path.slice('/a/'.length));
  });

  test('When the workspace is emptied, Then its links are gone as well', async () => {
    const path = await makeLink(desk, await claimWithoutHome(desk));
    await emptyData(desk.db, desk.workspace.teamId);
    expect((await open(desk, path)).status).toBe(404);
    expect((await send(desk, path, { answer: 'yes' })).status).toBe(404);
    expect(await links()).toEqual([]);
  });

  test('When the expert is to be verified anew, Then a yes waits and says why; a refusal of another’s modal changes nothing', async () => {
    const id = await claimWithoutHome(desk);
    const path = await makeLink(desk, id);
    await desk.db.updateTable('expert').set({ state: 'registered' }).where('user_id', '=', EXPERT).execute();
    const page = await send(desk, path, { answer: 'yes', reason: '同意，请准时' });
    expect(page.status).toBe(422);
    expect(page.text).toContain('核实');
    expect(page.text).toContain('同意，请准时</textarea>');
    expect((await claim()).state).toBe('home_unit_pending');
    const [link] = await links();
    await forgeSubmit(desk, 'U0WUQING', 'answer_link', {
      metadata: { linkId: link?.id ?? '' },
      values: { revoke: ['yes'] },
    });
    expect((await links())[0]?.ended_at).toBeNull();
  });
});
