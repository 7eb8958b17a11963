import { describe, expect, test } from 'vitest';
import { CLAIM_TRANSITIONS } from '../src/claims/transitions.ts';
import { partsOf } from '../src/directory/permissions.ts';

describe('the table of what can become of a claim', () => {
  test('When the table says who may act, Then so does the table of permissions', () => {
    const { expire_claim, ...byPeople } = CLAIM_TRANSITIONS;
    expect(expire_claim.by).toEqual([]);
    for (const [act, { by }] of Object.entries(byPeople))
      expect([act, by]).toEqual([act, partsOf(act as keyof typeof byPeople)]);
  });
});
