/** Tables and charts. */
import { checkRichText } from './check-rich-text.ts';
import {
  checkFields,
  checkInteger,
  checkList,
  checkOneOf,
  checkString,
  type Fields,
  isFields,
  type Problems,
  report,
} from './problems.ts';

const MAX_COLUMNS = 20;

/** A plain table; one in a message. */
export function checkTable(problems: Problems, path: string, block: Fields): void {
  checkFields(problems, path, block, ['type', 'block_id', 'rows', 'column_settings']);
  problems.tables += 1;
  if (problems.tables > 1) report(problems, path, 'only one table is allowed in a message');
  problems.tableCharacters += checkRows(problems, path, block.rows, 100);
  if (problems.tableCharacters > 10_000) report(problems, path, 'tables hold more than 10000 characters');
  if (block.column_settings !== undefined)
    checkList(problems, `${path}/column_settings`, block.column_settings, { max: MAX_COLUMNS });
}

/** Of two documented limits (100 or 200 rows, 10,000 or 20,000 characters) the newer, larger one is applied. */
export function checkDataTable(problems: Problems, path: string, block: Fields): void {
  const known = ['type', 'block_id', 'rows', 'caption', 'page_size', 'row_header_column_index'];
  checkFields(problems, path, block, known);
  checkString(problems, `${path}/caption`, block.caption, { required: true });
  checkInteger(problems, `${path}/page_size`, block.page_size, { min: 1, max: 100 });
  problems.dataTableCharacters += checkRows(problems, path, block.rows, 201, 2);
  if (problems.dataTableCharacters > 20_000)
    report(problems, path, 'data tables hold more than 20000 characters');
  if (!Array.isArray(block.rows)) return;
  const rows: unknown[] = block.rows;
  const width = Array.isArray(rows[0]) ? rows[0].length : 0;
  checkInteger(problems, `${path}/row_header_column_index`, block.row_header_column_index, {
    min: 0,
    max: Math.max(0, width - 1),
  });
  rows.forEach((row, index) => {
    if (Array.isArray(row) && row.length !== width)
      report(problems, `${path}/rows/${index}`, 'every row must have the same number of cells');
  });
  const header = Array.isArray(rows[0]) ? rows[0] : [];
  header.forEach((cell, index) => {
    if (isFields(cell) && cell.type !== 'raw_text' && cell.type !== 'raw_number')
      report(problems, `${path}/rows/0/${index}`, 'the header row holds raw_text or raw_number only');
  });
}

function checkRows(problems: Problems, path: string, value: unknown, max: number, min = 1): number {
  let characters = 0;
  checkList(problems, `${path}/rows`, value, { min, max }).forEach((row, index) => {
    const at = `${path}/rows/${index}`;
    checkList(problems, at, row, { max: MAX_COLUMNS }).forEach((cell, column) => {
      characters += checkCell(problems, `${at}/${column}`, cell);
    });
  });
  return characters;
}

function checkCell(problems: Problems, path: string, cell: unknown): number {
  if (!isFields(cell)) {
    report(problems, path, 'must provide an object');
    return 0;
  }
  if (cell.type === 'rich_text') {
    checkRichText(problems, path, cell);
    return JSON.stringify(cell.elements ?? []).length;
  }
  if (cell.type === 'raw_number') {
    checkFields(problems, path, cell, ['type', 'text', 'value']);
    if (typeof cell.value !== 'number') report(problems, `${path}/value`, 'must provide a number');
  } else if (cell.type === 'raw_text') checkFields(problems, path, cell, ['type', 'text']);
  else report(problems, `${path}/type`, `unsupported type: ${String(cell.type)}`);
  checkString(problems, `${path}/text`, cell.text, { required: true });
  return typeof cell.text === 'string' ? cell.text.length : 0;
}

