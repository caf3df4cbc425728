import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  sign,
  verify,
} from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { canonicalJson } from '#engine/canonical.ts';

/** What a signature of the trail covers, and what a verifier keeps. Hashes and signatures are lower-case hexadecimal. */
export interface TrailHead {
  readonly treeSize: number;
  readonly rootHash: string;
  readonly at: string;
  readonly keyId: string;
  readonly signature: string;
}

/** A signature over the digest of something else than a head; its purpose is signed with it, so that it is never taken for anything else. */
export interface SignedStatement {
  readonly purpose: string;
  /** Of what is signed, lower-case hexadecimal. */
  readonly sha256: string;
  readonly keyId: string;
  readonly signature: string;
}

/** The present signing key; the private part never leaves this object. */
export interface TrailSigner {
  readonly keyId: string;
  /** SubjectPublicKeyInfo, PEM. */
  readonly publicKey: string;
  sign(head: Omit<TrailHead, 'keyId' | 'signature'>): TrailHead;
  signStatement(purpose: string, sha256: string): SignedStatement;
}

const currentFile = 'current';

/**
 * Reads the present Ed25519 key (RFC 8032) of `dataDir/keys/trail`, or makes the first one (mode 0600).
 * @throws Error when the file that says which key is present names one that is not there.
 */
export function openTrailSigner(dataDir: string): TrailSigner {
  const folder = keyFolder(dataDir);
  const current = join(folder, currentFile);
  if (!existsSync(current)) return rotateTrailKey(dataDir);
  const keyId = readFileSync(current, 'utf8').trim();
  const privateKey = createPrivateKey(readFileSync(join(folder, `${keyId}.private.pem`), 'utf8'));
  return signerOf(keyId, privateKey);
}

/** Makes a new key the present one. The old private part is destroyed, the old public part is kept for good. */
export function rotateTrailKey(dataDir: string): TrailSigner {
  const folder = keyFolder(dataDir);
  const current = join(folder, currentFile);
  const before = existsSync(current) ? readFileSync(current, 'utf8').trim() : null;
  const pair = generateKeyPairSync('ed25519');
  const keyId = keyIdOf(pair.publicKey.export({ type: 'spki', format: 'pem' }).toString());
  writeFileSync(
    join(folder, `${keyId}.private.pem`),
    pair.privateKey.export({ type: 'pkcs8', format: 'pem' }),
    { mode: 0o600, flush: true },
  );
  writeFileSync(
    join(folder, `${keyId}.public.pem`),
    pair.publicKey.export({ type: 'spki', format: 'pem' }),
    { flush: true },
  );
  writeFileSync(`${current}.new`, keyId, { mode: 0o600, flush: true });
  renameSync(`${current}.new`, current);
  if (before !== null) rmSync(join(folder, `${before}.private.pem`), { force: true });
  return signerOf(keyId, pair.privateKey);
}

/** The name of a public key: the first 16 hexadecimal digits of the SHA-256 of its DER form. */
export function keyIdOf(publicKeyPem: string): string {
  return fingerprintOf(publicKeyPem).slice(0, 16);
}

/** What people compare over another channel: the SHA-256 of the public key's DER form, lower-case hexadecimal. @throws for what is no key */
export function fingerprintOf(publicKeyPem: string): string {
  const der = createPublicKey(publicKeyPem).export({ type: 'spki', format: 'der' });
  return createHash('sha256').update(der).digest('hex');
}

/** True when the head was signed with this public key. */
export function verifyHead(head: TrailHead, publicKeyPem: string): boolean {
  if (keyIdOf(publicKeyPem) !== head.keyId) return false;
  return verify(null, signedBytes(head), publicKeyPem, Buffer.from(head.signature, 'hex'));
}

/** True when the statement was signed with this public key. */
export function verifyStatement(statement: SignedStatement, publicKeyPem: string): boolean {
  if (keyIdOf(publicKeyPem) !== statement.keyId) return false;
  const signature = Buffer.from(statement.signature, 'hex');
  return verify(null, bytesOfStatement(statement), publicKeyPem, signature);
}

function bytesOfStatement({ purpose, sha256, keyId }: SignedStatement): Buffer {
  return Buffer.from(canonicalJson({ purpose, sha256, keyId }), 'utf8');
}

function keyFolder(dataDir: string): string {
  const folder = join(dataDir, 'keys', 'trail');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  return folder;
}

function signerOf(keyId: string, privateKey: ReturnType<typeof createPrivateKey>): TrailSigner {
  const publicKey = createPublicKey(privateKey).export({ type: 'spki', format: 'pem' }).toString();
  return {
    keyId,
    publicKey,
    sign: (head) => {
      const unsigned = { ...head, keyId, signature: '' };
      const signature = sign(null, signedBytes(unsigned), privateKey).toString('hex');
      return { ...unsigned, signature };
    },
    signStatement: (purpose, sha256) => {
      const unsigned = { purpose, sha256, keyId, signature: '' };
      const signature = sign(null, bytesOfStatement(unsigned), privateKey).toString('hex');
      return { ...unsigned, signature };
    },
  };
}

function signedBytes({ treeSize, rootHash, at, keyId }: TrailHead): Buffer {
  return Buffer.from(canonicalJson({ treeSize, rootHash, at, keyId }), 'utf8');
}
