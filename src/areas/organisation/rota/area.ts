import type { AreaModule } from '#work/catalogue.ts';
import { dutyRoutes } from './http.ts';
import { dutyRotasModule, dutyShiftsModule } from './plan.ts';
import { whoIsOnDuty } from './queries/on-duty.ts';

/** Duties of offices: who is reachable when, and when nobody is (Security Plan §6.2). */
export const rotaArea: AreaModule = {
  registers: [dutyRotasModule, dutyShiftsModule],
  routes: dutyRoutes,
  onDuty: whoIsOnDuty,
};
