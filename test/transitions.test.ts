import { describe, expect, test } from 'vitest';
import { CLAIM_TRANSITIONS } from '../src/claims/transitions.ts';
import { DEMAND_TRANSITIONS } from '../src/demands/transitions.ts';
import { partsOf } from '../src/directory/permissions.ts';
import { isUndoable } from '../src/undo/undo.ts';

describe('the table of what can become of a claim', () => {
  test('When the table says who may act, Then so does the table of permissions', () => {
    const { expire_claim, lapse_claim, ...byPeople } = CLAIM_TRANSITIONS;
    for (const { by } of [expire_claim, lapse_claim]) expect(by).toEqual([]);
    for (const [act, { by }] of Object.entries(byPeople))
      expect([act, by]).toEqual([act, partsOf(act as keyof typeof byPeople)]);
  });
});

describe('the table of what can become of a published need', () => {
  test('When the table says who may act and what can be taken back, Then so do permissions and undo', () => {
    for (const [act, { by, undo }] of Object.entries(DEMAND_TRANSITIONS)) {
      expect([act, by]).toEqual([act, partsOf(act as keyof typeof DEMAND_TRANSITIONS)]);
      expect([act, isUndoable(act)]).toEqual([act, undo]);
    }
  });
});
