import type { KnownBlock } from '@slack/types';
import type { Locale } from '../i18n/locale.ts';
import { joinNames } from '../i18n/words.ts';
import { type Catalogue, labelOf } from '../programme/catalogue.ts';
import { plain } from '../slack/blocks.ts';
import { selectField } from '../slack/form.ts';
import type { Demand } from './demand.ts';
import { fieldInSelect, fieldOptions, proposalFor } from './field.ts';
import { say } from './words.ts';

/** The select's block and element. */
export const FIELD = 'field';

/**
 * The field by which experts are matched, proposed with why, for the coordinator to settle on publication (decision 35):
 * what is selected counts when Publish is pressed.
 */
export function buildFieldChoice(demand: Demand, catalogue: Catalogue, locale: Locale): KnownBlock {
  const chosen = fieldInSelect(demand, catalogue);
  const options = fieldOptions(catalogue, locale, chosen);
  const { element } = selectField(FIELD, '', options, { typed: { [FIELD]: chosen } });
  if (element.type !== 'static_select') throw new Error('a choice of fields is a select');
  const text = `${say(locale, 'field_choice')}\n${sayWhy(demand, catalogue, locale)}`;
  return { type: 'section', block_id: FIELD, text: plain(text), accessory: element };
}

function sayWhy(demand: Demand, catalogue: Catalogue, locale: Locale): string {
  const proposal = proposalFor(demand, catalogue);
  if (demand.field !== undefined) {
    const differs = proposal !== undefined && proposal.field !== demand.field && proposal.words.length > 0;
    return differs ? `${say(locale, 'field_asked')} ${sayProposal()}` : say(locale, 'field_asked');
  }
  return proposal ? sayProposal() : say(locale, 'field_unclear');

  function sayProposal(): string {
    const { field = '', words = [] } = proposal ?? {};
    const label = labelOf(catalogue.fields, field, locale);
    if (words.length > 0)
      return say(locale, 'field_proposed', { field: label, words: joinNames(words, locale) });
    const type = labelOf(catalogue.unit_types, demand.unitType ?? '', locale);
    return say(locale, 'field_by_unit', { field: label, type });
  }
}
