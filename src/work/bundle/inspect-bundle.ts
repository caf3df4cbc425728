import { hashOf } from '#engine/canonical.ts';
import type { FormatError } from '#formats/format-error.ts';
import type { ReadContext } from '#kernel/command/context.ts';
import { fingerprintOf } from '#kernel/trail/signing-keys.ts';
import type { Catalogue } from '#work/catalogue.ts';
import { versionKey } from '#work/definitions/versions.ts';
import type { BundleFault, IntakeView, Manifest } from './contract.ts';
import { definitionHashOf } from './definition-hash.ts';
import { partNameOf } from './items/contract.ts';
import type { OpenedBundle } from './read-bundle.ts';
import type { BundleItem } from './verify-parts.ts';

/** A fault of a reader as people are told it: what, and in which part and line. */
export function faultOf(error: FormatError): BundleFault {
  const { path = '', line } = error.place;
  const where = line === undefined ? path : `${path}, line ${line}`;
  return { code: error.code, path: where, message: error.what };
}

/** An installation whose key may sign bundles here, with the organisations that it speaks for. */
export interface TrustedSigner {
  readonly installationId: string;
  readonly name: string;
  readonly organisations: readonly { readonly id: string; readonly code: string }[];
}

/** Who signed, if a key that two administrators entered and confirmed did. */
export async function trustedSigner(
  context: Pick<ReadContext, 'client'>,
  fingerprint: string,
): Promise<TrustedSigner | null> {
  const { rows } = await context.client.query<TrustedSigner>({
    name: 'bundle-trusted-signer',
    text: `select k.id as "installationId", k.name,
        coalesce((select jsonb_agg(jsonb_build_object('id', o.id, 'code', o.code)) from organisation o where o.id = any (k.organisations)), '[]')
          as organisations
      from known_installation k where k.fingerprint = $1 and k.state = 'trusted'`,
    values: [fingerprint],
  });
  return rows[0] ?? null;
}

export interface Standing {
  readonly signer: NonNullable<IntakeView['signer']>;
  readonly installation: TrustedSigner | null;
  /** The sender as it is known here. */
  readonly senderId: string | null;
  readonly faults: readonly BundleFault[];
}

/** Whether the signer is trusted and speaks for the sender, the bundle is meant for this organisation, and its definitions are those here. */
export async function standingOf(
  context: Pick<ReadContext, 'client'>,
  catalogue: Catalogue,
  bundle: Pick<OpenedBundle, 'manifest' | 'signature'>,
  ownerId: string,
): Promise<Standing> {
  const { manifest, signature } = bundle;
  const fingerprint = fingerprintOf(signature.publicKey);
  const installation = await trustedSigner(context, fingerprint);
  const sender = installation?.organisations.find(({ code }) => code === manifest.sender.code);
  const faults: BundleFault[] = [];
  const fault = (code: string, path: string, message: string) =>
    faults.push({ code, path, message });
  if (installation === null) {
    const message = `No trusted installation has the key ${fingerprint}. An administrator enters it, another confirms it.`;
    fault('unknown-key', 'signature.json', message);
  } else if (sender === undefined) {
    const message = `${installation.name} does not speak for ${manifest.sender.code}.`;
    fault('not-the-sender', 'manifest.json#/sender', message);
  }
  const { rows } = await context.client.query<{ code: string }>({
    name: 'bundle-own-code',
    text: 'select code from organisation where id = $1',
    values: [ownerId],
  });
  if (rows[0]?.code !== manifest.recipient.code) {
    const message = `It is made for ${manifest.recipient.code}, not for ${rows[0]?.code ?? ''}.`;
    fault('not-for-you', 'manifest.json#/recipient', message);
  }
  faults.push(...definitionFaults(catalogue, manifest));
  return {
    signer: {
      fingerprint,
      installationId: installation?.installationId ?? null,
      installation: installation?.name ?? null,
    },
    ...{ installation, senderId: sender?.id ?? null, faults },
  };
}

/** What a case ran by has to be known here in the same words, or its fields and states would mean something else. */
function definitionFaults(catalogue: Catalogue, manifest: Manifest): BundleFault[] {
  const { procedure, definitionVersion, definitionHash } = manifest.case;
  const newest = catalogue.procedures.get(procedure)?.procedure;
  const place = 'manifest.json#/case/';
  if (newest === undefined) {
    const message = `There is no procedure ${procedure} here.`;
    return [{ code: 'unknown-definition', path: `${place}procedure`, message }];
  }
  if (!catalogue.versions.has(versionKey(procedure, definitionVersion))) {
    const message = `${procedure} is version ${newest.version} here, not ${definitionVersion}.`;
    return [{ code: 'unknown-version', path: `${place}definitionVersion`, message }];
  }
  if (definitionHashOf(catalogue, { procedure, definitionVersion }) !== definitionHash) {
    const message = `${procedure} ${definitionVersion} is defined differently here.`;
    return [{ code: 'unknown-definition', path: `${place}definitionHash`, message }];
  }
  return manifest.parts.flatMap(({ path }) => {
    if (!path.startsWith('records/')) return [];
    const register = partNameOf(path);
    const declared = catalogue.registers.get(register)?.register;
    if (declared?.class === 'tenant' && declared.ofCase === true) return [];
    const message = `No register ${register} hangs on a case here.`;
    return [{ code: 'unknown-definition', path, message }];
  });
}

/** Hash of each object by part and identity, to tell two revisions apart. */
export type Digests = Map<string, Map<string, string>>;

export function digest(into: Digests, { path, position, body }: BundleItem): void {
  const header = body['header'] as { id?: string } | undefined;
  const identity = String(body['id'] ?? header?.id ?? position);
  // The way to the root is another with every head.
  const hash = header === undefined ? hashOf(body) : identity;
  const part = into.get(path) ?? new Map<string, string>();
  into.set(path, part.set(identity, hash));
}

/** What is new, changed and gone, part by part. */
export function differencesOf(theirs: Digests, ours: Digests): IntakeView['differences'] {
  return [...new Set([...theirs.keys(), ...ours.keys()])].map((path) => {
    const there = theirs.get(path) ?? new Map<string, string>();
    const here = ours.get(path) ?? new Map<string, string>();
    const known = [...there].filter(([identity]) => here.has(identity));
    return {
      ...{ part: partNameOf(path), count: there.size, here: here.size },
      added: there.size - known.length,
      changed: known.filter(([identity, hash]) => here.get(identity) !== hash).length,
      removed: here.size - known.length,
    };
  });
}
