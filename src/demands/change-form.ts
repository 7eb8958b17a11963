import type { WebClient } from '@slack/web-api';
import { idsOf, proposedFor } from '../programme/catalogue.ts';
import { districtAtStart } from '../programme/places.ts';
import { findDraft, saveDraft } from '../slack/drafts.ts';
import type { Click, Deps } from '../slack/interaction.ts';
import { findFormYear } from './entry-sql.ts';
import { withTyped } from './typed.ts';
import { buildNeedForm, type FormIds } from './views.ts';

/** Back to step one: what was typed in step two is kept, and stands there again afterwards. */
export async function goBack(deps: Deps, client: WebClient, click: Click): Promise<void> {
  const { teamId, userId, locale, now, inView } = click;
  const programme = await findFormYear(deps.db, click, inView?.metadata.demandId);
  if (!programme || !inView) return;
  const ids = { ...inView.metadata, step: 'need', draftId: inView.metadata.draftId ?? '' } as const;
  const draft = { teamId, userId, draftId: ids.draftId };
  const known = await findDraft(deps.db, draft);
  if (!known || known.used_at) return;
  const typed = withTyped(known.typed, inView.typed);
  await saveDraft(deps.db, draft, { kind: known.kind, objectId: known.object_id, typed, now });
  await client.views.update({ view_id: inView.id, view: buildNeedForm({ locale, programme, typed, ids }) });
}

/**
 * The kind of unit was chosen: its line is proposed, unless the person has chosen one; and the district with whose name
 * the unit's begins, where none is chosen.
 */
export async function proposeLine(deps: Deps, client: WebClient, click: Click): Promise<void> {
  const { locale, inView } = click;
  const programme = await findFormYear(deps.db, click, inView?.metadata.demandId);
  if (!programme || !inView) return;
  const { typed, metadata } = inView;
  const unitType = idsOf(programme.catalogue.unit_types).find((id) => id === typed.unit_type);
  if (!unitType) return;
  const isChosen = typed.action_line && typed.action_line !== metadata.proposed;
  const { line } = isChosen ? {} : proposedFor(programme.catalogue, unitType);
  const district = typed.districts?.length ? undefined : districtAtStart(String(typed.unit_name ?? ''), true);
  const isNew = line !== undefined && line !== typed.action_line;
  if (!isNew && !district) return;
  const ids: FormIds = {
    ...metadata,
    ...(isNew ? { proposed: line, proposedFor: unitType } : {}),
    ...(district ? { proposedDistrict: district } : {}),
    step: 'need',
    draftId: metadata.draftId ?? '',
  };
  const proposed = {
    ...typed,
    ...(isNew ? { action_line: line } : {}),
    ...(district ? { districts: [district] } : {}),
  };
  const view = buildNeedForm({ locale, programme, typed: proposed, ids });
  await client.views.update({ view_id: inView.id, view });
}
