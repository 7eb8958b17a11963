import type { DataTableBlock, KnownBlock } from '@slack/types';
import { isolate } from '../i18n/isolate.ts';
import { escapeText, shorten } from './text.ts';

/**
 * The newest blocks, which a workspace may not know yet: a message with one of them brings a plainer one along
 * (`plainer.ts`). Sizes are those that both copies of Slack's reference allow: a chart has 1-12 series of 1-20
 * points, names of 20 characters, a title of 50; a data table 100 rows and 10,000 characters in a message.
 */
export interface ChartBlock {
  type: 'data_visualization';
  block_id?: string;
  title: string;
  chart: {
    type: 'line' | 'bar' | 'area';
    series: { name: string; data: { label: string; value: number }[] }[];
    axis_config: { categories: string[]; x_label?: string; y_label?: string };
  };
}

/** What a message may hold; `@slack/types` doesn't know of charts and of the levels of headers. */
export type MessageBlock = KnownBlock | ChartBlock;

export const MOST_POINTS = 20;
const MOST_ROWS = 100;
const NAME = 20;

export interface Line {
  name: string;
  /** One value per label. */
  values: readonly number[];
}

/** A line chart; labels and names must differ. More points than Slack takes are a bug of who asks. */
export function lineChart(title: string, labels: readonly string[], lines: readonly Line[]): ChartBlock {
  if (labels.length === 0 || labels.length > MOST_POINTS) throw new RangeError(`${labels.length} points`);
  const categories = labels.map((label) => shorten(label, NAME));
  return {
    type: 'data_visualization',
    title: shorten(title, 50),
    chart: {
      type: 'line',
      series: lines.map(({ name, values }) => ({
        name: shorten(name, NAME),
        data: categories.map((label, i) => ({ label, value: values[i] ?? 0 })),
      })),
      axis_config: { categories },
    },
  };
}

/** A table whose first column names each row; numbers sort as numbers. */
export function dataTable(
  caption: string,
  heads: readonly string[],
  rows: readonly (readonly (string | number)[])[],
  pageSize = 10,
): DataTableBlock {
  const cell = (value: string | number) =>
    typeof value === 'number'
      ? ({ type: 'raw_number', value, text: String(value) } as const)
      : ({ type: 'raw_text', text: isolate(shorten(value, 80)) || '–' } as const);
  return {
    type: 'data_table',
    caption,
    page_size: pageSize,
    row_header_column_index: 0,
    rows: [heads.map(cell), ...rows.slice(0, MOST_ROWS).map((row) => row.map(cell))],
  };
}

/** A heading below the message's own. */
export function subheader(text: string): KnownBlock {
  const short = shorten(text, 148);
  return {
    type: 'header',
    text: { type: 'plain_text', text: isolate(short) || '–', emoji: false },
    ...{ level: 2 },
  };
}

/** All that a chart says: its title, and each line with its points. */
export function textOfChart({ title, chart }: ChartBlock): string {
  const lines = chart.series.map(
    ({ name, data }) => `${name}: ${data.map(({ label, value }) => `${label} ${value}`).join(', ')}`,
  );
  return escapeText([title, ...lines].join('\n'));
}

/** All that a table says: its caption, then a line for each row, with the names of its columns. */
export function textOfTable({ caption, rows }: DataTableBlock): string {
  return escapeText([caption, ...linesOfTable(rows).map(([name, said]) => `${name}: ${said}`)].join('\n'));
}

/** Each row as its name and what stands in its other columns. */
export function linesOfTable([heads = [], ...rows]: DataTableBlock['rows']): [name: string, said: string][] {
  return rows.map(([name, ...cells]) => [
    textOfCell(name),
    cells.map((cell, i) => `${textOfCell(heads[i + 1])} ${textOfCell(cell)}`).join(' · '),
  ]);
}

function textOfCell(cell: DataTableBlock['rows'][number][number] | undefined): string {
  return cell && 'text' in cell ? cell.text : '';
}
