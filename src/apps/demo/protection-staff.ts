import { deliverableOperations } from '#work/deliverables/deliverable-operations.ts';
import type { DemoDesk } from './demo-desk.ts';

/** Who looks after scanners and data at the operator. */
export const staff = {
  antivirus: 'configuration@demo.test',
  security: 'security@demo.test',
  protection: 'dpo@demo.test',
  quality: 'qc@demo.test',
  manager: 'operations@demo.test',
  analyst: 'isirt@demo.test',
} as const;

/** A document of a case, begun by one person, and what people do with it. */
export async function begin(desk: DemoDesk, author: string, caseId: string, type: string) {
  const deliverables = deliverableOperations(desk.parts.catalogue);
  const deliverableId = await desk.run(author, deliverables.create, {
    ...{ caseId, type, language: 'en' },
  });
  return {
    act: (who: string, action: string, comment: string | null = null) =>
      desk.run(who, deliverables.act, { deliverableId, action, comment, fields: {} }),
    write: (texts: Readonly<Record<string, string>>) =>
      desk.run(author, deliverables.edit, { deliverableId, version: null, texts }),
  };
}
