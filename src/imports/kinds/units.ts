import { z } from 'zod';
import { nameKey } from '../../directory/organisations.ts';
import { check } from '../../slack/view.ts';
import { say } from '../words.ts';
import type { CheckContext, CheckRow, RowCheck } from './check.ts';

/** A unit as a list names it. */
export const unitForm = z.object({
  kind: z.enum(['home_unit', 'host_unit']),
  name: z.string(),
  unitType: z.string().nullable(),
  district: z.string(),
  system: z.string().nullable(),
});
export type UnitForm = z.output<typeof unitForm>;

export function createUnitCheck({ locale }: CheckContext): CheckRow {
  const required = { error: say(locale, 'required') };
  const schema = z.object({
    unit_name: z
      .string(required)
      .min(1, required)
      .max(100, say(locale, 'too_long', { max: 100 })),
    unit_kind: z.string().nullish(),
    unit_type: z.string().nullish(),
    district: z.string().nullish(),
    system: z.string().nullish(),
  });
  return (typed): RowCheck => {
    const checked = check(schema, typed);
    if (!checked.ok) return { ok: false, errors: checked.errors };
    const { unit_name: name, unit_kind, unit_type, district, system } = checked.value;
    // Who doesn't say it names a system for a home unit, and a district for a host unit.
    const kind = unit_kind ?? (system ? 'home_unit' : district ? 'host_unit' : undefined);
    if (!kind) return { ok: false, errors: { unit_kind: say(locale, 'unit_kind_needed') } };
    if (kind === 'host_unit' && !district)
      return { ok: false, errors: { district: say(locale, 'district_needed') } };
    const isHost = kind === 'host_unit';
    const form: UnitForm = {
      kind: isHost ? 'host_unit' : 'home_unit',
      name,
      unitType: isHost ? (unit_type ?? null) : null,
      district: isHost ? (district ?? '') : '',
      system: isHost ? null : (system ?? null),
    };
    const scope = isHost
      ? (`district:${form.district}` as const)
      : system
        ? (`system:${system}` as const)
        : undefined;
    return { ok: true, form, scope, keys: keysOfUnit(form), name };
  };
}

/** A host unit of the same name in another district is perhaps another one. */
export function keysOfUnit(form: UnitForm): string[] {
  return form.kind === 'host_unit' ? [unitKey(form), anywhereKey(form.name)] : [unitKey(form)];
}

export function anywhereKey(name: string): string {
  return `anywhere:${nameKey(name)}`;
}

/** There are no two units of which this is the same. */
export function unitKey({ kind, district, name }: Pick<UnitForm, 'kind' | 'district' | 'name'>): string {
  return `${kind}:${district}:${nameKey(name)}`;
}
