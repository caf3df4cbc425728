import type { DeliverableRoles } from '#work/deliverables/definition.ts';

/** The facilitator writes, another person of it controls, LISO reviews, approves and sends (R-MTG-10, R-MTG-12). */
export const meetingDocumentRoles: DeliverableRoles = {
  author: ['itsm-security-manager'],
  qc: ['itsm-security-manager', 'quality-controller'],
  approver: ['liso'],
  reviewers: ['liso'],
  recipients: ['npm', 'itsm-security-manager'],
  distributor: ['liso'],
};
