import { escapeXml } from './to-svg.ts';

type Attributes = { readonly [name: string]: string | number | boolean | undefined };

/** One XML element with escaped attributes; undefined attributes and empty children are left out. */
export function element(
  name: string,
  attributes: Attributes,
  children: readonly string[] = [],
): string {
  const list = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ` ${key}="${escapeXml(String(value))}"`)
    .join('');
  const inner = children.filter((child) => child !== '');
  return inner.length === 0
    ? `<${name}${list}/>`
    : `<${name}${list}>\n${inner.join('\n')}\n</${name}>`;
}

/** An element that holds nothing but text. */
export function textElement(name: string, text: string, attributes: Attributes = {}): string {
  const open = element(name, attributes).slice(0, -2);
  return `${open}>${escapeXml(text)}</${name}>`;
}
