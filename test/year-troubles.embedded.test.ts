import fc from 'fast-check';
import { expect, test } from 'vitest';
import { listDemands } from '../src/demands/repository.ts';
import { cardKey } from '../src/demands/tell.ts';
import { collectOwed } from '../src/nudges/sources.ts';
import { markChanged } from '../src/outbox/marks.ts';
import type { Programme } from '../src/programme/programme.ts';
import { findProgramme } from '../src/programme/repository.ts';
import { lookAtAll } from '../src/schedule.ts';
import { type Desk, startDesk } from './helpers/desk.ts';
import { meetEverybody, seedDuties } from './helpers/duties.ts';
import { runs } from './helpers/runs.ts';
import { readSent, type Sent, startProcess } from './helpers/year.ts';
import { isAtWork, weekOf } from './helpers/year-oracle.ts';

/**
 * What becomes of a tick: a look, none, one by a clock that was set back by most of a day, Slack answers 500, or the
 * process dies before it has sent anything.
 */
const FATES = ['look', 'missed', 'set_back', 'slack_ill', 'dies'] as const;
type Fate = (typeof FATES)[number];

const CALM: Fate = 'look';

/** The ticks of eight days in which anything may happen, and of the four after them. */
const TICKS = Array.from({ length: 12 }, (_, i) => `2013-11-${String(i + 1).padStart(2, '0')}`).flatMap(
  (day) =>
    ['02:00', '09:01', '09:31', '13:01', '17:01'].map((time) =>
      Temporal.ZonedDateTime.from(`${day}T${time}:00[Asia/Shanghai]`),
    ),
);
const TROUBLED = 8 * 5;
const SET_BACK_BY = 4;

interface Run {
  /** By person, duty and rung. */
  ledger: Map<string, { duty: string; at: Temporal.Instant; outcome: string }>;
  sent: Sent[];
  /** What was owed at each tick, as 'kind object'; of the usual course only. */
  owed: Set<string>[];
  digests: Map<string, string>;
  /** People whose newest message is in Slack. */
  reached: Set<string>;
}

/** Eight days go by as they may, then four calm ones; nobody does anything. */
async function run(fates: readonly Fate[]): Promise<Run> {
  const desk = await startDesk();
  await seedDuties(desk);
  await meetEverybody(desk);
  const programme = await findProgramme(desk.db, desk.workspace.teamId);
  if (!programme) throw new Error('no programme');
  await showCards(desk);
  let deps = desk.deps;
  const sent: Sent[] = [];
  const owed: Run['owed'] = [];
  for (const [i, tick] of TICKS.entries()) {
    const fate = fates[i] ?? CALM;
    const at = (fate === 'set_back' && TICKS[i - SET_BACK_BY]) || tick;
    desk.clock.moveTo(at.toInstant());
    // The seconds for which the queue waits after a failure have passed since the tick before.
    await desk.db
      .updateTable('outgoing')
      .set({ next_at: at.toInstant() })
      .where('state', '=', 'waiting')
      .execute();
    const since = desk.workspace.calls.length;
    if (fate === 'slack_ill') desk.workspace.faults.respond500('chat.postMessage', 1000);
    if (fate === 'dies') {
      await lookAtAll({ ...deps, sender: { ...deps.sender, wake() {} } });
      await deps.sender.stop();
      deps = startProcess(desk, desk.db);
    } else if (fate !== 'missed') {
      await lookAtAll(deps);
      await deps.sender.drain();
    }
    desk.workspace.faults.clear();
    sent.push(...(await readSent(desk, { since, at, isByDesk: true })));
    if (fates.length === 0) owed.push(await listOwed(desk, programme, at));
  }
  const result = { ...(await readState(desk)), sent, owed };
  expect(desk.workspace.violations).toEqual([]);
  await deps.sender.stop();
  await desk.close();
  return result;
}

/** The needs stand in the channel from before. */
async function showCards({ db, settle, workspace: { teamId } }: Desk): Promise<void> {
  const rows = await db.selectFrom('demand').select('id').execute();
  const demands = await listDemands(
    db,
    teamId,
    rows.map(({ id }) => id),
  );
  await db.transaction().execute(async (trx) => {
    await markChanged(trx, { teamId, views: demands.map(cardKey) });
  });
  await settle();
}

async function listOwed({ deps }: Desk, programme: Programme, at: Temporal.ZonedDateTime) {
  const things = await collectOwed(deps, programme, at.toInstant());
  return new Set(things.map(({ kind, objectId }) => `${kind} ${objectId}`));
}

