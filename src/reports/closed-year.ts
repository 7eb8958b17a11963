import { type Catalogue, metricsOfLine } from '../programme/catalogue.ts';
import type { Figure } from '../programme/corrections.ts';
import type { Typed } from '../slack/form.ts';
import type { Report, ReportContent } from './report.ts';
import { typedOf } from './report-form.ts';

/** The figures of the report's line that differ from what stands: all that can be corrected once its year is closed. */
export function changedFigures(
  { actionLine, metrics }: Report,
  content: Pick<ReportContent, 'metrics'>,
  catalogue: Catalogue,
): Figure[] {
  return metricsOfLine(catalogue, actionLine)
    .map(({ key }) => ({ metric: key, reported: metrics[key] ?? 0, value: content.metrics[key] ?? 0 }))
    .filter(({ reported, value }) => reported !== value);
}

/** The form's fields that differ from the report and are no figures. */
export function changedFields(report: Report, content: ReportContent): string[] {
  const [before, after] = [report, content].map((one) => ({
    ...typedOf({ ...one, metrics: {} }),
    attachments: one.files.map(({ id }) => id),
  }));
  return Object.keys({ ...before }).filter((field) => textOf(before, field) !== textOf(after, field));
}

/** Lists say the same in any order. */
function textOf(typed: Typed | undefined, field: string): string {
  const value = typed?.[field];
  return Array.isArray(value) ? value.toSorted().join('\n') : (value ?? '');
}
