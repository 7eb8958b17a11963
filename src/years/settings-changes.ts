import { z } from 'zod';
import { lastMomentOf, type Programme } from '../programme/programme.ts';
import type { Typed } from '../slack/form.ts';
import { catalogueWith } from './lists.ts';
import { type Settings, settingsOf } from './settings.ts';

/** One setting, as it stands in the form before and after. */
export interface Change {
  field: string;
  from: string;
  to: string;
}

/** One edit, from the audit trail. */
export interface Edited {
  at: Temporal.Instant;
  who: string | undefined;
  changes: Change[];
}

/** The year as the checked form has it. */
export function programmeWith(before: Programme, form: Settings): Programme {
  return {
    ...before,
    name: form.name,
    documentNo: form.document_no,
    targetExperts: form.target_experts,
    opensOn: form.opens_on,
    deadline: lastMomentOf(form.deadline, form.time_zone, `${form.deadline_time}:59`),
    timeZone: form.time_zone,
    channelId: form.channel,
    language: form.language,
    publishedBy: form.published_by,
    rules: {
      basis: form.basis,
      minimumTitle: form.minimum_title,
      travelDays: form.travel_days,
      dayStep: form.day_step,
      dayCap: form.day_cap,
      retentionYears: form.retention_years,
    },
    catalogue: catalogueWith(before.catalogue, form),
  };
}

/** What was typed over an older state of the year, with what others have changed since where it was left alone. */
export function mergedWith(typed: Typed, now: Programme, since: readonly Edited[]): Typed {
  const merged: Typed = { ...typed };
  const current = settingsOf(now);
  for (const { field, from } of since.flatMap(({ changes }) => changes).toReversed()) {
    const isLeftAlone = textOf(typed[field]) === from;
    const value = current[field];
    if (isLeftAlone && value !== undefined) merged[field] = value;
  }
  return merged;
}

/** Of a closed year nothing else is asked: all of its other settings are as they were. */
export function withRetention(before: Programme, { retention_years = null }: Typed): Typed {
  return { ...settingsOf(before), retention_years };
}

/** What differs, in the order of the form. */
export function changesBetween(before: Programme, after: Programme): Change[] {
  const [then, now] = [settingsOf(before), settingsOf(after)];
  return Object.keys(now)
    .map((field) => ({ field, from: textOf(then[field]), to: textOf(now[field]) }))
    .filter(({ from, to }) => from !== to);
}

function textOf(value: Typed[string] | undefined): string {
  return Array.isArray(value) ? value.join('\n') : (value ?? '');
}

const recorded = z.object({
  changes: z.array(z.object({ field: z.string(), from: z.string(), to: z.string() })),
});

/** The same from the audit trail; what another release wrote there otherwise is no change that can be shown. */
export function changesIn(details: unknown): Change[] {
  const read = recorded.safeParse(details);
  return read.success ? read.data.changes : [];
}
