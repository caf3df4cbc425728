import type { FormatPlace } from './format-error.ts';

export type InventoryComponentKind =
  | 'package'
  | 'library'
  | 'application'
  | 'os'
  | 'firmware'
  | 'device'
  | 'other';

/** One thing installed or built in, whatever format told of it. */
export interface InventoryComponent {
  /** Ecosystem as OSV names it (`Debian:12`, `npm`, `Maven`), `generic` when nothing is known. */
  ecosystem: string;
  /** Name as the ecosystem names it: `@scope/name`, `group:artifact`, `github.com/x/y`. */
  name: string;
  /** Version as written; empty when none is given. */
  version: string;
  /** Package URL as written, when it is a valid one. */
  purl: string | null;
  cpe: string | null;
  /** Source package, to which distributions' advisories refer. */
  sourceName: string | null;
  sourceVersion: string | null;
  vendor: string | null;
  /** Serial number of a device. */
  serialNumber: string | null;
  kind: InventoryComponentKind;
  /** Where it stands; for a component within another, the line is that of the outermost. */
  place: { line?: number; path?: string };
}

/** What the inventory is about: a product, an image, a machine. */
export interface InventorySubject {
  kind: 'subject';
  name: string | null;
  version: string | null;
  purl: string | null;
  cpe: string | null;
  /** Identity of the document, if it has one (CycloneDX serial number). */
  documentId: string | null;
  /** Version of the format, when known so far. */
  formatVersion: string | null;
  /** When the inventory was taken, as written (ISO 8601). */
  createdAt: string | null;
}

/** Something that could not be read. The rows around it are untouched; a component may still follow from the same place. */
export interface InventoryFault {
  kind: 'fault';
  place: FormatPlace;
  /** Stable, kebab-case. */
  code: string;
  message: string;
}

export type InventoryItem =
  | { kind: 'component'; component: InventoryComponent }
  | InventoryFault
  | InventorySubject;