/** A chart; at most two in a message. */
export function checkDataVisualization(problems: Problems, path: string, block: Fields) {
  checkFields(problems, path, block, ['type', 'block_id', 'title', 'chart']);
  problems.charts += 1;
  if (problems.charts > 2) report(problems, path, 'no more than 2 data_visualization blocks in a message');
  checkString(problems, `${path}/title`, block.title, { required: true, max: 50 });
  const chart = block.chart;
  const at = `${path}/chart`;
  if (!isFields(chart)) return report(problems, path, 'missing required field: chart');
  if (chart.type === 'pie') {
    checkFields(problems, at, chart, ['type', 'segments']);
    checkPoints(problems, `${at}/segments`, chart.segments, 12, true);
    return;
  }
  if (chart.type !== 'bar' && chart.type !== 'area' && chart.type !== 'line')
    return report(problems, `${at}/type`, `unsupported type: ${String(chart.type)}`);
  checkFields(problems, at, chart, ['type', 'series', 'axis_config']);
  checkSeries(problems, at, chart);
}

function checkSeries(problems: Problems, path: string, chart: Fields) {
  const axis = chart.axis_config;
  if (!isFields(axis)) return report(problems, path, 'missing required field: axis_config');
  checkFields(problems, `${path}/axis_config`, axis, ['categories', 'x_label', 'y_label']);
  checkString(problems, `${path}/axis_config/x_label`, axis.x_label, { max: 50 });
  checkString(problems, `${path}/axis_config/y_label`, axis.y_label, { max: 50 });
  const categories = checkList(problems, `${path}/axis_config/categories`, axis.categories, { max: 20 });
  checkDistinct(problems, `${path}/axis_config/categories`, categories);
  const series = checkList(problems, `${path}/series`, chart.series, { max: 12 });
  checkDistinct(
    problems,
    `${path}/series`,
    series.map((one) => (isFields(one) ? one.name : one)),
  );
  series.forEach((one, index) => {
    const at = `${path}/series/${index}`;
    if (!isFields(one)) {
      report(problems, at, 'must provide an object');
      return;
    }
    checkFields(problems, at, one, ['name', 'data']);
    checkString(problems, `${at}/name`, one.name, { required: true, max: 20 });
    const labels = checkPoints(problems, `${at}/data`, one.data, 20, false);
    const isComplete = labels.length === categories.length && categories.every((it) => labels.includes(it));
    if (!isComplete) report(problems, `${at}/data`, 'needs exactly one point per category');
  });
}

function checkPoints(
  problems: Problems,
  path: string,
  value: unknown,
  max: number,
  positive: boolean,
): unknown[] {
  return checkList(problems, path, value, { max }).map((point, index) => {
    const at = `${path}/${index}`;
    if (!isFields(point)) {
      report(problems, at, 'must provide an object');
      return undefined;
    }
    checkFields(problems, at, point, ['label', 'value']);
    checkString(problems, `${at}/label`, point.label, { required: true, max: 20 });
    if (typeof point.value !== 'number' || !Number.isFinite(point.value))
      report(problems, `${at}/value`, 'must provide a number');
    else if (positive && point.value <= 0) report(problems, `${at}/value`, 'must be greater than 0');
    return point.label;
  });
}

function checkDistinct(problems: Problems, path: string, names: unknown[]): void {
  names.forEach((name, index) => {
    checkString(problems, `${path}/${index}`, name, { required: true, max: 20 });
  });
  if (new Set(names).size !== names.length) report(problems, path, 'names must be unique');
}

/** A task card; on its own it cannot be `pending`. */
export function checkTaskStatus(problems: Problems, path: string, block: Fields, alone: boolean): void {
  checkFields(problems, path, block, [
    'type',
    'block_id',
    'task_id',
    'title',
    'details',
    'output',
    'sources',
    'status',
  ]);
  checkString(problems, `${path}/task_id`, block.task_id, { required: true });
  checkString(problems, `${path}/title`, block.title, { required: true });
  const states = ['in_progress', 'complete', 'error', ...(alone ? [] : ['pending'])];
  checkOneOf(problems, `${path}/status`, block.status ?? null, states);
  for (const field of ['details', 'output'] as const)
    if (block[field] !== undefined) checkRichText(problems, `${path}/${field}`, block[field]);
}
