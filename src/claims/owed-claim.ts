import type { Owed } from '../directory/owed.ts';

/** A claim about which a coordinator owes something, as it is read for that. */
export interface OwedClaimRow {
  id: string;
  number: string;
  expert_user: string | null;
  assistant_user: string | null;
  system: string;
  district: string;
  home_unit_users: string[];
  host_users: string[];
}

/** What such a duty is about, and whose it is. */
export function aboutClaim(row: OwedClaimRow) {
  return {
    objectKind: 'claim',
    objectId: row.id,
    words: { number: row.number },
    whose: {
      hostUsers: row.host_users,
      homeUnitUsers: row.home_unit_users,
      expertUsers: [row.expert_user],
      assistantUsers: [row.assistant_user],
      district: row.district,
      systems: [row.system],
    },
  } satisfies Partial<Owed>;
}
