import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findUnit } from '../src/claims/advance-sql.ts';
import { keepBlanket } from '../src/claims/keep-blanket.ts';
import { actOnce } from '../src/db/audit.ts';
import { answerByLink } from '../src/links/acts/answer.ts';
import { type GivenAnswer, standingOf } from '../src/links/link.ts';
import { findLink, findLinkBySecret, insertLink } from '../src/links/link-sql.ts';
import { hashOf, newSecret } from '../src/links/secret.ts';
import { readAskedUnit } from '../src/links/unit-asked.ts';
import { programmeOf } from '../src/programme/repository.ts';
import { holdPair, mergePair } from '../src/register/merge-sql.ts';
import { ROOMS } from '../src/rooms.ts';
import type { Deps } from '../src/slack/interaction.ts';
import { openPools, type Pools } from './helpers/pools.ts';
import { insertExpert, insertYear, NOW, TEAM } from './helpers/rows.ts';

/** A personnel office agrees in advance by a link while somebody does the same, or something else, in other processes. */
let pools: Pools;
const ROUNDS = [0, 1, 2, 3, 4, 5];
const LATER = NOW.add({ hours: 1 });
const YES = { answer: 'yes', reason: '' } as const;
const NO = { answer: 'no', reason: '逐次答复' } as const;

beforeAll(async () => {
  pools = await openPools([3, 7, 10]);
  await insertYear(pools.db);
});
afterAll(() => pools.close());

async function layUnit(): Promise<string> {
  const expertId = await insertExpert(pools.db);
  const { employer_id } = await pools.db
    .selectFrom('expert')
    .select('employer_id')
    .where('id', '=', expertId)
    .executeTakeFirstOrThrow();
  return employer_id;
}

async function linkFor(i: number, unitId: string) {
  const db = pools.dbOf(i);
  const asked = await readAskedUnit(db, TEAM, { unitId, until: '2013-12-31' });
  if (!asked) throw new Error('nothing is asked');
  const secretHash = hashOf(newSecret());
  const one = { teamId: TEAM, secretHash, asked, madeBy: 'U0MAKER', madeAt: NOW };
  const made = await actOnce(db, (trx) => insertLink(trx, { ...one, expiresAt: NOW.add({ hours: 24 }) }));
  if (made === 'repeated') throw new Error('made before');
  return { linkId: made.id, secretHash };
}

const send = (i: number, secretHash: string, given: GivenAnswer) =>
  answerByLink(
    { db: pools.dbOf(i), now: () => LATER } as Deps,
    { teamId: TEAM, secretHash, locale: 'zh' },
    given,
  );

/** As the coordinator's form does. */
async function writeDown(i: number, unitId: string) {
  const db = pools.dbOf(i);
  const [programme, unit] = [
    await programmeOf(db, { teamId: TEAM, year: 2013 }),
    await findUnit(db, TEAM, unitId),
  ];
  if (!unit) throw new Error('no unit');
  const doer = { programme, userId: 'U0BUREAU', onBehalfOf: 'home_unit', now: LATER, cause: randomUUID() };
  const said = { unit, about: undefined, documentNo: '7号', date: '2013-10-31', until: '2013-12-31' };
  return actOnce(db, (trx) => keepBlanket(trx, doer, { ...said, id: randomUUID() }));
}

const blanketsOf = (unitId: string) =>
  pools.db.selectFrom('blanket').select(['id', 'document_no']).where('employer_id', '=', unitId).execute();
const standing = async (secretHash: string) =>
  standingOf(await findLinkBySecret(pools.db, TEAM, secretHash), LATER).kind;

test.each(ROUNDS)(
  'When a yes and a no come by one link at one moment, Then one holds (%i)',
  async (round) => {
    const unitId = await layUnit();
    const { linkId, secretHash } = await linkFor(round, unitId);
    const outcomes = await Promise.all([
      send(round, secretHash, YES),
      send(round + 1, secretHash, NO),
      send(round + 2, secretHash, YES),
    ]);
    expect(outcomes.filter(({ kind }) => kind === 'done')).toHaveLength(1);
    const said = (await findLink(pools.db, TEAM, linkId))?.answer;
    expect((await blanketsOf(unitId)).map(({ id }) => id)).toEqual(said === 'yes' ? [linkId] : []);
    const told = pools.db.selectFrom('outgoing').select('key').where('key', '=', `link_answered:${linkId}`);
    expect(await told.execute()).toHaveLength(1);
  },
);

test.each(ROUNDS)(
  'When a coordinator writes the same down, Then whoever comes later by the link reads it (%i)',
  async (round) => {
    const unitId = await layUnit();
    const { linkId, secretHash } = await linkFor(round, unitId);
    const [byLink, inSlack] = await Promise.all([
      send(round, secretHash, round % 2 ? YES : NO),
      writeDown(round + 1, unitId),
    ]);
    expect(typeof inSlack).toBe('number');
    const ids = (await blanketsOf(unitId)).map(({ id }) => id);
    expect(ids.includes(linkId)).toBe(byLink.kind === 'done' && round % 2 === 1);
    expect(await standing(secretHash)).toBe(byLink.kind === 'done' ? 'used' : 'said_before');
  },
);

test.each(ROUNDS)(
  'When the unit is merged at that moment, Then the yes goes along or was none (%i)',
  async (round) => {
    const [from, into] = [await layUnit(), await layUnit()];
    const { linkId, secretHash } = await linkFor(round, from);
    const today = Temporal.PlainDate.from('2013-10-31');
    const pair = { kind: 'unit' as const, teamId: TEAM, from, into, today };
    const [byLink, merged, written] = await Promise.all([
      send(round, secretHash, YES),
      actOnce(pools.dbOf(round + 1), async (trx) => {
        const isHeld = await holdPair(trx, pair);
        if (isHeld) await mergePair(trx, ROOMS, pair);
        return isHeld;
      }),
      writeDown(round + 2, from),
    ]);
    expect(merged).toBe(true);
    expect(await blanketsOf(from)).toEqual([]);
    const links = await pools.db
      .selectFrom('answer_link')
      .select('id')
      .where('organisation_id', '=', from)
      .execute();
    expect(links).toEqual([]);
    const went = await blanketsOf(into);
    expect(went.some(({ id }) => id === linkId)).toBe(byLink.kind === 'done');
    expect(went.some(({ document_no }) => document_no === '7号')).toBe(typeof written === 'number');
    expect(['none', 'used', 'said_before']).toContain(await standing(secretHash));
  },
);

test('When several make a link at one moment, Then one is open', async () => {
  const unitId = await layUnit();
  const made = await Promise.allSettled([0, 1, 2, 3].map((i) => linkFor(i, unitId)));
  expect(made.some(({ status }) => status === 'fulfilled')).toBe(true);
  const open = pools.db
    .selectFrom('answer_link')
    .select('id')
    .where('organisation_id', '=', unitId)
    .where('ended_at', 'is', null);
  expect(await open.execute()).toHaveLength(1);
});
