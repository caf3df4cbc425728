import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTexts } from '#ui/i18n/texts-provider.tsx';
import { Section } from '#ui/page/page.tsx';
import type { RecordPage } from '#work/contract.ts';
import { contractsQuery } from './queries.ts';
import classes from './records.module.css';

type Line = RecordPage['items'][number];

const parentOf = (line: Line): string | null => (line.fields['parentId'] as string | null) ?? null;

/** The tree of lines that this one belongs to: framework contract, specific contracts, work packages, deliverables. */
export function ContractLines({ id }: { id: string }) {
  const { t } = useTexts();
  const lines = useQuery(contractsQuery).data?.items ?? [];
  const byId = new Map(lines.map((line) => [line.id, line]));
  let root = byId.get(id);
  for (let steps = 0; root !== undefined && steps < 8; steps += 1) {
    const above = byId.get(parentOf(root) ?? '');
    if (above === undefined) break;
    root = above;
  }
  if (root === undefined || !lines.some((line) => parentOf(line) === root.id)) return null;
  return (
    <Section title={t('contract-lines.title')}>
      <ul className={classes.tree}>
        <Branch line={root} lines={lines} here={id} depth={0} />
      </ul>
    </Section>
  );
}

interface BranchProps {
  readonly line: Line;
  readonly lines: readonly Line[];
  readonly here: string;
  readonly depth: number;
}

function Branch({ line, lines, here, depth }: BranchProps) {
  const { names } = useTexts();
  const below = depth > 8 ? [] : lines.filter((one) => parentOf(one) === line.id);
  const reference = String(line.fields['reference']);
  return (
    <li>
      <p>
        {line.id === here ? (
          <strong aria-current="true">{reference}</strong>
        ) : (
          <Link to={`/registers/contracts/${line.id}`}>{reference}</Link>
        )}{' '}
        <span className={classes.note}>
          {names.option('register.contracts', 'kind', String(line.fields['kind']))}
          {typeof line.fields['subject'] === 'string' && ` · ${line.fields['subject']}`}
        </span>
      </p>
      {below.length > 0 && (
        <ul>
          {below.map((one) => (
            <Branch key={one.id} line={one} lines={lines} here={here} depth={depth + 1} />
          ))}
        </ul>
      )}
    </li>
  );
}
