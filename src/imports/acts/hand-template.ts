import { askLeave } from '../../directory/refuse.ts';
import { setUpFirst } from '../../directory/set-up-first.ts';
import { handFile } from '../../files/hand-file.ts';
import { findProgramme } from '../../programme/repository.ts';
import { type Message, message, section } from '../../slack/blocks.ts';
import type { Click, Deps } from '../../slack/interaction.ts';
import { say as sayShared } from '../../slack/say.ts';
import { enterImport } from '../enter.ts';
import { KINDS } from '../import.ts';
import { columnsOf } from '../kinds/columns-of.ts';
import { type KeptRow, listRows } from '../rows-sql.ts';
import { templateName, templateOf } from '../template.ts';
import { say } from '../words.ts';
import { writeWorkbook, XLSX } from '../workbook.ts';

/** `import_template`: an empty list of the kind, with the headings that are read. */
export async function handTemplate(deps: Deps, click: Click): Promise<Message> {
  const { teamId, locale, value } = click;
  const kind = KINDS.find((one) => one === value);
  if (!kind) return message(section(sayShared(locale, 'not_found')));
  const programme = await findProgramme(deps.db, teamId);
  if (!programme) return setUpFirst(click);
  const { refusal } = await askLeave(deps, click, 'import_file', {}, { kind: 'import', id: 'template' });
  if (refusal) return refusal;
  const sheets = templateOf(columnsOf(kind, programme), locale);
  await handFile(deps, click, {
    name: templateName(kind, locale),
    title: say(locale, 'template_title', { kind: say(locale, `kind_${kind}`) }),
    type: XLSX,
    bytes: await writeWorkbook(sheets),
    rows: sheets[0]?.rows ?? [],
  });
  return message(section(say(locale, 'file_sent')));
}

/** `refused_rows`: every row that has a mistake, with what is written in it, so that it can be mended and put in again. */
export async function handRefused(deps: Deps, click: Click): Promise<Message> {
  const { teamId, locale, value } = click;
  const { one, refusal } = await enterImport(deps, click, 'drop_import', value);
  if (!one) return refusal;
  const programme = await findProgramme(deps.db, teamId);
  if (!programme) return setUpFirst(click);
  const rows: KeptRow[] = [];
  for (let after = 0; ; after = rows.at(-1)?.no ?? 0) {
    const part = await listRows(
      deps.db,
      { teamId, importId: one.id },
      { which: 'refused', after, limit: 200 },
    );
    rows.push(...part);
    if (part.length < 200) break;
  }
  const written = new Set(rows.flatMap(({ cells }) => Object.keys(cells)));
  const columns = columnsOf(one.kind, programme).filter(({ field }) => written.has(field));
  const headings = [
    say(locale, 'column_row'),
    say(locale, 'column_why'),
    ...columns.map(({ labels }) => labels[locale]),
  ];
  const lines = rows.map(({ no, faults, cells }) => [
    String(no),
    faults.map(({ column, why }) => `${column}: ${why}`).join('\n'),
    ...columns.map(({ field }) => cells[field] ?? ''),
  ]);
  const table = [headings, ...lines];
  const widths = headings.map((_, i) => (i === 1 ? 50 : i === 0 ? 6 : 18));
  const title = say(locale, 'refused_title_file', { file: one.fileName });
  await handFile(deps, click, {
    name: `${say(locale, 'refused_sheet')}-${one.fileName.replace(/\.\w+$/, '')}.xlsx`,
    title,
    type: XLSX,
    bytes: await writeWorkbook([{ name: say(locale, 'refused_sheet'), rows: table, widths, headings: 1 }]),
    rows: table,
  });
  return message(section(say(locale, 'file_sent')));
}
