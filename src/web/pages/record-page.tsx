import { RecordPage } from '#ui/record/record-page.tsx';
import { NotFoundPage } from './fallback-pages.tsx';
import { useRegister } from './use-register.ts';

export function RecordRoute() {
  const { register, id } = useRegister();
  return register === undefined ? (
    <NotFoundPage />
  ) : (
    <RecordPage key={`${register.id}/${id}`} register={register} id={id} />
  );
}
