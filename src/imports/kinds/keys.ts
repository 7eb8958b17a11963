import type { DemandForm } from '../../demands/demand-form.ts';
import type { Kind } from '../import.ts';
import { needKey } from './demands.ts';
import { type ExpertForm, personKeys } from './experts.ts';
import { type ServiceForm, serviceKeys } from './reports.ts';
import { keysOfUnit, type UnitForm } from './units.ts';

/** What makes a row alike to another. */
export function keysOf(kind: Kind, form: object): string[] {
  switch (kind) {
    case 'units':
      return keysOfUnit(form as UnitForm);
    case 'experts':
      return personKeys(form as ExpertForm);
    case 'demands':
      return [needKey(form as DemandForm)];
    case 'reports':
      return serviceKeys(form as ServiceForm);
  }
}
