import { z } from 'zod';
import type { Rules } from '../programme/rules.ts';
import { canonical } from './leaf.ts';

const labelled = z.object({ id: z.string(), zh: z.string(), en: z.string() });

/** A choice with its labels as they were then: the paper stays as it is whatever the year's lists say later. */
export type Label = z.output<typeof labelled>;

const fieldsSchema = z.object({
  code: z.string(),
  number: z.string(),
  year: z.number(),
  /** Of a correction: the number of the record in whose place it stands. */
  replaces: z.string().optional(),
  issuedOn: z.string(),
  reportId: z.string(),
  reportNumber: z.string(),
  expertId: z.string(),
  name: z.string(),
  employer: z.string(),
  title: labelled,
  service: z.string(),
  line: labelled,
  form: labelled.optional(),
  unit: z.string(),
  place: z.string(),
  districts: z.array(z.string()),
  from: z.string(),
  to: z.string(),
  days: z.number(),
  travelDays: z.enum(['counted', 'not_counted']),
  content: z.string(),
  results: z.array(z.object({ zh: z.string(), en: z.string(), unit: z.string(), value: z.number() })),
  issuer: z.string(),
  documentNo: z.string(),
});

/** What a service record says: all of it is committed to, none of it stands in the log. */
export type RecordFields = z.output<typeof fieldsSchema>;

/** Undefined for what is no record's. */
export function readFields(stored: unknown): RecordFields | undefined {
  return fieldsSchema.safeParse(stored).data;
}

/** What a record is issued of, before it has number and code. */
export type Service = Omit<RecordFields, 'number' | 'code'>;

/** The same but for what every paper has of its own, and what the year is called. */
export function isSameService(one: Service, other: Service): boolean {
  return canonical(essenceOf(one)) === canonical(essenceOf(other));
}

function essenceOf(service: Service): object {
  const own = { number: undefined, code: undefined, replaces: undefined, issuedOn: undefined };
  return { ...service, ...own, issuer: undefined, documentNo: undefined, expertId: undefined };
}

/** What became of a record. */
export type RecordState =
  | { kind: 'valid' }
  | { kind: 'corrected'; at: Temporal.Instant; by: Pointer }
  /** `by`: it was issued again later. */
  | { kind: 'revoked'; at: Temporal.Instant; by: Pointer | undefined }
  | { kind: 'erased'; at: Temporal.Instant };

export interface Pointer {
  number: string;
  code: string;
}

/** A record as it is shown; without fields once they are erased. */
export interface ServiceRecord extends Pointer {
  year: number;
  leaf: number;
  issuedAt: Temporal.Instant;
  fields: RecordFields | undefined;
  state: RecordState;
}

/** One that counts, with what it says. */
export type ValidRecord = ServiceRecord & { fields: RecordFields };

export function validAmong(records: readonly ServiceRecord[]): ValidRecord[] {
  return records.filter((one): one is ValidRecord => one.state.kind === 'valid' && one.fields !== undefined);
}

export function numberOf(year: number, no: number): string {
  return `FW-${year}-${String(no).padStart(6, '0')}`;
}

/** Crockford's: nothing in it is read as something else. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** What a code is made of. */
export const CODE_BYTES = 10;

/** Eighty random bits as sixteen characters in groups of four. */
export function writeCode(bytes: Uint8Array): string {
  let bits = bytes.reduce((all, byte) => all * 256n + BigInt(byte), 0n);
  let code = '';
  for (let i = 0; i < 16; i += 1) {
    code = (ALPHABET[Number(bits % 32n)] ?? '') + code;
    bits /= 32n;
  }
  return code.replace(/.{4}(?=.)/g, '$&-');
}

/** A code as somebody typed it off a paper: small letters, O for 0, I and L for 1, without hyphens. */
export function readCode(typed: string): string | undefined {
  const code = typed.toUpperCase().replaceAll('-', '').replaceAll('O', '0').replaceAll(/[IL]/g, '1');
  return /^[0-9A-HJKMNP-TV-Z]{16}$/.test(code) ? code.replace(/.{4}(?=.)/g, '$&-') : undefined;
}

interface Span {
  /** 'YYYY-MM-DD', both inclusive. */
  from: string;
  to: string;
}

type DayRules = Pick<Rules, 'dayStep' | 'dayCap'>;

/** Calendar days, the first and the last with them. */
function spanOf({ from, to }: Span): number {
  return Temporal.PlainDate.from(from).until(to).days + 1;
}

/** Days of one service by the year's rule (decision 36): in whole steps, never more than its calendar days allow. */
export function countDays(span: Span, reported: number | undefined, { dayStep, dayCap }: DayRules): number {
  const days = spanOf(span);
  return inSteps(Math.min(reported ?? days, days * dayCap), dayStep);
}

/**
 * The days of several: of one calendar day no more counts than the rule allows, however many services there were, and
 * not less than that leaves. Day after day goes first to the service that ends first, which leaves most to the others.
 */
export function sumDays(
  services: readonly (Span & { days: number })[],
  { dayStep, dayCap }: DayRules,
): number {
  const open = services
    .map((service) => ({ ...service, left: service.days }))
    .toSorted((a, b) => Temporal.PlainDate.compare(a.to, b.to));
  const days = new Set(open.flatMap(daysOf));
  let counted = 0;
  for (const day of [...days].toSorted()) {
    let room = dayCap;
    for (const service of open) {
      if (service.from > day || service.to < day) continue;
      const taken = Math.min(room, service.left);
      room -= taken;
      service.left -= taken;
      counted += taken;
    }
  }
  return inSteps(counted, dayStep);
}

function daysOf(span: Span): string[] {
  const first = Temporal.PlainDate.from(span.from);
  return Array.from({ length: spanOf(span) }, (_, i) => first.add({ days: i }).toString());
}

/** Steps that are begun don't count; what floating point lacks of a whole one is no missing part. */
function inSteps(days: number, step: number): number {
  return Math.round(Math.floor(days / step + 1e-6) * step * 1e6) / 1e6;
}
