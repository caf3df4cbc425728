import { parseOsRelease } from '#formats/dpkg/os-release.ts';
import { readDpkgStatus } from '#formats/dpkg/read-dpkg-status.ts';
import { invalidInput } from '#kernel/errors/app-error.ts';
import type { Importer, ImportSession } from '#work/imports/importer.ts';
import { importInventory } from '../inventory/import-inventory.ts';
import { lockAsset } from '../inventory/replace-inventory.ts';
import { previewInventory } from './preview-inventory.ts';

type Options = Readonly<Record<string, string>>;

/**
 * The distribution that the packages are of: the option `ecosystem` (`Debian:12`), else the option `os-release` (the text of that file),
 * else null. @throws 422 for an ecosystem that no distribution has, FormatError for an os-release that is none
 */
function ecosystemOf(options: Options): string | null {
  const { ecosystem } = options;
  if (ecosystem !== undefined && ecosystem !== '') {
    if (/^[A-Z][A-Za-z .-]{1,40}(:[\w.:-]{1,20})?$/.test(ecosystem)) return ecosystem;
    throw ecosystemFault('Write the distribution as OSV does, such as Debian:12 or Ubuntu:24.04.');
  }
  const release = options['os-release'];
  return release === undefined || release === '' ? null : parseOsRelease(release).ecosystem;
}

function ecosystemFault(message: string) {
  return invalidInput([{ path: '/ecosystem', code: 'ecosystem', message }]);
}

/** The status file holds no date: who brings it may say when it was taken (`takenAt`, ISO 8601), else it counts as of now. @throws 422 */
function takenAtOf({ takenAt }: Options): Date | null {
  if (takenAt === undefined || takenAt === '') return null;
  const date = new Date(takenAt);
  if (!Number.isNaN(date.getTime())) return date;
  throw invalidInput([
    { path: '/takenAt', code: 'instant', message: 'Write it as ISO 8601 does.' },
  ]);
}

async function ecosystemOfAsset(session: ImportSession): Promise<string> {
  const { targetId } = session;
  const asset =
    targetId === null
      ? null
      : await session.batch((context) => lockAsset(context, session.ownerId, targetId));
  if (asset?.ecosystem) return asset.ecosystem;
  throw ecosystemFault(
    'The file does not say which distribution it is of: give ecosystem=Debian:12 (or the like), or set it on the asset.',
  );
}

/** The packages of a machine from `/var/lib/dpkg/status`, matched by their source packages. */
export const dpkgStatusImporter: Importer = {
  id: 'dpkg-status',
  clause: 'X.1052 §10.2 b',
  accepts: ['status', '.status', '.txt'],
  roles: ['asset-manager'],
  target: 'assets',
  run: async (session) => {
    const given = ecosystemOf(session.options);
    const ecosystem = given ?? (await ecosystemOfAsset(session));
    await importInventory(session, {
      format: 'dpkg-status',
      ecosystem: given,
      takenAt: takenAtOf(session.options),
      items: (source) => readDpkgStatus(source, { ecosystem }),
    });
  },
  preview: (source, limit, options) =>
    previewInventory(
      readDpkgStatus(source, { ecosystem: ecosystemOf(options) ?? 'Debian' }),
      limit,
    ),
};
