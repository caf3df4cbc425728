import { z } from 'zod';
import type { EventReaction } from '#kernel/outbox/relay.ts';
import { notify } from './notify.ts';

const broken = z.object({ reason: z.string(), expiresAt: z.string() });
const granted = z.object({ personId: z.string(), role: z.string() });

/** Who is told when somebody reads an organisation's records by breaking the glass. */
const watchers = ['security-manager', 'auditor', 'liso', 'niso'];

/** Tells an organisation that its glass was broken, by whom and until when is in the register; and people of roles given to them. */
export const accessNotices: readonly EventReaction[] = [
  {
    id: 'tell-glass-broken',
    on: 'glass.broken',
    run: async (context, event) => {
      const { reason, expiresAt } = broken.parse(event.payload);
      notify(context, {
        ownerId: event.ownerId,
        recordKind: 'glass-break',
        recordId: event.recordId,
        title: reason,
        label: 'LIMITED',
        tlp: 'AMBER',
        kind: 'access',
        about: 'glass-broken',
        dueAt: expiresAt,
        roles: watchers,
      });
    },
  },
  {
    id: 'tell-role-granted',
    on: 'role.granted',
    run: async (context, event) => {
      const { personId, role } = granted.parse(event.payload);
      notify(context, {
        ownerId: event.ownerId,
        recordKind: 'role-holdings',
        recordId: event.recordId,
        title: role,
        label: 'LIMITED',
        tlp: 'GREEN',
        kind: 'access',
        about: 'role-granted',
        roles: [],
        people: [personId],
      });
    },
  },
];
