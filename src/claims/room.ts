import type { Room } from '../room.ts';
import { expireClaims } from './acts/expire.ts';
import { claimsDuties } from './duties.ts';
import { registerClaims } from './listeners.ts';
import { peopleInClaims } from './refers.ts';
import { claimsRenderers } from './renderers.ts';
import { claimsUnreachable } from './unreachable.ts';
import { listClaimsWaiting } from './waiting.ts';

export const claims: Room = {
  name: 'claims',
  tables: ['consent', 'blanket', 'blocked_dates', 'claim'],
  listen: registerClaims,
  renderers: claimsRenderers,
  unreachable: claimsUnreachable,
  duties: claimsDuties,
  looks: [{ name: 'expire_claims', turn: 'deadlines', look: expireClaims }],
  home: listClaimsWaiting,
  people: peopleInClaims,
};
