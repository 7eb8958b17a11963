import type { Db } from '../db/open.ts';
import { listGrants } from '../directory/roles.ts';
import type { Locale } from '../i18n/locale.ts';
import { findProgramme } from '../programme/repository.ts';
import type { Message } from '../slack/blocks.ts';
import type { RenderAsk, Rendered, Renderer } from '../slack/renderer.ts';
import { buildTold, type Shown, type ToldAs } from './end-views.ts';
import type { Import } from './import.ts';
import { columnsOf } from './kinds/columns-of.ts';
import { listRows } from './rows-sql.ts';
import { findImport } from './sql.ts';
import { decidersOf, listNames } from './tell.ts';
import { sampleHeadings } from './template.ts';
import { buildImport, buildReview, REFUSED_SHOWN } from './views.ts';

function viewOf(build: (one: Import, shown: Shown, ref: Record<string, string>) => Message): Renderer {
  return async (db: Db, { teamId, ref, locale, zone }: RenderAsk): Promise<Rendered> => {
    const one = await findImport(db, teamId, ref.importId ?? '');
    const shown = one && (await readShown(db, teamId, one, { locale, zone }));
    return one && shown && build(one, shown, ref);
  };
}

/** All that is said of a list beside itself. */
async function readShown(
  db: Db,
  teamId: string,
  one: Import,
  { locale, zone }: { locale: Locale | undefined; zone: string | undefined },
): Promise<Shown | undefined> {
  const programme = await findProgramme(db, teamId, zone);
  if (!programme) return undefined;
  const isOpen = one.state === 'checked';
  const asked = isOpen ? decidersOf(one, await listGrants(db, teamId)) : [];
  const by = one.fault?.values.by;
  const people = [
    one.uploadedBy,
    one.appliedBy,
    one.endedBy,
    ...asked,
    ...(typeof by === 'string' ? [by] : []),
  ];
  const names = await listNames(db, teamId, people);
  const first = { which: 'refused', after: 0, limit: REFUSED_SHOWN } as const;
  const reader = locale ?? programme.language;
  return {
    locale: reader,
    programme,
    names,
    refused: isOpen ? await listRows(db, { teamId, importId: one.id }, first) : [],
    asked: asked.map((user) => names.get(user) ?? user),
    headings: sampleHeadings(columnsOf(one.kind, programme), reader),
  };
}

const TOLD: readonly ToldAs[] = ['review', 'service', 'applied'];

export const importsRenderers: Record<string, Renderer> = {
  import: viewOf(buildImport),
  import_review: viewOf(buildReview),
  import_told: viewOf((one, shown, { as, n }) =>
    buildTold(one, TOLD.find((known) => known === as) ?? 'applied', Number(n) || 0, shown),
  ),
};
