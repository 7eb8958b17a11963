import { z } from 'zod';
import { type Changes, type Digest, type IssueView, TOLD_ACTS } from './digest.ts';

/** Issues that were posted by an older release don't say. */
const sinceAdded = z.number().default(0);
const counts = z.record(z.string(), z.number());
const shares = z.array(z.object({ id: z.string(), reports: z.number(), experts: z.number() }));
const unit = z.object({ kind: z.enum(['district', 'system']), slug: z.string() });

/** What an issue said when it was posted: all its messages say the same, however late they are sent. */
const keptIssue = z.object({
  digest: z.object({
    experts: z.number(),
    personTimes: z.number(),
    reports: z.number(),
    totals: counts,
    firsts: z.array(z.object({ day: z.string(), experts: z.number() })),
    lines: shares,
    districts: shares,
    systems: shares,
    needs: z.object({ lines: counts, districts: counts }),
    verified: counts,
    waiting: z.object({ demands: z.number(), claims: z.number(), reports: z.number() }),
    overdue: z.object({
      ...{ consents: z.number(), answers: z.number(), reports: z.number() },
      ...{ reviews: sinceAdded, verifications: sinceAdded, acceptances: sinceAdded, papers: sinceAdded },
    }),
    obligations: z.object({ done: z.number(), owed: z.number(), notYet: z.array(unit) }).optional(),
    stillOpen: z
      .array(
        z.object({
          ...{ year: z.number(), toFile: z.number(), toDecide: z.number(), summaries: z.array(unit) },
          changed: z.object({ reports: z.number(), summaries: z.number() }),
        }),
      )
      .optional(),
    records: z.object({ size: z.number(), root: z.string() }).optional(),
    ownSummary: z.enum(['not_started', 'submitted', 'returned', 'accepted', 'waived']).optional(),
  }),
  changes: z
    .object({
      ...{ needs: z.number(), claims: z.number(), reports: z.number(), summaries: z.number() },
      experts: z.number(),
      acts: z.array(z.object({ act: z.enum(TOLD_ACTS), n: z.number() })).default([]),
      settings: z.array(z.object({ field: z.string(), from: z.string(), to: z.string() })).default([]),
    })
    .optional(),
  /** Nothing was posted before it: it says who set the digest up. */
  isFirst: z.boolean(),
});

/** Without the open needs: those are named as they are when somebody reads of them. */
export interface KeptIssue {
  digest: Omit<Digest, 'scope' | 'open' | 'openInAll'>;
  changes: Changes | undefined;
  isFirst: boolean;
}

export function keepIssue({ digest, changes, setUpBy }: Omit<IssueView, 'story' | 'lateSince'>): KeptIssue {
  const { scope, open, openInAll, ...kept } = digest;
  return { digest: kept, changes, isFirst: setUpBy !== undefined };
}

/** Undefined for an issue that another release posted: what it says is worked out anew. */
export function readKept(stored: unknown): KeptIssue | undefined {
  const { data } = keptIssue.safeParse(stored);
  if (!data) return undefined;
  const { obligations, ownSummary, stillOpen, records, ...figures } = data.digest;
  const digest: KeptIssue['digest'] = figures;
  if (obligations) digest.obligations = obligations;
  if (ownSummary) digest.ownSummary = ownSummary;
  if (stillOpen) digest.stillOpen = stillOpen;
  if (records) digest.records = records;
  return { digest, changes: data.changes, isFirst: data.isFirst };
}
