import { firstDayOf, type Programme } from '../programme/programme.ts';

/** The bureau has so many days between being told and the erasing. */
export const DAYS_TOLD_BEFORE = 30;

/** From which moment on a year's personal data are kept no longer: so many years after its end, as its rules say. */
export function termOf({
  year,
  rules,
  timeZone,
}: Pick<Programme, 'year' | 'rules' | 'timeZone'>): Temporal.Instant {
  return firstDayOf(year + 1 + rules.retentionYears)
    .toZonedDateTime(timeZone)
    .toInstant();
}

/** When the bureau is to be told that they go. */
export function toldFrom(programme: Pick<Programme, 'year' | 'rules' | 'timeZone'>): Temporal.Instant {
  return termOf(programme)
    .toZonedDateTimeISO(programme.timeZone)
    .subtract({ days: DAYS_TOLD_BEFORE })
    .toInstant();
}

/** When they go, once the bureau was told at this moment: at the end of the term, and never sooner than it was told. */
export function erasesAt(
  programme: Pick<Programme, 'year' | 'rules' | 'timeZone'>,
  told: Temporal.Instant,
): Temporal.Instant {
  const soonest = told.toZonedDateTimeISO(programme.timeZone).add({ days: DAYS_TOLD_BEFORE }).toInstant();
  const term = termOf(programme);
  return Temporal.Instant.compare(term, soonest) > 0 ? term : soonest;
}
