import type { KnownBlock } from '@slack/types';
import { familyLabel, figuresByFamily } from '../programme/catalogue.ts';
import { buildFigureMenu, countedFigure } from '../reports/figure-menu.ts';
import { showFigure } from '../reports/report.ts';
import type { Shown } from './blocks.ts';
import type { Summary, SummaryFigures } from './summary.ts';
import { say } from './words.ts';

/** The menu below a summary's figures: each opens the reports that it counts. */
export function buildFiguresMenu(
  { reports, experts, personTimes, metrics }: SummaryFigures,
  { unit }: Pick<Summary, 'unit'>,
  { locale, programme, at }: Omit<Shown, 'now'> & { at: Temporal.Instant },
): KnownBlock[] {
  if (reports === 0) return [];
  const { catalogue, year } = programme;
  const scope = [unit.slug];
  const counted = { experts, person_times: personTimes, reports };
  return buildFigureMenu(
    [
      {
        label: say(locale, 'fact_reports'),
        figures: (['experts', 'person_times', 'reports'] as const).map((metric) =>
          countedFigure(metric, counted[metric], scope, { locale }),
        ),
      },
      ...figuresByFamily(catalogue, metrics).map(({ id, figures }) => ({
        label: familyLabel(catalogue, id, locale),
        figures: figures.map(({ key, value }) => ({
          metric: key,
          scope,
          text: showFigure(catalogue.metrics, key, value, locale),
        })),
      })),
    ],
    { year, at, locale },
  );
}
