import type { Caller } from '#tests/access/http-world.ts';
import type { Desk } from './desk.ts';

/** Calls the API in the session of somebody's window: for surroundings that another journey shows in the browser. */
export function behind({ page, window }: Desk): Caller {
  return async (method, path, body, headers = {}) => {
    const cookies = await window.context.cookies();
    const csrf = cookies.find(({ name }) => name === 'cw_csrf')?.value ?? '';
    const answer = await page.request.fetch(`/api/v1${path}`, {
      method,
      headers: { 'x-commonward-csrf': csrf, ...headers },
      ...(body === undefined ? {} : { data: body }),
    });
    const text = await answer.text();
    const isJson = text.startsWith('{');
    return {
      status: answer.status(),
      body: isJson ? (JSON.parse(text) as Record<string, unknown>) : {},
      text,
      headers: new Headers(answer.headers()),
    };
  };
}
