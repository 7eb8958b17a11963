import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readCase } from '../src/claims/case-sql.ts';
import { decideClaim } from '../src/claims/decide.ts';
import { actOnce } from '../src/db/audit.ts';
import { answerByLink } from '../src/links/acts/answer.ts';
import { readAsked } from '../src/links/asked.ts';
import { type GivenAnswer, standingOf } from '../src/links/link.ts';
import { endLink, findLink, findLinkBySecret, insertLink } from '../src/links/link-sql.ts';
import { hashOf, newSecret } from '../src/links/secret.ts';
import type { Deps } from '../src/slack/interaction.ts';
import { atOnce, moveTo, type NeedRace, openNeedRace, SIZES } from './helpers/need-race.ts';
import { NOW, TEAM } from './helpers/rows.ts';

/** Somebody answers by a link while another does the same, or something else, over several processes' connections. */
let race: NeedRace;
/** Later than all that is done to lay the ground. */
const LATER = NOW.add({ hours: 1 });

beforeAll(async () => {
  race = await openNeedRace();
});
afterAll(() => race.close());

interface Held {
  claimId: string;
  secretHash: string;
  linkId: string;
}

/** A link for each claim, that asks the home unit or, once it has said yes, the host. */
async function linksFor(claimIds: string[], asks: 'consent' | 'host'): Promise<Held[]> {
  if (asks === 'host') await atOnce(await race.readDecisions('give_consent', claimIds));
  return Promise.all(claimIds.map((claimId, i) => insertFor(i, claimId, asks)));
}

async function insertFor(i: number, claimId: string, asks: 'consent' | 'host'): Promise<Held> {
  const db = race.dbOf(i);
  const about = { id: '', asks, claimId, madeBy: 'U0MAKER', madeAt: NOW };
  const elsewhere = { reportId: undefined, unitId: undefined, until: undefined };
  const none = {
    ...elsewhere,
    expiresAt: NOW,
    endedAt: undefined,
    answer: undefined,
    reason: '',
    answeredAt: undefined,
  };
  const asked = await readAsked(db, TEAM, { ...about, ...none });
  if (!asked) throw new Error('nothing is asked');
  const secretHash = hashOf(newSecret());
  const one = { teamId: TEAM, secretHash, asked, madeBy: 'U0MAKER', madeAt: NOW };
  const made = await actOnce(db, (trx) => insertLink(trx, { ...one, expiresAt: NOW.add({ hours: 24 }) }));
  if (made === 'repeated') throw new Error('made before');
  return { claimId, secretHash, linkId: made.id };
}

const send = (i: number, { secretHash }: Held, given: GivenAnswer, now = LATER) =>
  answerByLink(
    { db: race.dbOf(i), now: () => now } as Deps,
    { teamId: TEAM, secretHash, locale: 'zh' },
    given,
  );
const FEW = SIZES.slice(0, 2);
const YES = { answer: 'yes', reason: '' } as const;
const NO = { answer: 'no', reason: '出差' } as const;

const decisionsOn = (claimId: string) =>
  race.db
    .selectFrom('audit')
    .select(['act', 'actor', 'details'])
    .where('team_id', '=', TEAM)
    .where('object_id', '=', claimId)
    .where('act', 'in', ['give_consent', 'refuse_consent', 'accept_expert', 'decline_expert'])
    .orderBy('id')
    .execute();

const told = (linkId: string) =>
  race.db.selectFrom('outgoing').select('key').where('key', '=', `link_answered:${linkId}`).execute();

const done = (outcomes: readonly { kind: string }[]) => outcomes.filter(({ kind }) => kind === 'done').length;

