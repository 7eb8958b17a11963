import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { TABLES } from '../src/app.ts';
import { packRows, readPacked } from '../src/db/load.ts';
import { readSample, sampleFiles } from '../src/playground/keep.ts';
import type { Block } from '../src/playground/records.ts';
import { playSeason, playTurn } from '../src/playground/season.ts';
import { SEASON } from '../src/playground/season-data.ts';
import { CHANNEL, type Desk, SEASON_DAY, startDesk } from './helpers/desk.ts';
import { type Relay, startRelay } from './helpers/foreign-relay.ts';
import { normaliseRows } from './helpers/normalise-rows.ts';
import { everything } from './helpers/runs.ts';

const NUMBERED = SEASON.demands.filter(({ draft }) => !draft);

async function play(desk: Desk, { until }: { until?: number } = {}): Promise<number> {
  const abort = new AbortController();
  let last = 0;
  await playSeason({
    ...{ workspace: desk.workspace, clock: desk.clock, look: desk.look, signal: abort.signal },
    pagesUrl: desk.appUrl,
    onProgress(done, total) {
      expect(done).toBe(last + 1);
      last = done;
      if (done === until) abort.abort(new Error('enough'));
      expect(done).toBeLessThanOrEqual(total);
    },
  });
  return last;
}

function textOf(blocks: readonly Block[] | undefined): string {
  return [...JSON.stringify(blocks ?? []).matchAll(/"text":"((?:[^"\\]|\\.)*)"/g)]
    .map(([, text]) => text)
    .join('\n');
}

function buttonsOf(blocks: readonly Block[] | undefined): string[] {
  return [...JSON.stringify(blocks ?? []).matchAll(/"action_id":"([a-z_]+)"/g)].map(([, id]) => id ?? '');
}

/** What is equally urgent stands in no order. */
/** The log's root is another each time: records are salted. */
function inAnyOrder(text: string): string {
  return text
    .replace(/[A-Za-z0-9+/]{43}=/g, 'a root')
    .split('\n')
    .toSorted()
    .join('\n');
}

/** Slack waits no longer for an acknowledgement. */
const ACK_MS = 3000;

/** Directly; or through a client that shares no code with Slack's own SDK, over HTTP or over sockets. */
type Way = 'directly' | 'http' | 'socket';

/** Every way takes a minute: whoever asks for this file goes the straight one, and CI the two longer ones instead. */
const WAYS: readonly [Way, ...Way[]] = everything ? ['http', 'socket'] : ['directly'];

/** What an app gets in the season, whatever brings it. */
const KINDS = ['block_actions', 'block_suggestion', 'command', 'event', 'view_submission'];

// The library warns that it does not connect anew by itself; the relay does that.
vi.spyOn(console, 'warn').mockImplementation(() => undefined);

