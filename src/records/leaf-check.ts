import { commitmentTo, hashOfLeaf, type Leaf } from './leaf.ts';
import { isSameHash } from './merkle.ts';
import { numberOf, readFields } from './record.ts';

export type FaultKind =
  | 'leaf_missing'
  | 'leaf_differs'
  | 'points_wrongly'
  | 'record_missing'
  | 'record_differs'
  | 'number_missing'
  | 'fields_missing'
  | 'not_erased'
  | 'record_without_leaf'
  | 'cut'
  | 'root_differs'
  | 'log_differs'
  | 'key_differs'
  | 'checkpoint_differs';

export interface Fault {
  what: FaultKind;
  /** Of the record, where it is one's. */
  number?: string;
  /** Of its leaf. */
  index?: number;
  /** Who says otherwise, and of which size. */
  where?: string;
  size?: number;
}

/** A leaf as it is stored, and what stands beside it. */
export interface StoredLeaf {
  index: number;
  previous: number | null;
  leaf: Leaf;
  hash: Uint8Array;
  record: StoredRecord | undefined;
}

export interface StoredRecord {
  number: string;
  year: number;
  no: number;
  previous: number | null;
  code: string;
  reportId: string;
  expertId: string;
  salt: Uint8Array | undefined;
  fields: object | undefined;
}

/** What of the leaves before is needed to judge a later one. */
interface Before {
  kind: Leaf['kind'];
  number: string;
  /** Whose service it was; undefined once that is erased. */
  of: string | undefined;
  isErased: boolean;
  hasFields: boolean;
  hasSuccessor: boolean;
}

/** Judges leaf after leaf, from the first on. */
export function createLeafCheck() {
  const before: Before[] = [];
  const last = new Map<number, number>();

  function take({ index, previous, leaf, hash, record }: StoredLeaf): Fault | undefined {
    const i = before.length;
    const { kind, number } = leaf;
    const fault = (what: FaultKind): Fault => ({ what, number, index: i });
    if (index !== i) return { what: 'leaf_missing', index: i };
    if (previous !== (i === 0 ? null : i - 1)) return fault('leaf_differs');
    if (!isSameHash(hashOfLeaf(leaf), hash)) return fault('leaf_differs');
    const isPaper = kind === 'issue' || kind === 'correct';
    if (isPaper !== (record !== undefined)) return fault(isPaper ? 'record_missing' : 'record_differs');
    const wrong = record && judge(record, leaf);
    if (wrong) return fault(wrong);
    const of = record?.fields && `${record.reportId} ${record.expertId}`;
    if (!pointsRightly(leaf, of)) return fault('points_wrongly');
    before.push({ kind, number, of, isErased: false, hasFields: of !== undefined, hasSuccessor: false });
    return undefined;
  }

  function judge(record: StoredRecord, { number, commitment }: Leaf): FaultKind | undefined {
    const { year, no, salt, fields } = record;
    const expected = (last.get(year) ?? 0) + 1;
    if (record.number !== number || numberOf(year, no) !== number) return 'record_differs';
    if (record.previous !== (no === 1 ? null : no - 1)) return 'record_differs';
    if (no !== expected) return 'number_missing';
    last.set(year, no);
    if (!fields || !salt) return fields || salt ? 'record_differs' : undefined;
    if (!commitment || !isSameHash(commitmentTo(fields, salt), commitment)) return 'record_differs';
    const said = readFields(fields);
    const isSame =
      said?.number === number &&
      said.year === year &&
      said.code === record.code &&
      said.reportId === record.reportId &&
      said.expertId === record.expertId;
    return isSame ? undefined : 'record_differs';
  }

  function pointsRightly({ kind, number, prior }: Leaf, of: string | undefined): boolean {
    if (prior === undefined) return kind === 'issue';
    const older = before[prior];
    if (!older) return false;
    const isPaper = older.kind === 'issue' || older.kind === 'correct';
    if (kind === 'erase') {
      if (!isPaper || older.number !== number || older.isErased) return false;
      older.isErased = true;
      return true;
    }
    if (older.hasSuccessor) return false;
    older.hasSuccessor = true;
    if (kind === 'revoke') return isPaper && older.number === number;
    if (kind === 'issue') return older.kind === 'revoke';
    return isPaper && (of === undefined || older.of === undefined || older.of === of);
  }

  /** What only the whole log tells: fields that are gone without a word, or still there after it. */
  function end(): Fault | undefined {
    for (const [index, { kind, number, hasFields, isErased }] of before.entries()) {
      if (kind !== 'issue' && kind !== 'correct') continue;
      if (hasFields === !isErased) continue;
      return { what: isErased ? 'not_erased' : 'fields_missing', number, index };
    }
    return undefined;
  }

  return { take, end };
}
