import { useParams } from '@tanstack/react-router';
import { useDefinitions } from '#ui/api/use-definitions.ts';
import { RecordPage } from '#ui/record/record-page.tsx';
import { ChangeLog } from './change-log.tsx';
import { ContractLines } from './contract-lines.tsx';

/** A service with its change log. */
export function ServicePage() {
  const { id = '' } = useParams({ strict: false }) as { id?: string };
  const register = useDefinitions().register('services');
  if (register === undefined) return null;
  return (
    <RecordPage
      key={id}
      register={register}
      id={id}
      more={<ChangeLog kind="services" record={id} />}
    />
  );
}

/** A line of a contract between those above and below it, with its change log. */
export function ContractPage() {
  const { id = '' } = useParams({ strict: false }) as { id?: string };
  const register = useDefinitions().register('contracts');
  if (register === undefined) return null;
  return (
    <RecordPage
      key={id}
      register={register}
      id={id}
      more={
        <>
          <ContractLines id={id} />
          <ChangeLog kind="contracts" record={id} />
        </>
      }
    />
  );
}
