import { z } from 'zod';
import type { Catalogue } from './catalogue.ts';

/** Levels of titles, the highest first. */
export const TITLE_LEVELS = ['senior', 'vice_senior', 'middle', 'none'] as const;
export type TitleLevel = (typeof TITLE_LEVELS)[number];

/** Settings of a year that its first form doesn't ask for (decisions 18, 22 and 36). */
const schema = z.object({
  /** What the programme rests on, as papers name it. */
  basis: z.string().default(''),
  /** The lowest level of title that may claim; 'none' asks for none. */
  minimumTitle: z.enum(TITLE_LEVELS).default('none'),
  travelDays: z.enum(['counted', 'not_counted']).default('counted'),
  /** Days of service are counted in steps of this. */
  dayStep: z.number().positive().default(0.5),
  /** So much of one calendar day counts at most. */
  dayCap: z.number().positive().default(1),
  /** Years after its end for which personal data of the year are kept. */
  retentionYears: z.number().int().positive().default(10),
});

export type Rules = z.output<typeof schema>;

export const USUAL_RULES: Rules = schema.parse({});

/** As they were stored, perhaps by an older release: what isn't there, or says nothing, is as usual. */
export function parseRules(stored: unknown): Rules {
  const read = schema.safeParse(stored);
  return read.success ? read.data : USUAL_RULES;
}

/** Whether a title, by its id, is of the level that the year asks for (decision 18); one that left the list is of none. */
export function hasMinimumTitle(
  { rules, catalogue }: { rules: Rules; catalogue: Pick<Catalogue, 'titles'> },
  titleId: string,
): boolean {
  const level = catalogue.titles.find(({ id }) => id === titleId)?.level ?? 'none';
  return TITLE_LEVELS.indexOf(level) <= TITLE_LEVELS.indexOf(rules.minimumTitle);
}
