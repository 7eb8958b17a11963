import { telephoneOf } from '../outbox/telephone.ts';
import type { Expert } from './expert.ts';

type Named = Pick<Expert, 'userId'> & Partial<Pick<Expert, 'assistantUser'>>;

/**
 * Where a message for the expert goes: to their own account, else to their assistant's; without an account and with no
 * assistant who could read it, by telephone. Nowhere where the account was given up and nobody assists.
 *
 * @param gone accounts that are deactivated.
 */
export function actsFor(
  { id, userId, assistantUser }: Named & Pick<Expert, 'id'>,
  gone: readonly string[] = [],
): string[] {
  const named = [userId, assistantUser].filter((user) => user !== undefined);
  const present = named.find((user) => !gone.includes(user));
  if (present !== undefined) return [present];
  return userId === undefined ? [telephoneOf({ person: 'expert', id })] : [];
}

/** Somebody who acts in this expert's name and is not the expert. */
export function isAssistant(userId: string, { userId: own, assistantUser }: Named): boolean {
  return userId === assistantUser && userId !== own;
}

/** The expert and who acts for them: none of them answers for home unit or host. */
export function ownSideOf({ userId, assistantUser }: Named): string[] {
  return [userId, assistantUser].filter((user) => user !== undefined);
}

/** In whose names a person may act: their own registration, if any, and those whom they assist, by name. */
export interface ActedFor {
  own: Expert | undefined;
  assisted: readonly Expert[];
}

/** The ids of all of them, their own first. */
export function idsOf({ own, assisted }: ActedFor): string[] {
  return [...(own ? [own] : []), ...assisted].map(({ id }) => id);
}

/** Those of them who are verified. */
export function verifiedOf({ own, assisted }: ActedFor): Expert[] {
  return [...(own ? [own] : []), ...assisted].filter(({ state }) => state === 'verified');
}