describe('When an answer by a link meets another act at one moment', () => {
  test.each(FEW)('Then of a yes and a no by one link one holds (%i claims)', async (n) => {
    const { ids } = await race.claimedNeed(n);
    const helds = await linksFor(ids, 'consent');
    const answers = await Promise.all(
      helds.map((held) =>
        atOnce([() => send(0, held, YES), () => send(1, held, NO), () => send(2, held, YES)]),
      ),
    );
    for (const [i, held] of helds.entries()) {
      expect(done(answers[i] ?? [])).toBe(1);
      const [decision, ...more] = await decisionsOn(held.claimId);
      expect(more).toEqual([]);
      const link = await findLink(race.db, TEAM, held.linkId);
      expect(link?.answer).toBe(decision?.act === 'give_consent' ? 'yes' : 'no');
      expect(await told(held.linkId)).toHaveLength(1);
    }
  });

  test.each(SIZES)('Then of a link and a press in Slack one holds (%i claims)', async (n) => {
    const { ids } = await race.claimedNeed(n);
    const helds = await linksFor(ids, 'host');
    const results = await Promise.all(
      helds.map(async (held, i) => {
        const found = await readCase(race.dbOf(i), TEAM, held.claimId);
        if (!found) throw new Error('no claim');
        const doer = { ...(await race.doerOf('U0HOST')), now: LATER, cause: randomUUID() };
        const [byLink, inSlack] = await Promise.all([
          send(i + 1, held, NO),
          decideClaim(race.dbOf(i), doer, found, 'accept_expert'),
        ]);
        return { held, byLink: byLink.kind === 'done', inSlack: typeof inSlack === 'object' };
      }),
    );
    for (const { held, byLink, inSlack } of results) {
      expect([byLink, inSlack].filter(Boolean)).toHaveLength(1);
      const answers = (await decisionsOn(held.claimId)).filter(({ act }) => act !== 'give_consent');
      expect(answers).toHaveLength(1);
      const now = standingOf(await findLinkBySecret(race.db, TEAM, held.secretHash), LATER);
      // Whoever comes with the link reads what was answered: theirs, or who was faster.
      expect(now.kind).toBe(byLink ? 'used' : 'said_before');
      expect(await told(held.linkId)).toHaveLength(byLink ? 1 : 0);
    }
  });

  test.each(FEW)('Then of an answer and its being taken back one holds (%i claims)', async (n) => {
    const { ids } = await race.claimedNeed(n);
    for (const [i, held] of (await linksFor(ids, 'consent')).entries()) {
      const [outcome, ended] = await Promise.all([
        send(i, held, YES),
        actOnce(race.dbOf(i + 1), (trx) => endLink(trx, TEAM, held.linkId, LATER)),
      ]);
      expect([outcome.kind === 'done', ended]).toContain(false);
      expect(outcome.kind === 'done' || ended === true).toBe(true);
      expect(await decisionsOn(held.claimId)).toHaveLength(outcome.kind === 'done' ? 1 : 0);
    }
  });

  test.each(FEW)('Then none comes after its time, nor about a date that moved (%i claims)', async (n) => {
    const { ids, demandId } = await race.claimedNeed(n);
    const helds = await linksFor(ids, 'consent');
    const [first] = helds;
    if (!first) throw new Error('no link');
    const over = NOW.add({ hours: 24 });
    const late = await atOnce([() => send(0, first, YES, over), () => send(1, first, NO, over)]);
    expect(done(late)).toBe(0);
    const [outcomes] = await Promise.all([
      Promise.all(helds.map((held, i) => send(i, held, YES))),
      race.alter(1, demandId, moveTo('2013-11-27')),
    ]);
    expect(outcomes.every(({ kind }) => kind === 'done' || kind === 'closed')).toBe(true);
    for (const one of await race.claimsOf(demandId))
      expect(one).toMatchObject({ state: 'expert_pending', consented_at: null });
    const consents = race.db.selectFrom('consent').select('id').where('claim_id', 'in', ids);
    expect(await consents.execute()).toEqual([]);
    const after = await Promise.all(helds.map((held, i) => send(i, held, NO)));
    expect(done(after)).toBe(0);
  });

  test('Then of two who make one at once, one link is open', async () => {
    const { ids } = await race.claimedNeed(1);
    const [claimId = ''] = ids;
    const made = await Promise.allSettled([0, 1, 2, 3].map((i) => insertFor(i, claimId, 'consent')));
    expect(made.some(({ status }) => status === 'fulfilled')).toBe(true);
    const open = race.db
      .selectFrom('answer_link')
      .select('id')
      .where('claim_id', '=', claimId)
      .where('ended_at', 'is', null)
      .where('answered_at', 'is', null);
    expect(await open.execute()).toHaveLength(1);
  });
});
