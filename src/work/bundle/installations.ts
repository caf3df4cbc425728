import { createPublicKey } from 'node:crypto';
import type { Functions } from '#engine/decision.ts';
import { defineRegister } from '#engine/define.ts';
import { invalidInput } from '#kernel/errors/app-error.ts';
import { fingerprintOf } from '#kernel/trail/signing-keys.ts';
import type { RecordChange, RegisterModule } from '#work/catalogue.ts';

const administrators = ['system-administrator'];
const clause = 'Security Plan §6';

/**
 * Other installations whose bundles may be imported: the key that signs their trail, and the organisations that they speak for. One
 * administrator enters a key, another confirms it by the fingerprint that the other side read out; nothing of it is changed afterwards.
 */
export const knownInstallations = defineRegister({
  id: 'known-installations',
  table: 'known_installation',
  area: 'platform',
  clause,
  class: 'shared',
  title: 'name',
  fields: {
    name: { kind: 'text', required: true, list: true, sort: true, search: true },
    organisations: { kind: 'references', to: 'organisations', required: true, list: true },
    publicKey: { kind: 'text', required: true, multiline: true, max: 2000 },
    fingerprint: { kind: 'text', computed: true, max: 64, list: true, filter: true },
    contact: { kind: 'text', max: 300 },
  },
  lifeCycle: {
    initial: 'proposed',
    states: {
      proposed: { kind: 'active' },
      trusted: { kind: 'waiting', outcome: 'achieved' },
      withdrawn: { kind: 'final', outcome: 'not-achieved' },
    },
    actions: {
      confirm: {
        from: ['proposed'],
        to: 'trusted',
        by: administrators,
        clause,
        form: { comparedFingerprint: { kind: 'text', required: true, max: 200 } },
        comment: 'optional',
        guards: ['fingerprintAgrees'],
        notBy: ['open'],
        primary: true,
      },
      withdraw: {
        from: ['proposed', 'trusted'],
        to: 'withdrawn',
        by: administrators,
        clause,
        comment: 'required',
        destructive: true,
      },
    },
  },
  access: {
    read: ['any-member', ...administrators],
    create: administrators,
    update: [],
    delete: [],
  },
  unique: [['fingerprint']],
  defaultSort: 'name',
  retention: 'keep',
});

const functions: Functions = {
  guards: {
    /** As it was read out: capitals, blanks and colons do not matter. */
    fingerprintAgrees: ({ record, fields }) =>
      plainFingerprint(fields['comparedFingerprint']) === record.fields['fingerprint'],
  },
};

/** A fingerprint as people write it, in the form that is stored. */
export function plainFingerprint(text: unknown): string {
  return String(text ?? '')
    .toLowerCase()
    .replaceAll(/[^0-9a-f]/g, '');
}

/** The fingerprint of an Ed25519 public key in PEM, or null for anything else. */
export function fingerprintOrNull(publicKey: unknown): string | null {
  try {
    const pem = String(publicKey);
    if (createPublicKey(pem).asymmetricKeyType !== 'ed25519') return null;
    return fingerprintOf(pem);
  } catch {
    return null;
  }
}

export const installationsModule: RegisterModule = {
  register: knownInstallations,
  functions,
  derive: ({ publicKey }) => ({ fingerprint: fingerprintOrNull(publicKey) }),
  changed: async (_context, change) => refuseNoKey(change),
};

/** @throws 422 for what is no public key of the kind that signs a trail */
function refuseNoKey({ kind, after }: RecordChange): void {
  if (kind !== 'create' || fingerprintOrNull(after?.['publicKey']) !== null) return;
  const message = 'Paste the Ed25519 public key of the other installation in PEM.';
  throw invalidInput([{ path: '/fields/publicKey', code: 'no-key', message }]);
}
