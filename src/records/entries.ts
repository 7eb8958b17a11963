import type { LeafKind } from './leaf.ts';
import { isSameService, type Service } from './record.ts';
import type { KeptRecord } from './record-sql.ts';

/** A report as it counts now, and all that was issued about it, the oldest first. */
export interface Recordable {
  /** One for each of its experts; none when the report doesn't count. */
  services: readonly Service[];
  issued: readonly KeptRecord[];
}

/** What is to be appended: with fields for a new paper, without where one ends. */
export interface Entry {
  kind: Exclude<LeafKind, 'erase'>;
  /** Of the record that ends; empty for a new one. */
  number: string;
  prior: number | undefined;
  fields: Service | undefined;
}

/**
 * What is missing in the log for it to say what counts: the same question asked twice has nothing to append the second
 * time. Who was erased stays so.
 */
export function entriesFor(all: readonly Recordable[]): Entry[] {
  return all.flatMap(({ services, issued }) => {
    const last = new Map(issued.map((one) => [one.expertId, one]));
    const ended = [...last.values()].filter(({ expertId }) =>
      services.every((service) => service.expertId !== expertId),
    );
    return [
      ...services.flatMap((service) => entryFor(service, last.get(service.expertId)) ?? []),
      ...ended.flatMap((one) => revocationOf(one) ?? []),
    ];
  });
}

function entryFor(service: Service, last: KeptRecord | undefined): Entry | undefined {
  if (!last) return { kind: 'issue', number: '', prior: undefined, fields: service };
  switch (last.state.kind) {
    case 'erased':
      return undefined;
    case 'revoked':
      return { kind: 'issue', number: '', prior: last.revokedBy, fields: service };
    case 'corrected':
      throw new Error('the last record of a service has another one after it');
    case 'valid':
      if (!last.fields) throw new Error('a record that counts has lost what it says');
      if (isSameService(last.fields, service)) return undefined;
      return { kind: 'correct', number: '', prior: last.leaf, fields: { ...service, replaces: last.number } };
  }
}

function revocationOf({ state, leaf, number }: KeptRecord): Entry | undefined {
  return state.kind === 'valid' ? { kind: 'revoke', number, prior: leaf, fields: undefined } : undefined;
}
