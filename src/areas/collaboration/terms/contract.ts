import { z } from 'zod';
import { id } from '#work/contract.ts';

/** Where one administration stands with the text as it is now (R-TOC-12). */
export const termsAgreement = z.object({
  organisationId: id,
  name: z.string(),
  standing: z.enum(['agreed', 'awaited', 'objected', 'void', 'waived']),
  at: z.string().nullable(),
  person: z.string().nullable(),
  onBehalfOf: z.string().nullable(),
});

/** An administration reads its own line; the central body and the contractor read all. */
export const termsAgreements = z.object({ items: z.array(termsAgreement) });

export type TermsAgreement = z.infer<typeof termsAgreement>;

/** When an office answers where a clause says "office hours" and leaves out which: those of the central body. */
export const usualOffice = {
  workdays: ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'],
  opensAt: '08:00',
  closesAt: '18:00',
  zone: 'Europe/Brussels',
} as const;

/** When the office of a contact is open, by the fields of its clause. */
export function officeOf(fields: Readonly<Record<string, unknown>>) {
  const { workdays } = fields;
  const text = (name: 'opensAt' | 'closesAt' | 'zone'): string => {
    const value = fields[name];
    return typeof value === 'string' && value !== '' ? value : usualOffice[name];
  };
  const days: readonly string[] =
    Array.isArray(workdays) && workdays.length > 0 ? workdays.map(String) : usualOffice.workdays;
  return {
    workdays: days,
    ...{ opensAt: text('opensAt'), closesAt: text('closesAt'), zone: text('zone') },
  };
}
