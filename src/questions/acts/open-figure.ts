import { showMoment } from '../../programme/programme.ts';
import { COUNTED_FIGURES, momentOfBlock, readFigureValue } from '../../reports/figure-menu.ts';
import { message, section } from '../../slack/blocks.ts';
import type { Click, Deps } from '../../slack/interaction.ts';
import { say as sayShared } from '../../slack/say.ts';
import { askingOf, enterQuestion } from '../enter.ts';
import { emptyQuestion, type Question } from '../question.ts';
import { countChangedSince } from '../sql.ts';
import { drawAnswer } from './ask.ts';

/**
 * `open_figure` with `year:metric:district`: what a figure of a digest or summary counts. Everybody who sees the figure may
 * open it; names and words only as far as they reach.
 */
export async function openFigure(deps: Deps, click: Click): Promise<void> {
  const { locale } = click;
  const notFound = message(section(sayShared(locale, 'not_found')));
  const figure = readFigureValue(click.value);
  if (!figure) return click.reply(notFound);
  const { year, metric, districts, systems, lines } = figure;
  const entered = await enterQuestion(deps, click, { way: 'figure', year });
  if (entered.refusal) return click.reply(entered.refusal);
  const { action_lines, metrics } = entered.programme.catalogue;
  const counted = COUNTED_FIGURES.find((one) => one === metric);
  const isKnown =
    (counted ?? metrics.some(({ key }) => key === metric)) &&
    lines.every((id) => action_lines.some((one) => one.id === id));
  if (!isKnown) return click.reply(notFound);
  const question: Question = { ...emptyQuestion(year), districts, systems, lines };
  question.asked = counted ?? 'metrics';
  if (!counted) question.metrics = [metric];
  const asking = askingOf(click, entered, { question, way: 'figure' });
  const at = momentOf(click);
  const n = at ? await countChangedSince(deps.db, asking, at) : 0;
  const changed = at && n > 0 ? { n, when: showMoment(at, entered.programme, locale) } : undefined;
  await click.open(await drawAnswer(deps, click, asking, { changed }));
}

/** Of which moment the figures above the menu are: its block says it, wherever it stands. */
function momentOf({ on, inView, chosen }: Click): Temporal.Instant | undefined {
  const blocks = [on?.blockId, ...Object.keys(inView?.typed ?? {}), ...Object.keys(chosen ?? {})];
  return blocks.map(momentOfBlock).find((moment) => moment !== undefined);
}