describe.each(WAYS)('the sample season, %s', (way) => {
  let desk: Desk;
  let relay: Relay;

  beforeAll(async () => {
    const putBetween = async (workspace: Desk['workspace']) => {
      relay = await startRelay(workspace);
      return relay;
    };
    desk =
      way === 'directly'
        ? await startDesk({ setUp: false })
        : await startDesk({ setUp: false, delivery: way, putBetween });
    await play(desk);
    await desk.settle();
  }, 480_000);
  afterAll(() => desk.close());

  test('When it has been played, Then the desk never erred, and never let anybody wait', () => {
    const { workspace } = desk;
    expect(workspace.violations).toEqual([]);
    expect(workspace.calls.filter(({ ok }) => !ok)).toEqual([]);
    expect(workspace.deliveries.filter(({ ms, error }) => error || ms >= ACK_MS)).toEqual([]);
    const after = desk.clock.now().since(Temporal.Instant.from(SEASON_DAY)).total('minutes');
    expect(after).toBeGreaterThanOrEqual(0);
    expect(after).toBeLessThan(5);
  });

  if (way !== 'directly') {
    test('When it is over, Then the workspace found no fault and nobody waited a second', () => {
      const { violations, deliveries, calls } = desk.workspace;
      expect(violations).toEqual([]);
      expect(deliveries.filter(({ ms, error }) => error || ms >= 1000)).toEqual([]);
      expect(calls.filter(({ ok }) => !ok)).toEqual([]);
    });

    test('When payloads came and calls went, Then all went through the foreign client', () => {
      const { deliveries, calls } = desk.workspace;
      expect(relay.heard).toHaveLength(deliveries.length);
      expect([...new Set(deliveries.map(({ kind }) => kind))].sort()).toEqual(KINDS);
      const own = ['auth.test', 'apps.connections.open'];
      expect(relay.called.filter((method) => !own.includes(method)).sort()).toEqual(
        calls
          .map(({ method }) => method)
          .filter((method) => !own.includes(method))
          .sort(),
      );
      expect(relay.called.length).toBeGreaterThan(100);
    });
  }

  test('When a newcomer opens the channel, Then the last message is the digest of that day', () => {
    const digest = textOf(desk.lastCard().blocks);
    expect(digest).toContain('天津市专家服务基层行动进展 · 10月31日');
    expect(digest).toContain('服务专家 21 人，目标 300 人（7%）');
    expect(digest).toContain('专家服务 25 人次');
    expect(digest).toContain('1,820 人次 · 已采纳报告 13');
    expect(buttonsOf(desk.lastCard().blocks)).toContain('claim_slot');
  });

  test('When needs were posted in order, Then each has the number of the sample', async () => {
    const demands = await desk.db
      .selectFrom('demand')
      .select(['number', 'title', 'state'])
      .orderBy('number')
      .execute();
    expect(demands.map(({ title }) => title)).toEqual(NUMBERED.map(({ need }) => need.title));
    expect(demands.at(0)?.number).toBe('XQ-2013-0001');
    expect(demands.at(-1)?.number).toBe('XQ-2013-0039');
    expect(demands.filter(({ state }) => state !== 'published')).toMatchObject([
      { number: 'XQ-2013-0014', state: 'cancelled' },
      { number: 'XQ-2013-0015', state: 'submitted' },
      { number: 'XQ-2013-0016', state: 'returned' },
    ]);
  });

  test('When a form was left after its first step, Then it waits as a draft', async () => {
    const drafts = await desk.db
      .selectFrom('draft')
      .select(['kind', 'user_id'])
      .where('used_at', 'is', null)
      .orderBy('kind', 'desc')
      .execute();
    expect(drafts).toEqual([
      { kind: 'post_demand', user_id: 'U0BUREAU' },
      { kind: 'file_report', user_id: 'U0ZJ0026' },
    ]);
  });

  test('When experts claimed, Then every claim stands where the sample has it', async () => {
    const claims = await desk.db
      .selectFrom('claim')
      .innerJoin('expert', 'expert.id', 'claim.expert_id')
      .innerJoin('demand', 'demand.id', 'claim.demand_id')
      .select(['claim.number', 'claim.state', 'expert.name', 'demand.title'])
      .orderBy('claim.number')
      .execute();
    const states = Object.groupBy(claims, ({ state }) => state);
    expect(claims).toHaveLength(43);
    expect(states).toMatchObject({
      withdrawn: { length: 3 },
      home_unit_declined: { length: 1 },
      host_declined: { length: 1 },
      host_pending: { length: 1 },
      home_unit_pending: { length: 3 },
      confirmed: { length: 34 },
    });
    for (const [index, { expert, demand }] of SEASON.claims.entries())
      expect(claims[index]).toMatchObject({
        name: SEASON.experts.find(({ id }) => id === expert)?.form.name,
        title: SEASON.demands.find(({ id }) => id === demand)?.need.title,
      });
    const inOrder = SEASON.claims.slice(0, 36).map(({ id }) => id);
    expect(claims.slice(0, 36).map(({ number }) => number)).toEqual(inOrder);
  });

  test('When reports were filed, Then 13 are accepted and the others wait for somebody', async () => {
    const reports = await desk.db
      .selectFrom('report')
      .select(['number', 'state', 'title', 'metrics'])
      .execute();
    expect(Object.groupBy(reports, ({ state }) => state)).toMatchObject({
      accepted: { length: 13 },
      host_confirmed: { length: 3 },
      submitted: { length: 7 },
      returned: { length: 1 },
    });
    const figures =
      /^(title|action_line|form|districts|service_\w+|place|days|summary|typical_story|next_steps|news)$/;
    for (const { form, draft } of SEASON.reports) {
      const written = Object.entries(form).filter(([key]) => !figures.test(key) || key === 'service_persons');
      const report = reports.find(({ title }) => title === form.title);
      if (draft) expect(report).toBeUndefined();
      else
        expect(report?.metrics, form.title).toEqual(
          Object.fromEntries(written.map(([key, value]) => [key, Number(value)])),
        );
    }
  });

  test('When the cast opens Home, Then there is something to do for whoever is next', () => {
    const bureau = desk.as('U0BUREAU');
    expect(buttonsOf(bureau.home?.blocks)).toEqual(
      expect.arrayContaining(['publish_demand', 'accept_report', 'confirm_report', 'accept_expert']),
    );
    const returned = bureau.dms.find(({ text }) => text.startsWith('XQ-2013-0016'));
    expect(buttonsOf(returned?.blocks)).toEqual([]);
    expect(returned?.text).toContain('请说明掉线节点的型号');
    expect(buttonsOf(desk.as('U0HOME').home?.blocks)).toEqual(
      expect.arrayContaining(['give_consent', 'refuse_consent']),
    );
    expect(buttonsOf(desk.as('U0BINHAI').home?.blocks)).toContain('confirm_report');
    expect(buttonsOf(desk.as('U0ZJ0007').home?.blocks)).toContain('withdraw_claim');
    expect(textOf(desk.as('U0ALICE').home?.blocks)).toContain('21 of 300 experts served');
  });

  test('When the season is over, Then only what came on the last day is unread', () => {
    const { team } = desk.workspace;
    const midnight = Temporal.Instant.from('2013-10-31T00:00+08:00').epochMilliseconds / 1000;
    expect(team.read.size).toBeGreaterThan(0);
    for (const [key, seen] of team.read) {
      const messages = team.messages.get(key.split(' ')[1] ?? '') ?? [];
      const unread = messages.slice(seen);
      expect(unread.every(({ ts }) => Number(ts) >= midnight)).toBe(true);
      expect(messages.slice(0, seen).every(({ ts }) => Number(ts) < midnight)).toBe(true);
    }
    // One of each is the day's bundle of calls.
    expect(desk.as('U0BINHAI').badge).toBe(3);
    expect(desk.as('U0BUREAU').badge).toBe(1);
    expect(team.ephemerals).toEqual([]);
  });

  test.runIf(way === WAYS[0])(
    'When it is played anew, Then it ends as the snapshot of `npm run season` has it, row by row',
    async () => {
      const packed = await packRows(desk.db, TABLES.toReversed());
      const [played, kept] = [JSON.parse(gunzipSync(packed).toString()), readPacked(sampleFiles('zh').rows)];
      expect(kept.migrations).toEqual(played.migrations);
      const rows = normaliseRows(kept);
      expect(rows.claim).toHaveLength(43);
      expect(normaliseRows(played)).toEqual(rows);
    },
  );

  test.runIf(way === WAYS[0])('When it was played in English, Then the same was done', () => {
    const [zh, en] = (['zh', 'en'] as const).map((language) =>
      normaliseRows(readPacked(sampleFiles(language).rows)),
    );
    // People read another language; what they wrote, did and were sent is the same.
    expect({ ...en, slack_user: [] }).toEqual({ ...zh, slack_user: [] });
    expect(en?.slack_user?.filter((row) => row.includes('locale="en-'))).toHaveLength(10);
    const said = [...(readSample('en')?.messages.values() ?? [])].flat().map(({ text }) => text);
    expect(said.some((text) => text.includes('Published, open for claims'))).toBe(true);
  });

  test.runIf(way === WAYS[0])(
    'When it is played anew, Then everybody has seen what the snapshot shows',
    () => {
      const sample = readSample('zh');
      const { team } = desk.workspace;
      const said = (messages: ReadonlyMap<string, { text: string; deleted?: boolean }[]>) =>
        Object.fromEntries(
          [...messages]
            .filter(([, all]) => all.length > 0)
            .map(([channel, all]) => [channel, all.map(({ text }) => inAnyOrder(text)).toSorted()]),
        );
      expect(sample?.messages.get(CHANNEL)?.length).toBeGreaterThan(50);
      expect(said(sample?.messages ?? new Map())).toEqual(said(team.messages));
      const homes = (all: typeof team.homes) =>
        [...all].map(([user, { blocks }]) => [user, inAnyOrder(textOf(blocks))]).toSorted();
      expect(homes(sample?.homes ?? new Map())).toEqual(homes(team.homes));
    },
  );

  test('When something was said, Then at the moment at which it happened', async () => {
    const published = await desk.db.selectFrom('demand').select(['number', 'published_at']).execute();
    const cards = desk.workspace.messages(CHANNEL).filter(({ text }) => text.startsWith('XQ-'));
    expect(cards).toHaveLength(33);
    for (const { ts, text } of cards) {
      const demand = published.find(({ number }) => text.startsWith(number));
      const late = Number(ts) * 1000 - (demand?.published_at?.epochMilliseconds ?? 0);
      expect(late, text).toBeLessThan(60_000);
      expect(late, text).toBeGreaterThanOrEqual(0);
    }
  });

  test.runIf(way === WAYS[0])(
    'When it is played on, Then its year turns: the next one has its first need, and December still comes in',
    async () => {
      const { workspace, clock, look, db } = desk;
      const signal = new AbortController().signal;
      await playTurn({ workspace, clock, look, signal, onProgress: () => undefined });
      await desk.settle();
      expect(workspace.violations).toEqual([]);
      expect(desk.lastCard().text).toContain('XQ-2014-0001');
      const late = await db
        .selectFrom('report')
        .select(['year', 'state'])
        .where('title', '=', '研发费用归集辅导')
        .execute();
      expect(late).toEqual([{ year: 2013, state: 'accepted' }]);
      const years = await db.selectFrom('programme_year').select(['year', 'state']).orderBy('year').execute();
      expect(years.map(({ state }) => state)).toEqual(['closing', 'open']);
    },
    300_000,
  );
});

describe('a season that is not played to its end', () => {
  test('When it is broken off, Then no further act is begun', async () => {
    const desk = await startDesk({ setUp: false });
    await expect(play(desk, { until: 3 })).rejects.toThrow('enough');
    const { n } = await desk.db
      .selectFrom('audit')
      .select(({ fn }) => fn.countAll<number>().as('n'))
      .executeTakeFirstOrThrow();
    expect(n).toBe(3);
    await desk.close();
  });

  test('When an act fails, Then the error names it and what was on the screen', async () => {
    const desk = await startDesk({ setUp: false });
    await desk.workspace.updateUser('U0BUREAU', { isAdmin: false, isOwner: false });
    await expect(play(desk)).rejects.toThrow(/^set up: U0BUREAU waits for a window; on the screen: .*管理员/);
    await desk.close();
  });
});
