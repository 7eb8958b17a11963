import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Desk, giveRole, registerVerified, startDesk } from './helpers/desk.ts';
import { forgePress, forgeSubmit } from './helpers/hostile.ts';
import { publishNeed } from './helpers/need.ts';

/** Two names act for one expert at one moment: one slot is taken, and the other reads that it is theirs already. */
const [EXPERT, ASSISTANT, HOME] = ['U0ZJ0006', 'U0ZJ0007', 'U0HOME'] as const;

let desk: Desk;
let expertId: string;

beforeAll(async () => {
  desk = await startDesk({ now: '2013-11-04T10:00:00+08:00' });
  await giveRole(desk, 'U0BINHAI', { role: 'district', districts: ['binhai'] });
  expertId = await registerVerified(desk, EXPERT, { home_unit_user: HOME, max_active_claims: '20' });
  await forgeSubmit(desk, EXPERT, 'name_assistant', {
    metadata: { expertId },
    values: { assistant: ASSISTANT },
  });
});
afterAll(async () => {
  expect(desk.workspace.violations).toEqual([]);
  await desk.close();
});

const claimsOf = (needId: string) =>
  desk.db.selectFrom('claim').selectAll().where('demand_id', '=', needId).orderBy('number').execute();
const held = async (needId: string) =>
  (
    await desk.db
      .selectFrom('slot')
      .select('no')
      .where('demand_id', '=', needId)
      .where('expert_id', 'is not', null)
      .execute()
  ).length;

test.each([1, 2, 3, 4, 5])(
  'When expert and assistant press “claim” at once (%i), Then there is one claim on one slot',
  async (round) => {
    const needId = await publishNeed(desk, { expert_slots: '3', title: `Race ${round}` });
    const [own, theirs] = await Promise.all([
      forgePress(desk, EXPERT, 'claim_slot', needId),
      forgePress(desk, ASSISTANT, 'claim_slot', needId),
    ]);
    expect(await claimsOf(needId)).toHaveLength(1);
    expect(await held(needId)).toBe(1);
    const said = [own.text, theirs.text].map((text) =>
      text.includes('您已认领') ? 'theirs already' : 'claimed',
    );
    expect(said.sort()).toEqual(['claimed', 'theirs already']);
    expect(theirs.text).toContain('代 何知远 办理');
  },
);

test.each([1, 2, 3])(
  'When an assistant is changed while they press (%i), Then what they did was before, or is refused',
  async (round) => {
    const needId = await publishNeed(desk, { expert_slots: '1', title: `Ended ${round}` });
    const name = (assistant: string | null) =>
      forgeSubmit(desk, EXPERT, 'name_assistant', {
        metadata: { expertId },
        values: assistant ? { assistant } : {},
      });
    await Promise.all([forgePress(desk, ASSISTANT, 'claim_slot', needId), name(null)]);
    const claims = await claimsOf(needId);
    expect(await held(needId)).toBe(claims.length);
    expect(claims.every(({ assistant }) => assistant === ASSISTANT)).toBe(true);
    await forgePress(desk, ASSISTANT, 'claim_slot', needId);
    expect(await claimsOf(needId)).toHaveLength(claims.length);
    await name(ASSISTANT);
  },
);
