import { telephoneOf } from '../outbox/telephone.ts';
import type { Demand } from './demand.ts';

/** Where what is said to the host unit's contact goes: their account, or by telephone where nobody but they is named. */
export function contactAddress({
  id,
  contactUser,
  recordedBy,
  contactName,
  contactPhone,
}: Pick<Demand, 'id' | 'contactUser' | 'recordedBy' | 'contactName' | 'contactPhone'>): string | undefined {
  if (contactUser || !recordedBy || !`${contactName}${contactPhone}`.trim()) return contactUser;
  return telephoneOf({ person: 'contact', id });
}
