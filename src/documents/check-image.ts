import type { ImageData } from './model.ts';

type ImageFault = { readonly code: 'image.data' | 'image.unsafe'; readonly message: string };

/** Size of a picture in pixels; of an SVG in its user units. */
export type ImageSize = { readonly width: number; readonly height: number };

const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;
const MOST_BYTES = 20 * 1024 * 1024;

/**
 * Says why a picture cannot be printed, or null. An SVG is refused when it could act or reach out of itself: scripts,
 * event attributes, foreign content, style sheets, entities, and references other than to its own parts or data.
 */
export function checkImage(image: ImageData): ImageFault | null {
  const pictures = image.format === 'svg' ? [image.base64, image.png ?? ''] : [image.base64];
  if (!pictures.every((base64) => BASE64.test(base64)) || image.base64 === '') {
    return { code: 'image.data', message: 'The picture is not in base64.' };
  }
  if (image.base64.length * 0.75 > MOST_BYTES) {
    return { code: 'image.data', message: 'The picture is larger than 20 MiB.' };
  }
  if (image.format === 'svg' && isUnsafeSvg(svgText(image.base64))) {
    const message = 'The SVG has scripts, foreign content or references out of itself.';
    return { code: 'image.unsafe', message };
  }
  if (imageSize(image) === null) {
    return { code: 'image.data', message: `The picture is not a ${image.format.toUpperCase()}.` };
  }
  if (image.format === 'svg' && image.png !== undefined && pngSize(image.png) === null) {
    return { code: 'image.data', message: 'The PNG beside the SVG is not a PNG.' };
  }
  return null;
}

/** The size of a picture, or null when it is not of its format. An SVG without a size is taken as 300 by 150. */
export function imageSize(image: ImageData): ImageSize | null {
  return image.format === 'png' ? pngSize(image.base64) : svgSize(svgText(image.base64));
}

/** The text of an SVG given in base64. */
export function svgText(base64: string): string {
  return new TextDecoder().decode(Buffer.from(base64, 'base64'));
}

function isUnsafeSvg(svg: string): boolean {
  if (/<!(?:DOCTYPE|ENTITY)|<\?xml-stylesheet/i.test(svg)) return true;
  if (/<(?:[\w-]+:)?(?:script|foreignObject|iframe|style|handler|set|animate\w*)[\s>/]/i.test(svg))
    return true;
  if (/\son\w+\s*=/i.test(svg)) return true;
  for (const [, value = ''] of svg.matchAll(/\b(?:href|src)\s*=\s*["']\s*([^"']*)/gi)) {
    if (!/^(?:#|data:image\/(?:png|jpeg);)/i.test(value)) return true;
  }
  return /url\(\s*["']?\s*(?!#)[^)\s]/i.test(svg) || /javascript:/i.test(svg);
}

function pngSize(base64: string): ImageSize | null {
  const bytes = Buffer.from(base64.slice(0, 64), 'base64');
  if (bytes.length < 24 || bytes.readBigUInt64BE(0) !== 0x89504e470d0a1a0an) return null;
  const size = { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) };
  return size.width > 0 && size.height > 0 ? size : null;
}

function svgSize(svg: string): ImageSize | null {
  const root = /<svg[\s>][^>]*>?/.exec(svg)?.[0];
  if (root === undefined || !/<\/svg>|\/>/.test(svg)) return null;
  const box = /\bviewBox\s*=\s*["']\s*[-\d.]+[\s,]+[-\d.]+[\s,]+([\d.]+)[\s,]+([\d.]+)/.exec(root);
  const width = Number(box?.[1] ?? /\bwidth\s*=\s*["']([\d.]+)(?:px)?["']/.exec(root)?.[1] ?? 300);
  const height = Number(
    box?.[2] ?? /\bheight\s*=\s*["']([\d.]+)(?:px)?["']/.exec(root)?.[1] ?? 150,
  );
  return width > 0 && height > 0 ? { width, height } : null;
}