async function readState({ db }: Desk): Promise<Pick<Run, 'ledger' | 'digests' | 'reached'>> {
  const rows = await db.selectFrom('nudge').selectAll().execute();
  const issues = await db.selectFrom('digest_issue').select(['slot', 'state']).execute();
  const messages = await db.selectFrom('nudge_message').selectAll().orderBy('no').execute();
  const newest = new Map(messages.map(({ user_id, no }) => [user_id, `nudge:${user_id}:${no}`]));
  const shown = await db.selectFrom('outgoing').select('key').where('ts', 'is not', null).execute();
  const keys = new Set(shown.map(({ key }) => key));
  return {
    ledger: new Map(
      rows.map((row) => [
        `${row.user_id} ${row.kind} ${row.object_id} ${row.stage}`,
        { duty: `${row.kind} ${row.object_id}`, at: row.noted_at, outcome: row.outcome },
      ]),
    ),
    digests: new Map(issues.map(({ slot, state }) => [slot, state])),
    reached: new Set([...newest].flatMap(([user, key]) => (keys.has(key) ? [user] : []))),
  };
}

const isTold = ({ outcome }: { outcome: string }) => outcome === 'new' || outcome === 'edited';

/** Long and short: a fate holds for one to twelve ticks. */
const courses = fc
  .array(fc.tuple(fc.constantFrom(...FATES), fc.integer({ min: 1, max: 12 })), {
    minLength: 3,
    maxLength: 12,
  })
  .map((parts) => parts.flatMap(([fate, n]) => Array<Fate>(n).fill(fate)).slice(0, TROUBLED));

test('When ticks are missed, processes die and Slack is ill, Then it is said later, once, and nothing of use is lost', async () => {
  const usual = await run([]);
  expect([...usual.ledger.values()].filter(isTold).length).toBeGreaterThan(12);
  expect(usual.digests.size).toBeGreaterThan(0);

  await fc.assert(
    fc.asyncProperty(courses, async (fates) => {
      const one = await run(fates);
      const isLook = (i: number) => !['missed', 'set_back'].includes(fates[i] ?? CALM);
      const looks = TICKS.flatMap((at, i) => (isLook(i) ? [{ at, i }] : []));
      for (const [key, { at, outcome }] of one.ledger) {
        const before = usual.ledger.get(key);
        expect(before, key).toBeDefined();
        if (before && isTold({ outcome }))
          expect(Temporal.Instant.compare(at.add({ seconds: 30 }), before.at), key).toBe(1);
      }
      for (const [key, { duty, at }] of usual.ledger) {
        const [to = ''] = key.split(' ');
        const noted = one.ledger.get(key);
        const chances = looks.filter(
          (look) =>
            Temporal.Instant.compare(look.at.add({ seconds: 30 }).toInstant(), at) >= 0 &&
            isAtWork(look.at, to) &&
            usual.owed[look.i]?.has(duty),
        );
        // Not told only where nobody looked while it was of use, or a later rung says it.
        if (!noted) expect(chances, key).toEqual([]);
        if (noted?.outcome === 'overtaken') {
          const rungs = [...one.ledger].filter(([other]) => other.startsWith(`${to} ${duty} `));
          expect(
            rungs.some(([, rung]) => isTold(rung)),
            key,
          ).toBe(true);
        }
        if (noted && isTold(noted) && usual.owed.at(-1)?.has(duty)) expect(one.reached).toContain(to);
      }
      judgeSent(one.sent);
      for (const [slot, state] of usual.digests) {
        const begins = Temporal.ZonedDateTime.from(`${slot}T09:00:00[Asia/Shanghai]`);
        // A late one waits for working hours, and by then it may be too old.
        const hours = looks.filter(({ at }) => isAtWork(at, 'channel')).map(({ at }) => begins.until(at));
        const isInTime = hours.some((late) => late.sign >= 0 && late.total('hours') <= 72);
        if (isInTime) expect(one.digests.get(slot)).toBe(state);
      }
    }),
    { numRuns: runs(6, 2), endOnFailure: true },
  );
}, 400_000);

function judgeSent(sent: readonly Sent[]): void {
  const keys = sent.map(({ key }) => key);
  expect(keys.filter((key, i) => keys.indexOf(key) !== i)).toEqual([]);
  const nudges = sent.filter(({ kind }) => kind === 'nudge');
  const late = sent.filter(({ at, to }) => !isAtWork(at, to));
  expect(late.map(({ at, to, kind }) => `${at} ${to} ${kind}`)).toEqual([]);
  expect(nudges.length).toBeGreaterThan(0);
  for (const [week, all] of Map.groupBy(nudges, ({ at, to }) => `${to} ${weekOf(at)}`)) {
    const isUrgent = all.some(({ text }) => /即将开始的服务|about to begin/.test(text));
    expect(all.length, week).toBeLessThanOrEqual(isUrgent ? 3 : 2);
  }
}
